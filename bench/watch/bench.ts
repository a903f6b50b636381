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

/** CPU seconds of one warm look, their garbage collections included. */
function cpuOfWarmLook(namespace: NetworkNamespace, looks: number): number {
  const command = [process.execPath, 'scripts/run-ts.mjs', 'bench/watch/looks.ts', String(WARMING + looks)];
  const { stdout, stderr } = namespace.run(command, { environment: cleanEnvironment() });
  if (stdout === '') throw new Error(`no look was taken: ${stderr}`);
  return mean(readFigures(stdout).slice(WARMING));
}

function readFigures(json: string): number[] {
  const figures: unknown = JSON.parse(json);
  if (!Array.isArray(figures)) throw new Error(`these are no figures: ${json}`);
  return figures.map(Number);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
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
      const look = cpuOfWarmLook(namespace, looks);
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
