/** Events a batch holds: its columns stay within the second-level cache of a processor. */
export const BATCH_EVENTS = 8192;

/** Bytes of all columns: 7 of 8 bytes, 3 of 4, 5 of 2 and 7 of 1. */
const COLUMNS_BYTES = BATCH_EVENTS * (7 * 8 + 3 * 4 + 5 * 2 + 7);

/** Where the columns of a batch lie, one behind the other. They have to be asked for from the widest to the narrowest. */
export class ColumnSpace {
  static readonly bytes = COLUMNS_BYTES;
  readonly #buffer: ArrayBuffer;
  #next: number;

  /** By default in a buffer of their own. */
  constructor(buffer = new ArrayBuffer(COLUMNS_BYTES), offset = 0) {
    this.#buffer = buffer;
    this.#next = offset;
  }

  floats(): Float64Array {
    return new Float64Array(this.#buffer, this.#take(8), BATCH_EVENTS);
  }

  words(): Uint32Array {
    return new Uint32Array(this.#buffer, this.#take(4), BATCH_EVENTS);
  }

  halves(): Uint16Array {
    return new Uint16Array(this.#buffer, this.#take(2), BATCH_EVENTS);
  }

  octets(): Uint8Array {
    return new Uint8Array(this.#buffer, this.#take(1), BATCH_EVENTS);
  }

  #take(size: number): number {
    const at = this.#next;
    this.#next += size * BATCH_EVENTS;
    return at;
  }
}
