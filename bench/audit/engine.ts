/**
 * Scans of 65,535 ports beside nmap, in network namespaces of their own: wall and CPU time of whole processes as medians and
 * ratios to `nmap -sT -T4`, and opens that were missed or false.
 * npm run bench:audit [-- loopback|neighbour|filtered ...] [--rounds N] [--load] [--only NAME]
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { NetworkNamespace, whyNoNamespace } from '../../lab/namespace.ts';
import { NEIGHBOUR, openNeighbours } from '../../lab/neighbours.ts';
import { cleanEnvironment, describeMachine, median, printTable, spread } from '../measure.ts';
import { buildScan, readScan } from './scan-program.ts';

const OPEN = [
  22, 25, 80, 111, 443, 631, 1433, 3306, 5432, 6379, 8000, 8080, 9000, 11_211, 20_000, 27_017, 33_060, 40_000, 50_000,
  65_500,
];
const MEASURE = `TIMEFORMAT='%3R %3U %3S'; time "$@" 2>/dev/null`;

interface Candidate {
  readonly name: string;
  readonly command: readonly string[];
  readonly openPorts: (stdout: string) => readonly number[];
  /** Wall time as a multiple of the yardstick's, by case. */
  readonly goals?: Readonly<Record<string, number>>;
}

interface Measure {
  readonly wall: number;
  readonly cpu: number;
  readonly missed: number;
  readonly wrong: number;
}

interface Scene {
  readonly namespace: NetworkNamespace;
  readonly address: string;
  readonly flags: readonly string[];
  close(): Promise<void>;
}

function candidates({ address, flags }: Scene, script: string): readonly Candidate[] {
  const nmap = (kind: string): readonly string[] => ['nmap', kind, '-T4', '-n', '-Pn', '-p-', '-oG', '-', address];
  const openOfNmap = (text: string): number[] =>
    [...text.matchAll(/\b(\d+)\/open\/tcp/g)].map((match) => Number(match[1]));
  const own = [process.execPath, script, address, '1-65535', ...flags];
  const openOfOurs = (stdout: string): readonly number[] => readScan({ stdout, stderr: '' }).open;
  return [
    { name: 'nmap -sT -T4', command: nmap('-sT'), openPorts: openOfNmap },
    { name: 'nmap -sS -T4', command: nmap('-sS'), openPorts: openOfNmap },
    { name: 'portolan', command: own, openPorts: openOfOurs, goals: { loopback: 2, filtered: 0.35 } },
    {
      name: 'portolan, fast engine',
      command: [...own, '--fast'],
      openPorts: openOfOurs,
      goals: { loopback: 1, neighbour: 1.25, filtered: 0.2 },
    },
  ];
}

async function openScene(name: string): Promise<Scene> {
  const holder = [process.execPath, 'lab/open-ports.mjs'];
  const ports = OPEN.map(String);
  if (name === 'loopback') {
    const namespace = await NetworkNamespace.open();
    await namespace.start([...holder, '127.0.0.1', ...ports]);
    return { namespace, address: '127.0.0.1', flags: ['--own'], close: () => namespace.close() };
  }
  const net = await openNeighbours();
  await net.theirs.start([...holder, NEIGHBOUR, ...ports]);
  if (name === 'filtered') {
    const rule = (...words: string[]): void => {
      const { status, stderr } = net.theirs.run(['ip', 'rule', ...words]);
      if (status !== 0) throw new Error(`ip rule ${words.join(' ')}: ${stderr}`);
    };
    // Routing by rule loses what no packet filter has to: it needs nothing but iproute2.
    for (const port of ports) rule('add', 'pref', '5', 'ipproto', 'tcp', 'dport', port, 'lookup', 'local');
    rule('add', 'pref', '6', 'iif', 'cable', 'ipproto', 'tcp', 'blackhole');
    rule('add', 'pref', '10', 'lookup', 'local');
    rule('del', 'pref', '0');
  }
  return { namespace: net.ours, address: NEIGHBOUR, flags: ['--scope', `${NEIGHBOUR}/32`], close: () => net.close() };
}

function measure({ namespace }: Scene, { command, openPorts, name }: Candidate): Measure {
  const environment = cleanEnvironment();
  const { stdout, stderr } = namespace.run(['bash', '-c', MEASURE, 'bash', ...command], { environment });
  const match = /^(\d+\.\d+) (\d+\.\d+) (\d+\.\d+)$/m.exec(stderr);
  if (match === null) throw new Error(`${name} was not measured: ${stderr}`);
  const [, wall, user, system] = match.map(Number);
  const found = openPorts(stdout);
  return {
    wall: wall ?? Number.NaN,
    cpu: (user ?? Number.NaN) + (system ?? Number.NaN),
    missed: OPEN.filter((port) => !found.includes(port)).length,
    wrong: found.filter((port) => !OPEN.includes(port)).length,
  };
}

async function bench(name: string, script: string, rounds: number, only: string | undefined): Promise<boolean> {
  const scene = await openScene(name);
  try {
    const all = candidates(scene, script).filter((each) => only === undefined || each.name === only);
    const measures = new Map(all.map((candidate): [Candidate, Measure[]] => [candidate, []]));
    for (let round = 0; round < rounds; round++) {
      for (let turn = 0; turn < all.length; turn++) {
        const candidate = all[(turn + round) % all.length];
        if (candidate !== undefined) measures.get(candidate)?.push(measure(scene, candidate));
      }
    }
    console.log(`\n${name}: 65,535 TCP ports, 20 open; ${rounds} rounds\n`);
    return report(name, measures);
  } finally {
    await scene.close();
  }
}

function report(name: string, measures: ReadonlyMap<Candidate, readonly Measure[]>): boolean {
  const [yardstick = []] = measures.values();
  const rows = [['command', 'wall s', 'spread', 'to -sT', 'spread', 'CPU s', 'to -sT', 'missed', 'false']];
  const verdicts: string[] = [];
  let held = true;
  const judge = (what: string, isHeld: boolean): void => {
    verdicts.push(`  ${isHeld ? 'held  ' : 'MISSED'}  ${what}`);
    held &&= isHeld;
  };
  for (const [candidate, own] of measures) {
    const ratio = (of: (one: Measure) => number): number[] =>
      own.map((one, round) => of(one) / of(yardstick[round] ?? one));
    const walls = ratio(({ wall }) => wall);
    const missed = own.reduce((sum, one) => sum + one.missed, 0);
    const wrong = own.reduce((sum, one) => sum + one.wrong, 0);
    const times = own.map(({ wall }) => wall);
    rows.push([
      candidate.name,
      median(times).toFixed(2),
      spread(times, 2),
      median(walls).toFixed(2),
      spread(walls, 2),
      median(own.map(({ cpu }) => cpu)).toFixed(2),
      median(ratio(({ cpu }) => cpu)).toFixed(2),
      String(missed),
      String(wrong),
    ]);
    if (candidate.goals === undefined) continue;
    judge(`${candidate.name}: ${missed} missed and ${wrong} false in ${own.length} runs, goal 0`, missed + wrong === 0);
    const goal = candidate.goals[name];
    // Alone, with --only, it has nothing to be compared with.
    if (goal === undefined || own === yardstick) continue;
    judge(`${candidate.name}: ${median(walls).toFixed(2)} x nmap -sT, goal at most ${goal}`, median(walls) <= goal);
  }
  printTable(rows);
  console.log(`\n${verdicts.join('\n')}`);
  return held;
}

/** Ends by itself when whoever started it is gone: then it has another parent. */
const BUSY = 'const parent = process.ppid; while (process.ppid === parent);';

/** Twice as many busy processes as there are cores. */
function startBusy(): readonly ChildProcess[] {
  const count = availableParallelism() * 2;
  return Array.from({ length: count }, () => spawn(process.execPath, ['-e', BUSY], { stdio: 'ignore' }));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    load: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});
const why = process.getuid?.() === 0 ? whyNoNamespace() : 'only root may lay a cable between namespaces';
if (why !== null || spawnSync('nmap', ['--version']).status !== 0) {
  console.error(`cannot be measured here: ${why ?? 'nmap is not installed'}`);
  process.exit(3);
}
console.log(`${describeMachine()}${values.load ? ', under load' : ''}`);
const scan = await buildScan();
const busy = values.load ? startBusy() : [];
try {
  const names = positionals.length === 0 ? ['loopback', 'neighbour'] : positionals;
  for (const name of names) {
    if (!(await bench(name, scan.script, Number(values.rounds), values.only))) process.exitCode = 1;
  }
} finally {
  for (const child of busy) child.kill();
  scan.remove();
}
