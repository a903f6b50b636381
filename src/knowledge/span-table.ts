import { MAX_PORT } from '../net/port.ts';
import type { Artefact } from './artefact.ts';

/** A row of the table: u16 first port, u16 length of the value's JSON, u32 its offset in the section of values. */
export const SPAN_BYTES = 8;

/** A run of ports with one value. */
export interface Span<T> {
  readonly from: number;
  readonly to: number;
  readonly value: T;
}

/**
 * A total function from port to value, stored as the runs on which it is constant. The runs begin at port 0, follow
 * each other without gap or overlap and end at 65535, so that every port has exactly one value.
 */
export class SpanTable<T> {
  readonly #artefact: Artefact;
  readonly #values: string;
  readonly #view: DataView;
  readonly #length: number;
  readonly #decoded: (Span<T> | undefined)[] = [];

  /** `table` and `values` are names of sections. */
  constructor(artefact: Artefact, table: string, values: string) {
    const bytes = artefact.bytes(table);
    this.#artefact = artefact;
    this.#values = values;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#length = bytes.length / SPAN_BYTES;
  }

  /** `port` is 0 to 65535; RangeError otherwise. */
  lookUp(port: number): Span<T> {
    if (!Number.isInteger(port) || port < 0 || port > MAX_PORT) {
      throw new RangeError(`port ${port} is not a whole number from 0 to ${MAX_PORT}`);
    }
    const index = this.#find(port);
    return (this.#decoded[index] ??= this.#decode(index));
  }

  #decode(index: number): Span<T> {
    const at = index * SPAN_BYTES;
    const length = this.#view.getUint16(at + 2, true);
    const value = this.#artefact.jsonAt<T>(this.#values, this.#view.getUint32(at + 4, true), length);
    const to = index + 1 < this.#length ? this.#view.getUint16(at + SPAN_BYTES, true) - 1 : MAX_PORT;
    return { from: this.#view.getUint16(at, true), to, value };
  }

  /** Index of the last run that begins at or before the port. */
  #find(port: number): number {
    let low = 0;
    let high = this.#length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#view.getUint16(middle * SPAN_BYTES, true) <= port) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
