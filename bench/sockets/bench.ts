/**
 * Whole-process CPU time and peak memory of `portolan sockets -tuanp` beside ss, netstat and lsof, in a network
 * namespace of its own.   npm run bench [-- SIZE ...] [--rounds N] [--seconds N]
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { NetworkNamespace, whyNoNamespace } from '../../lab/namespace.ts';
import { cleanEnvironment, cpuSeconds, describeMachine, measured, median, printTable, spread } from '../measure.ts';
import { LOADS, startIdleProcesses, startLoad } from './load.ts';
import { ownPeakMemory, sampledPeakMemory } from './peak-memory.ts';

const PORTOLAN = ['bin/portolan', 'sockets', '-tuanp'];

interface Candidate {
  readonly name: string;
  readonly command: readonly string[];
  /** Lines of its output that are sockets. */
  readonly socketLine: RegExp | null;
  readonly environment?: Readonly<Record<string, string>>;
}

const YARDSTICK: Candidate = { name: 'ss -tuanp', command: ['ss', '-tuanp'], socketLine: /^(tcp|udp) /gm };
const OURS: Candidate = {
  name: 'portolan sockets -tuanp',
  command: [process.execPath, ...PORTOLAN],
  socketLine: /^(tcp|udp)\t/gm,
  environment: { PORTOLAN_BACKEND: 'proc' },
};
/** Measured where the optional package is: beside Portolan, global, or where NODE_PATH says. */
const BY_NETLINK: Candidate = { ...OURS, name: 'the same by netlink', environment: { PORTOLAN_BACKEND: 'netlink' } };
const CANDIDATES: readonly Candidate[] = [
  YARDSTICK,
  { name: 'netstat -tuanp', command: ['netstat', '-tuanp'], socketLine: /^(tcp|udp)6? /gm },
  // One line a descriptor, and none for sockets that no process holds.
  { name: 'lsof -nP -i', command: ['lsof', '-nP', '-i'], socketLine: / IPv[46] /g },
  { name: 'node -e 0', command: [process.execPath, '-e', '0'], socketLine: null },
  OURS,
  ...(hasNetlink() ? [BY_NETLINK] : []),
];

/** CPU time as a multiple of ss's, by number of sockets (docs: ARCHITECTURE.md). */
const RATIO_GOALS: Readonly<Record<number, number>> = { 33: 4, 10_000: 1.6, 100_000: 0.25 };
const NETLINK_GOALS: Readonly<Record<number, number>> = { 33: 3, 10_000: 1.1, 100_000: 0.17 };
const MEMORY_GOAL = { sockets: 100_000, mebibytes: 64 };
const NETLINK_MEMORY_GOAL = 72;

/** Runs in one measurement and measurements: short commands need many, and 100,000 sockets take ss seconds. */
const EFFORT: Readonly<Record<number, { readonly repeat: number; readonly rounds: number }>> = {
  33: { repeat: 10, rounds: 11 },
  1000: { repeat: 2, rounds: 9 },
  10_000: { repeat: 2, rounds: 9 },
  100_000: { repeat: 1, rounds: 5 },
};

/** As many processes as a small server has: the walk over all of them is what owners cost on an idle machine. */
const PROCESSES = 150;

interface Limits {
  readonly rounds: number | null;
  readonly seconds: number;
}

async function benchSize(size: number, limits: Limits): Promise<boolean> {
  const load = LOADS[size];
  const effort = EFFORT[size];
  if (load === undefined || effort === undefined) throw new Error(`sizes are ${Object.keys(LOADS).join(', ')}`);
  const namespace = await NetworkNamespace.open();
  try {
    const { processes, files } = load.idle ?? { processes: PROCESSES - load.processes - countProcesses(), files: 0 };
    await startIdleProcesses(namespace, processes, files);
    await startLoad(namespace, load);
    const found = CANDIDATES.filter(({ command: [program = ''] }) => isInstalled(program));
    const rounds = limits.rounds ?? effort.rounds;
    console.log(
      `\n${size.toLocaleString('en')} sockets of ${load.processes} processes, ${countProcesses()} processes in all; ` +
        `${rounds} rounds of ${effort.repeat} at most\n`,
    );
    const times = measureRounds(namespace, found, rounds, effort.repeat, limits.seconds);
    return await report(namespace, size, found, times);
  } finally {
    await namespace.close();
  }
}

/** Everybody in turn, round after round, each round beginning with another one, so that what disturbs hits all alike. */
function measureRounds(
  namespace: NetworkNamespace,
  candidates: readonly Candidate[],
  rounds: number,
  repeat: number,
  seconds: number,
): Map<Candidate, number[]> {
  const deadline = Date.now() + seconds * 1000;
  const times = new Map(candidates.map((candidate): [Candidate, number[]] => [candidate, []]));
  for (let round = 0; round < rounds && (round === 0 || Date.now() < deadline); round++) {
    for (let turn = 0; turn < candidates.length; turn++) {
      const candidate = candidates[(turn + round) % candidates.length];
      if (candidate === undefined) continue;
      const run = namespace.run(measured(candidate.command, repeat), { environment: environmentOf(candidate) });
      times.get(candidate)?.push(cpuSeconds(run.stderr, repeat));
    }
  }
  return times;
}

async function report(
  namespace: NetworkNamespace,
  size: number,
  candidates: readonly Candidate[],
  times: ReadonlyMap<Candidate, readonly number[]>,
): Promise<boolean> {
  const yardstick = times.get(YARDSTICK) ?? [];
  const rows = [['command', 'CPU s, median', 'spread', 'to ss', 'spread', 'peak MiB', 'sockets']];
  const measures = new Map<Candidate, { readonly ratio: number; readonly memory: number }>();
  for (const candidate of candidates) {
    const own = times.get(candidate) ?? [];
    const ratios = own.map((time, round) => time / (yardstick[round] ?? Number.NaN));
    const isOurs = candidate === OURS || candidate === BY_NETLINK;
    const peak = isOurs
      ? ownPeakMemory(namespace, PORTOLAN, environmentOf(candidate))
      : await sampledPeakMemory(namespace, candidate.command);
    measures.set(candidate, { ratio: median(ratios), memory: peak ?? Number.NaN });
    rows.push([
      candidate.name,
      median(own).toFixed(4),
      spread(own, 4),
      median(ratios).toFixed(2),
      spread(ratios, 2),
      peak === null ? '-' : peak.toFixed(1),
      countSockets(namespace, candidate),
    ]);
  }
  printTable(rows);
  console.log();
  const goals = [
    { candidate: OURS, name: 'portolan', ratios: RATIO_GOALS, mebibytes: MEMORY_GOAL.mebibytes },
    { candidate: BY_NETLINK, name: 'portolan by netlink', ratios: NETLINK_GOALS, mebibytes: NETLINK_MEMORY_GOAL },
  ];
  let held = true;
  for (const { candidate, name, ratios, mebibytes } of goals) {
    const measure = measures.get(candidate);
    if (measure === undefined) continue;
    const goal = ratios[size];
    if (goal !== undefined) held = judge(`${name} to ss in CPU`, measure.ratio, goal, 'x') && held;
    if (size !== MEMORY_GOAL.sockets) continue;
    held = judge(`${name} at most resident`, measure.memory, mebibytes, ' MiB') && held;
  }
  return held;
}

function judge(what: string, value: number, goal: number, unit: string): boolean {
  const held = value <= goal;
  console.log(`  ${held ? 'held  ' : 'MISSED'}  ${what}: ${value.toFixed(2)}${unit}, goal at most ${goal}${unit}`);
  return held;
}

function isInstalled(program: string): boolean {
  return spawnSync('sh', ['-c', 'command -v "$1"', 'sh', program]).status === 0;
}

function environmentOf({ environment }: Candidate): NodeJS.ProcessEnv {
  return { ...cleanEnvironment(), ...environment };
}

function hasNetlink(): boolean {
  try {
    createRequire(import.meta.url).resolve('netlink/dist/raw');
    return true;
  } catch {
    return false;
  }
}

function countSockets(namespace: NetworkNamespace, candidate: Candidate): string {
  const { command, socketLine } = candidate;
  if (socketLine === null) return '-';
  const { stdout } = namespace.run(command, { environment: environmentOf(candidate) });
  return String(stdout.match(socketLine)?.length ?? 0);
}

function countProcesses(): number {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).length;
}

function firstLineOf(namespace: NetworkNamespace, command: readonly string[]): string {
  const { stdout, stderr } = namespace.run(command);
  return (/^.*\d\.\d.*$/m.exec(`${stdout}\n${stderr}`)?.[0] ?? `${command[0] ?? ''} is missing`).trim();
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { rounds: { type: 'string' }, seconds: { type: 'string', default: '300' } },
    allowPositionals: true,
  });
  const reason = whyNoNamespace();
  if (reason !== null) {
    console.error(`nothing measured: ${reason}`);
    process.exitCode = 3;
    return;
  }
  const namespace = await NetworkNamespace.open();
  const versions = [
    ['ss', '-V'],
    ['netstat', '-V'],
    ['lsof', '-v'],
  ].map((command) => firstLineOf(namespace, command));
  await namespace.close();
  console.log([describeMachine(), ...versions].join('; '));
  const limits = {
    rounds: values.rounds === undefined ? null : Number(values.rounds),
    seconds: Number(values.seconds),
  };
  const sizes = positionals.length === 0 ? Object.keys(LOADS) : positionals;
  let held = true;
  for (const size of sizes) held = (await benchSize(Number(size), limits)) && held;
  process.exitCode = held ? 0 : 1;
}

await main();
