import { latin1 } from './latin1.ts';

/** Fields of a line that are parted by one byte, as places in the line: no string is made of what nobody asks for. */
export class Fields {
  /** How many there are; those beyond the limit are left out. */
  count = 0;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly #separator: number;

  /** `separator`: a byte. Spaces may be several; of other separators each parts two fields. */
  constructor(separator: number, limit = 64) {
    this.#separator = separator;
    this.starts = new Int32Array(limit);
    this.ends = new Int32Array(limit);
  }

  split(bytes: Uint8Array, start: number, end: number): number {
    const separator = this.#separator;
    const { starts, ends } = this;
    let count = 0;
    let from = start;
    for (let at = start; at <= end && count < starts.length; at++) {
      if (at < end && bytes[at] !== separator) continue;
      if (at > from || separator !== SPACE) {
        starts[count] = from;
        ends[count] = at;
        count++;
      }
      from = at + 1;
    }
    this.count = count;
    return count;
  }

  /** Where a field starts and ends; an empty one where there is none. */
  start(place: number): number {
    return place >= 0 && place < this.count ? (this.starts[place] ?? 0) : 0;
  }

  end(place: number): number {
    return place >= 0 && place < this.count ? (this.ends[place] ?? 0) : 0;
  }

  /** At most 256 bytes of it. */
  text(bytes: Uint8Array, place: number): string {
    const start = this.start(place);
    return latin1(bytes, start, Math.min(this.end(place), start + 256));
  }
}

const SPACE = 0x20;
