import type { Column } from './state-writer.ts';

/** What is read is not what this program writes. The message says what does not fit, for the end of a sentence. */
export class StateFault extends Error {
  override readonly name = 'StateFault';
}

/**
 * Reads what a `StateWriter` wrote. The bytes may be anybody's: nothing is read behind their end, nothing is made that is
 * larger than they or its limit allow, and everything else throws StateFault.
 */
export class StateReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  number(): number {
    return this.#bytes.readDoubleLE(this.#step(8));
  }

  /** A number that is neither NaN nor infinite nor less than 0. */
  amount(): number {
    const value = this.number();
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) throw this.fault('a count is no number');
    return value;
  }

  /** A whole number from 0 to `most`. */
  integer(most = 2 ** 32 - 1): number {
    const value = this.#bytes.readUInt32LE(this.#step(4));
    if (value > most) throw this.fault(`${value} where ${most} is the most there can be`);
    return value;
  }

  flag(): boolean {
    return this.integer(1) === 1;
  }

  /** At most so many bytes of UTF-8. */
  text(most = 65_536): string {
    return this.bytes(most).toString('utf8');
  }

  /** A part of the bytes that were given: it is not to be changed. */
  bytes(most = 2 ** 32 - 1): Buffer {
    const length = this.integer(most);
    const start = this.#step(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** Calls `read` for each of a list of at most so many. */
  list(most: number, read: () => void): void {
    const count = this.integer(most);
    for (let item = 0; item < count; item++) read();
  }

  /**
   * Fills a column, which must be as long as the one that was written and hold nothing so far: what is 0 is not touched,
   * so that the system need not give memory for it.
   */
  column(column: Column): void {
    const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
    if (this.integer() !== bytes.length) throw this.fault('a table of another size');
    const words = Math.ceil(bytes.length / 4);
    let behind = 0;
    for (let at = this.integer(words); at < words; at = this.integer(words)) {
      const count = this.integer(words - at);
      if (at < behind || count === 0) throw this.fault('a table that is in no order');
      const start = this.#step(4 * count);
      const room = Math.min(4 * count, bytes.length - 4 * at);
      bytes.set(this.#bytes.subarray(start, start + room), 4 * at);
      behind = at + count;
    }
  }

  /** A part of this name must begin here. */
  section(name: string): void {
    if (this.text() !== name) throw this.fault(`no ${name} where they should be`);
  }

  /** All of it must have been read. */
  end(): void {
    if (this.#at !== this.#bytes.length) throw this.fault('more than there should be');
  }

  /** For whoever finds out that what was read cannot be. */
  fault(what: string): StateFault {
    return new StateFault(`${what}, at byte ${this.#at}`);
  }

  #step(bytes: number): number {
    const start = this.#at;
    if (bytes > this.#bytes.length - start) throw this.fault('it is cut off');
    this.#at += bytes;
    return start;
  }
}
