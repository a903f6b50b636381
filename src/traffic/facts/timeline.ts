import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';

const BUCKETS = 32;
/** Seconds of a bucket: those of all times there are. */
const MAX_WIDTH = 2 ** 60;

/** How many events fell into which part of the time that was seen, in 32 equal parts at most. */
export class Timeline {
  #start = Number.NaN;
  #width = 1;
  /** Made with the first event: most tallies have one or two. */
  #counts: Uint32Array | null = null;

  add(time: number, count = 1): void {
    if (!Number.isFinite(time)) return;
    const counts = (this.#counts ??= new Uint32Array(BUCKETS));
    if (Number.isNaN(this.#start)) this.#start = Math.floor(time);
    // A clock that jumped back: the first bucket takes what is before it.
    let bucket = Math.max(Math.floor((time - this.#start) / this.#width), 0);
    while (bucket >= BUCKETS) {
      halve(counts);
      this.#width *= 2;
      bucket = Math.floor((time - this.#start) / this.#width);
    }
    counts[bucket] = (counts[bucket] ?? 0) + count;
  }

  save(writer: StateWriter): void {
    writer.number(this.#start);
    writer.number(this.#width);
    writer.integer(this.#counts === null ? 0 : 1);
    if (this.#counts !== null) writer.column(this.#counts);
  }

  load(reader: StateReader): void {
    this.#start = reader.number();
    this.#width = reader.number();
    // It is doubled until all fits in.
    if (!(this.#width >= 1 && this.#width <= MAX_WIDTH)) throw reader.fault('a time line of no width');
    this.#counts = reader.flag() ? new Uint32Array(BUCKETS) : null;
    if (this.#counts !== null) reader.column(this.#counts);
  }

  /** Seconds at which the first bucket begins; NaN where nothing was added. */
  get start(): number {
    return this.#start;
  }

  /** Seconds a bucket lasts. */
  get width(): number {
    return this.#width;
  }

  /** Counts up to the last bucket that has any. */
  get counts(): number[] {
    const counts = [...(this.#counts ?? [])];
    while (counts.at(-1) === 0) counts.pop();
    return counts;
  }
}

/** Makes one bucket of every two. */
function halve(counts: Uint32Array): void {
  for (let bucket = 0; bucket < BUCKETS / 2; bucket++) {
    counts[bucket] = (counts[2 * bucket] ?? 0) + (counts[2 * bucket + 1] ?? 0);
  }
  counts.fill(0, BUCKETS / 2);
}
