/**
 * CPU of a warm look of `portolan sockets --watch` beside one run of `ss -tuanp`, in a network namespace of its own.
 *   npm run bench:watch [-- SIZE] [--looks N] [--rounds N]
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { NetworkNamespace, whyNoNamespace } from '../../lab/namespace.ts';
import { cleanEnvironment, cpuSeconds, describeMachine, measured, median, printTable, spread } from '../measure.ts';
import { LOADS, startLoad } from '../sockets/load.ts';

const GOAL = 0.1;
/** The first looks fill the caches and compile the code. */
const WARMING = 4;

/** CPU seconds of a run of so many looks. */
function cpuOfLooks(namespace: NetworkNamespace, looks: number): number {
  const command = [
    process.execPath,
    'bin/portolan',
    'sockets',
    '--watch',
    '--interval',
    '100ms',
    '--count',
    `${looks}`,
  ];
  const { stderr } = namespace.run(measured(command, 1), { environment: cleanEnvironment() });
  return cpuSeconds(stderr, 1);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { looks: { type: 'string', default: '8' }, rounds: { type: 'string', default: '3' } },
    allowPositionals: true,
  });
  const size = Number(positionals[0] ?? 100_000);
  const load = LOADS[size];
  const reason = load === undefined ? `sizes are ${Object.keys(LOADS).join(', ')}` : whyNoNamespace();
  if (load === undefined || reason !== null || spawnSync('ss', ['-V']).status !== 0) {
    console.error(`nothing measured: ${reason ?? 'ss is missing'}`);
    process.exitCode = 3;
    return;
  }
  console.log(describeMachine());
  const namespace = await NetworkNamespace.open();
  try {
    await startLoad(namespace, load);
    const looks = Number(values.looks);
    const [ss, warm, ratios]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < Number(values.rounds); round++) {
      const run = namespace.run(measured(['ss', '-tuanp'], 1), { environment: cleanEnvironment() });
      const peer = cpuSeconds(run.stderr, 1);
      // What more looks cost than fewer is the cost of warm ones, start-up and first look left out.
      const look = (cpuOfLooks(namespace, WARMING + looks) - cpuOfLooks(namespace, WARMING)) / looks;
      ss.push(peer);
      warm.push(look);
      ratios.push(look / peer);
    }
    printTable([
      [`${size.toLocaleString('en')} sockets`, 'CPU s, median', 'spread'],
      ['ss -tuanp', median(ss).toFixed(3), spread(ss, 3)],
      ['warm look of sockets --watch', median(warm).toFixed(3), spread(warm, 3)],
      ['ratio', median(ratios).toFixed(3), spread(ratios, 3)],
    ]);
    const held = median(ratios) <= GOAL;
    console.log(`\n  ${held ? 'held  ' : 'MISSED'}  goal at most ${GOAL}x`);
    process.exitCode = held ? 0 : 1;
  } finally {
    await namespace.close();
  }
}

await main();
