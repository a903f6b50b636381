const BUCKETS = 32;

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
