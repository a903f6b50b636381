import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';

const BUCKETS = 32;
/** Seconds of a bucket: those of all times there are. */
const MAX_WIDTH = 2 ** 60;
/** What stands before the counts. A width of 0: nothing was added. */
const HEAD = { start: 0, width: 1 } as const;
const HEAD_SIZE = 2;

/**
 * How many events fell into which part of the time that was seen, in 32 equal parts at most. All its numbers lie side by
 * side.
 */
export class Timeline {
  /** Numbers that it takes. */
  static readonly size = HEAD_SIZE + BUCKETS;
  readonly #space: Float64Array;
  readonly #at: number;

  /** `space`: where its numbers are to lie, from `at` on; they must be 0. */
  constructor(space = new Float64Array(HEAD_SIZE + BUCKETS), at = 0) {
    this.#space = space;
    this.#at = at;
  }

  add(time: number, count = 1): void {
    if (!Number.isFinite(time)) return;
    const space = this.#space;
    const at = this.#at;
    let width = space[at + HEAD.width] ?? 0;
    if (width === 0) {
      width = 1;
      space[at + HEAD.width] = 1;
      space[at + HEAD.start] = Math.floor(time);
    }
    // A clock that jumped back: the first bucket takes what is before it.
    const past = Math.max(time - (space[at + HEAD.start] ?? 0), 0);
    if (past >= BUCKETS * width) width = this.#widen(past);
    const bucket = at + HEAD_SIZE + Math.floor(past / width);
    space[bucket] = (space[bucket] ?? 0) + count;
  }

  save(writer: StateWriter): void {
    writer.number(this.start);
    writer.number(this.width);
    const isEmpty = this.#space[this.#at + HEAD.width] === 0;
    writer.integer(isEmpty ? 0 : 1);
    if (!isEmpty) writer.column(Uint32Array.from(this.#counts));
  }

  load(reader: StateReader): void {
    const space = this.#space;
    const start = reader.number();
    const width = reader.number();
    // It is doubled until all fits in.
    if (!(width >= 1 && width <= MAX_WIDTH)) throw reader.fault('a time line of no width');
    const counts = new Uint32Array(BUCKETS);
    const isThere = reader.flag();
    if (isThere) reader.column(counts);
    space[this.#at + HEAD.start] = start;
    space[this.#at + HEAD.width] = isThere ? width : 0;
    this.#counts.set(counts);
  }

  /** Seconds at which the first bucket begins; NaN where nothing was added. */
  get start(): number {
    return this.#space[this.#at + HEAD.width] === 0 ? Number.NaN : (this.#space[this.#at + HEAD.start] ?? Number.NaN);
  }

  /** Seconds a bucket lasts. */
  get width(): number {
    return Math.max(this.#space[this.#at + HEAD.width] ?? 1, 1);
  }

  /** Counts up to the last bucket that has any. */
  get counts(): number[] {
    const counts = [...this.#counts];
    while (counts.at(-1) === 0) counts.pop();
    return counts;
  }

  get #counts(): Float64Array {
    return this.#space.subarray(this.#at + HEAD_SIZE, this.#at + HEAD_SIZE + BUCKETS);
  }

  /** Doubles the width until so many seconds fall into the last bucket at most. */
  #widen(past: number): number {
    const counts = this.#counts;
    let { width } = this;
    for (; Math.floor(past / width) >= BUCKETS; width *= 2) halve(counts);
    this.#space[this.#at + HEAD.width] = width;
    return width;
  }
}

/** Makes one bucket of every two. */
function halve(counts: Float64Array): void {
  for (let bucket = 0; bucket < BUCKETS / 2; bucket++) {
    counts[bucket] = (counts[2 * bucket] ?? 0) + (counts[2 * bucket + 1] ?? 0);
  }
  counts.fill(0, BUCKETS / 2);
}
