/**
 * Start-up beside Node's own:   npm run bench:start-up
 *
 * Counts user instructions, which repeat within a few per cent whatever else the machine does: with perf where the
 * machine lets it, else with valgrind's callgrind. Without either it falls back to CPU time, which does not repeat.
 */
import { spawnSync } from 'node:child_process';
import { cleanEnvironment, cpuSeconds, describeMachine, measured, median, printTable, spread } from '../measure.ts';

const PORTOLAN = 'bin/portolan';
const GOAL = 1.3;
const BASE: readonly string[] = ['-e', '0'];
const QUESTIONS: readonly (readonly string[])[] = [
  BASE,
  [PORTOLAN, '--version'],
  [PORTOLAN, 'explain', '443'],
  [PORTOLAN, 'explain', '443', '--json'],
  [PORTOLAN, 'sockets', '-tuln'],
];

interface Counter {
  readonly name: string;
  readonly unit: string;
  readonly rounds: number;
  /** What one run of node with these arguments costs; null when the counter does not work here. */
  readonly cost: (args: readonly string[]) => number | null;
}

const PERF: Counter = {
  name: 'perf stat, user instructions',
  unit: 'M instructions',
  rounds: 11,
  cost: (args) => {
    const { stderr } = run('perf', ['stat', '-x', ',', '-e', 'instructions:u', process.execPath, ...args]);
    const count = Number(stderr.trim().split('\n').at(-1)?.split(',')[0]);
    return Number.isFinite(count) && count > 0 ? count / 1e6 : null;
  },
};

const CALLGRIND: Counter = {
  name: 'valgrind callgrind, user instructions',
  unit: 'M instructions',
  rounds: 5,
  cost: (args) => {
    const options = ['--tool=callgrind', '--callgrind-out-file=/dev/null'];
    const { stderr } = run('valgrind', [...options, process.execPath, ...args]);
    const count = Number(/Collected : (\d+)/.exec(stderr)?.[1]);
    return Number.isFinite(count) ? count / 1e6 : null;
  },
};

const CPU_TIME: Counter = {
  name: 'CPU time (neither perf nor valgrind works here)',
  unit: 'ms',
  rounds: 40,
  cost: (args) => {
    const [program = '', ...words] = measured([process.execPath, ...args], 1);
    return cpuSeconds(run(program, words).stderr, 1) * 1000;
  },
};

const counter = [PERF, CALLGRIND].find((one) => one.cost(BASE) !== null) ?? CPU_TIME;
const costs = QUESTIONS.map((): number[] => []);
for (let round = 0; round < counter.rounds; round++) {
  for (const [index, question] of QUESTIONS.entries()) {
    const cost = counter.cost(question);
    if (cost !== null) costs[index]?.push(cost);
  }
}
const base = median(costs[0] ?? []);
console.log(`${counter.name}; medians of ${counter.rounds} alternating runs; ${describeMachine()}`);
printTable([
  ['command', counter.unit, 'least-most', 'against node -e 0'],
  ...QUESTIONS.map((question, index) => {
    const values = costs[index] ?? [];
    return [
      `node ${question.join(' ')}`,
      median(values).toFixed(1),
      spread(values, 1),
      (median(values) / base).toFixed(2),
    ];
  }),
]);
console.log(`goal: explain 443 at most ${GOAL}`);

function run(program: string, args: readonly string[]): { stderr: string } {
  const { stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    env: cleanEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return { stderr: stderr ?? '' };
}
