/**
 * How many ports are lost between asking and binding, by eight processes at once, in a network namespace of its own, and
 * how many times a second one process may ask:   npm run bench:ports [-- --rounds N]
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { NetworkNamespace, whyNoNamespace } from '../../lab/namespace.ts';
import { cleanEnvironment, describeMachine, median, printTable } from '../measure.ts';
import { peerModules, PEERS } from './peers.ts';

const LIBRARY = resolve('dist/library/ports.js');
const OURS = 'portolan';
const HELPERS = [OURS, 'raw listen(0)', ...Object.keys(PEERS)];

const PROCESSES = 8;
/** Ports that each process asks for, to bind them all when every process has asked and this long has passed. */
const BATCH = { ports: 100, milliseconds: 500 };
/** The first free port of a range, again and again, bound this long after it was got. */
const RANGE = { ports: 20, milliseconds: 20 };
const SPEED_MILLISECONDS = 1500;

type Answer = Readonly<Record<string, number | boolean>>;

/** A process that asks, driven line by line. */
class Asker {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: ChildProcess) {
    if (child.stdout === null) throw new Error('the output of the asker is not piped');
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  static async start(namespace: NetworkNamespace, helper: string): Promise<{ asker: Asker; ranges: boolean }> {
    const command = [process.execPath, resolve('bench/ports/asker.mjs'), helper, resolve(peerModules()), LIBRARY];
    const [program, args] = namespace.enter(command);
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], env: cleanEnvironment() });
    const asker = new Asker(child);
    const { ranges } = await asker.#answer();
    return { asker, ranges: ranges === true };
  }

  async tell(line: string): Promise<Answer> {
    this.#child.stdin?.write(`${line}\n`);
    return this.#answer();
  }

  async end(): Promise<void> {
    const exit = once(this.#child, 'exit');
    this.#child.stdin?.end();
    await exit;
  }

  async #answer(): Promise<Answer> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error('the asker ended too early');
    return JSON.parse(value) as Answer;
  }
}

interface Result {
  readonly helper: string;
  /** Ports lost in each round; null where the helper knows no ranges. */
  readonly batch: number[];
  readonly range: number[] | null;
  readonly perSecond: number;
}

async function withAskers<T>(
  count: number,
  helper: string,
  use: (askers: Asker[], ranges: boolean) => Promise<T>,
): Promise<T> {
  const namespace = await NetworkNamespace.open();
  const started: { asker: Asker; ranges: boolean }[] = [];
  try {
    for (let index = 0; index < count; index++) started.push(await Asker.start(namespace, helper));
    const askers = started.map(({ asker }) => asker);
    return await use(
      askers,
      started.every(({ ranges }) => ranges),
    );
  } finally {
    await Promise.all(started.map(async ({ asker }) => asker.end()));
    await namespace.close();
  }
}

async function tellAll(askers: readonly Asker[], line: string): Promise<number> {
  const answers = await Promise.all(askers.map(async (asker) => asker.tell(line)));
  return answers.reduce((sum, { lost }) => sum + (typeof lost === 'number' ? lost : 0), 0);
}

async function bench(helper: string, rounds: number): Promise<Result> {
  const batch: number[] = [];
  let range: number[] | null = [];
  for (let round = 0; round < rounds; round++) {
    batch.push(
      await withAskers(PROCESSES, helper, async (askers) => {
        await tellAll(askers, `batch ${BATCH.ports}`);
        await new Promise((done) => setTimeout(done, BATCH.milliseconds));
        return tellAll(askers, 'bind');
      }),
    );
    const lost = await withAskers(PROCESSES, helper, async (askers, ranges) =>
      ranges ? tellAll(askers, `range ${RANGE.ports} ${RANGE.milliseconds}`) : null,
    );
    if (lost === null) range = null;
    else range?.push(lost);
  }
  const speed = await withAskers(1, helper, async ([asker]) => asker?.tell(`speed ${SPEED_MILLISECONDS}`));
  return { helper, batch, range, perSecond: Number(speed?.['perSecond']) };
}

function describe(lost: readonly number[] | null): string[] {
  return lost === null ? ['-', '-'] : [String(median(lost)), `${Math.min(...lost)} to ${Math.max(...lost)}`];
}

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const whyNot = existsSync(LIBRARY) ? whyNoNamespace() : `${LIBRARY} is not built; npm run build`;
if (whyNot !== null) {
  console.error(`cannot measure: ${whyNot}`);
  process.exit(3);
}
console.log(
  `${describeMachine()}; ${values.rounds} rounds; ${Object.entries(PEERS)
    .map((peer) => peer.join('@'))
    .join(', ')}\n` +
    `batch: ${PROCESSES} processes ask for ${BATCH.ports} ports each, bind them ${BATCH.milliseconds} ms later\n` +
    `range: ${PROCESSES} processes ask ${RANGE.ports} times for the first free port from 3000, bind it ${RANGE.milliseconds} ms later\n`,
);
const rows = [['helper', 'batch: lost of 800', 'spread', 'range: lost of 160', 'spread', 'calls/s']];
let held = true;
for (const helper of HELPERS) {
  const { batch, range, perSecond } = await bench(helper, Number(values.rounds));
  rows.push([helper, ...describe(batch), ...describe(range), perSecond.toFixed(0)]);
  if (helper === OURS) held = [...batch, ...(range ?? [])].every((lost) => lost === 0);
}
printTable(rows);
console.log(`\nportolan loses none: ${held ? 'held' : 'MISSED'}`);
process.exit(held ? 0 : 1);
