import { packNumber, unpackNumber } from './packed-number.ts';

const SIZES = 32;
const HOUR = 3600;

/** Its numbers in the order in which `pack` names them. */
export interface PackedContact {
  readonly numbers: readonly (number | null)[];
  readonly sizes: readonly (number | null)[];
}

/** Visits of one source to one service: how many, how alike, how regular. */
export class Contact {
  count = 0;
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
    this.#inHour = hour === this.#hour ? this.#inHour + 1 : 1;
    this.#hour = hour;
    this.largestHour = Math.max(this.largestHour, this.#inHour);
  }

  /** All of it as a value that JSON can write. */
  pack(): PackedContact {
    const { count, first, last, largestHour, largestSize } = this;
    const [gaps, mean, squares, hour, inHour] = [this.#gaps, this.#mean, this.#squares, this.#hour, this.#inHour];
    return {
      numbers: [count, first, last, gaps, mean, squares, hour, inHour, largestHour, largestSize].map(packNumber),
      sizes: this.#sizes.map(packNumber),
    };
  }

  static unpack({ numbers, sizes }: PackedContact): Contact {
    const contact = new Contact();
    const [count = 0, first = 0, last = 0, gaps = 0, mean = 0, squares = 0, hour = 0, inHour = 0, most = 0, size = 0] =
      numbers.map(unpackNumber);
    Object.assign(contact, { count, first, last, largestHour: most, largestSize: size });
    contact.#gaps = gaps;
    contact.#mean = mean;
    contact.#squares = squares;
    contact.#hour = hour;
    contact.#inHour = inHour;
    contact.#sizes.push(...sizes.map(unpackNumber));
    return contact;
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
