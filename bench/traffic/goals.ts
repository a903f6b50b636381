import { spawnSync } from 'node:child_process';
import { cleanEnvironment, cpuSeconds, describeMachine, measured, median, printTable, spread } from '../measure.ts';

/** What is compared with portolan, and how. */
export interface Peer {
  readonly command: readonly string[];
  /** portolan may take so many times its CPU time: 4; 1 / 250. Absent: it is there to compare with. */
  readonly goal?: number;
}

export interface Comparison {
  readonly title: string;
  /** Lines, packets: what the cost of one is told of. */
  readonly units: number;
  readonly unit: string;
  readonly runs: number;
  readonly ours: readonly string[];
  readonly peers: Readonly<Record<string, Peer>>;
}

const OURS = 'portolan';

/**
 * Runs all of them in turns (ours, the peers, ours ...), so that a busy machine is busy for all, and prints CPU seconds of
 * the processes, user and system: medians, and medians of the ratios within the turns beside their goals.
 */
export function compare({ title, units, unit, runs, ours, peers }: Comparison): void {
  const commands = new Map<string, readonly string[]>([[OURS, ours]]);
  for (const [name, { command }] of Object.entries(peers)) commands.set(name, command);
  const seconds = new Map([...commands.keys()].map((name): [string, number[]] => [name, []]));
  for (let turn = 0; turn < runs; turn++) {
    for (const [name, command] of commands) seconds.get(name)?.push(cpuOf(name, command));
  }
  const own = seconds.get(OURS) ?? [];
  console.log(`\n${title}, ${runs} ${runs === 1 ? 'turn' : 'turns'}; ${describeMachine()}`);
  printTable([
    ['command', 'CPU s', 'spread', `us a ${unit}`, 'portolan is x', 'goal', ''],
    ...[...seconds].map(([name, all]) => {
      const ratio = median(all.map((one, turn) => (own[turn] ?? Number.NaN) / one));
      const goal = peers[name]?.goal;
      const each = ((1_000_000 * median(all)) / units).toFixed(3);
      return [name, median(all).toFixed(3), spread(all, 3), each, factor(ratio), ...beside(ratio, goal, factor)];
    }),
  ]);
}

/** One figure beside its goal, which is the most it may be. */
export function printFigure(what: string, value: number, unit: string, goal: number): void {
  const show = (number: number): string => `${Number(number.toFixed(2))} ${unit}`.trimEnd();
  console.log(`  ${what}: ${show(value)}; goal ${beside(value, goal, show).join(': ')}`);
}

/** CPU seconds of one run of a program. Throws where it fails: what ends at once would look like the fastest. */
export function cpuOf(name: string, command: readonly string[]): number {
  const [bash = 'bash', ...args] = measured(command, 1);
  const { stderr, status } = spawnSync(bash, args, { encoding: 'utf8', env: cleanEnvironment(), maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr.slice(0, 500)}`);
  return cpuSeconds(stderr, 1);
}

/** Whether a program is installed; tells where it comes from if not. */
export function isThere(program: string, debianPackage = program): boolean {
  const found = spawnSync('which', [program], { stdio: 'ignore' }).status === 0;
  if (!found) console.log(`skipped: ${program} is not installed (apt-get install ${debianPackage})`);
  return found;
}

function beside(value: number, goal: number | undefined, show: (number: number) => string): [string, string] {
  if (goal === undefined) return ['', ''];
  return [`<= ${show(goal)}`, value <= goal ? 'met' : 'MISSED'];
}

/** `4`, and of what is less than one its reciprocal: `1/250`. */
function factor(ratio: number): string {
  return ratio < 0.5 ? `1/${(1 / ratio).toFixed(1).replace('.0', '')}` : String(Number(ratio.toFixed(2)));
}
