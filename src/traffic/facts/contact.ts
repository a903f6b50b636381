import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';

const SIZES = 32;
const HOUR = 3600;

/** Visits of one source to one service: how many, how alike, how regular. */
export class Contact {
  count: number;
  first = Number.NaN;
  last = Number.NaN;
  /** Bytes of the first visits, both directions; NaN where they are not known. */
  readonly #sizes: number[] = [];
  // Mean and sum of squares of the times between visits (Welford 1962).
  #gaps = 0;
  #mean = 0;
  #squares = 0;
  /** The hour by the clock that runs, and its visits. */
  #hour = Number.NaN;
  #inHour = 0;
  largestHour = 0;
  largestSize = 0;

  /** `earlier`: visits before the first that is added. */
  constructor(earlier = 0) {
    this.count = earlier;
    this.#inHour = earlier;
  }

  add(time: number, size: number): void {
    this.count++;
    if (Number.isNaN(this.first)) this.first = time;
    if (!Number.isNaN(this.last) && time >= this.last) {
      const gap = time - this.last;
      this.#gaps++;
      const difference = gap - this.#mean;
      this.#mean += difference / this.#gaps;
      this.#squares += difference * (gap - this.#mean);
    }
    this.last = time;
    if (this.#sizes.length < SIZES) this.#sizes.push(size);
    if (size > this.largestSize) this.largestSize = size;
    const hour = Math.floor(time / HOUR);
    this.#inHour = hour === this.#hour || Number.isNaN(this.#hour) ? this.#inHour + 1 : 1;
    this.#hour = hour;
    this.largestHour = Math.max(this.largestHour, this.#inHour);
  }

  save(writer: StateWriter): void {
    const { count, first, last, largestHour, largestSize } = this;
    for (const value of [count, first, last, largestHour, largestSize]) writer.number(value);
    for (const value of [this.#gaps, this.#mean, this.#squares, this.#hour, this.#inHour]) writer.number(value);
    writer.list(this.#sizes, (size) => writer.number(size));
  }

  load(reader: StateReader): void {
    this.count = reader.amount();
    this.first = reader.number();
    this.last = reader.number();
    this.largestHour = reader.number();
    this.largestSize = reader.number();
    this.#gaps = reader.amount();
    this.#mean = reader.number();
    this.#squares = reader.number();
    this.#hour = reader.number();
    this.#inHour = reader.amount();
    this.#sizes.length = 0;
    reader.list(SIZES, () => this.#sizes.push(reader.number()));
  }

  /** Seconds between visits, on average. */
  get gap(): number {
    return this.#mean;
  }

  /** Standard deviation of the time between visits, as a share of it; 0 is a clock. */
  get rhythmSpread(): number {
    if (this.#gaps < 2 || this.#mean === 0) return Number.POSITIVE_INFINITY;
    return Math.sqrt(this.#squares / (this.#gaps - 1)) / this.#mean;
  }

  get hasSizes(): boolean {
    return this.#sizes.some((size) => size > 0);
  }

  /** Share of the visits whose size differs from the median by no more than a share of it. */
  alike(spread: number): number {
    const known = this.#sizes.filter((size) => size > 0).sort((a, b) => a - b);
    const median = known[known.length >> 1];
    if (median === undefined) return 0;
    return known.filter((size) => Math.abs(size - median) <= spread * median).length / known.length;
  }

  /** Bytes of a middling visit. */
  get medianSize(): number {
    const known = this.#sizes.filter((size) => size > 0).sort((a, b) => a - b);
    return known[known.length >> 1] ?? Number.NaN;
  }
}
