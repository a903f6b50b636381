import { packNumber, unpackNumber } from './packed-number.ts';

const BUCKETS = 64;

export interface PackedTimeline {
  readonly start: number | null;
  readonly width: number;
  readonly counts: readonly number[];
}

/** How many events fell into which part of the time that was seen, in 64 equal parts at most. */
export class Timeline {
  #start = Number.NaN;
  #width = 1;
  #counts = new Float64Array(BUCKETS);

  add(time: number, count = 1): void {
    if (Number.isNaN(time)) return;
    if (Number.isNaN(this.#start)) this.#start = Math.floor(time);
    // A clock that jumped back: the first bucket takes what is before it.
    let bucket = Math.max(Math.floor((time - this.#start) / this.#width), 0);
    while (bucket >= BUCKETS) {
      this.#halve();
      bucket = Math.floor((time - this.#start) / this.#width);
    }
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + count;
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
    let last = BUCKETS - 1;
    while (last >= 0 && this.#counts[last] === 0) last--;
    return [...this.#counts.subarray(0, last + 1)];
  }

  /** As a value that JSON can write. */
  pack(): PackedTimeline {
    return { start: packNumber(this.#start), width: this.#width, counts: this.counts };
  }

  unpack({ start, width, counts }: PackedTimeline): void {
    this.#start = unpackNumber(start);
    this.#width = width;
    this.#counts.set(counts);
  }

  #halve(): void {
    const merged = new Float64Array(BUCKETS);
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      merged[bucket >> 1] = (merged[bucket >> 1] ?? 0) + (this.#counts[bucket] ?? 0);
    }
    this.#counts = merged;
    this.#width *= 2;
  }
}
