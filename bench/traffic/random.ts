/** Random numbers that are the same in every run: mulberry32, 32 bits of state. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** 0 to below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let value = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.next() * values.length)] as T;
  }

  /** Rank 0 to below `count`; low ranks are as much more frequent as in Zipf's law. */
  rank(count: number): number {
    return Math.min(Math.floor(count ** this.next()) - 1, count - 1);
  }

  /** Seconds to the next of events that come one in `mean` seconds. */
  gap(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }
}
