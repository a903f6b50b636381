import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
import { steadyHash3 } from './hash.ts';

/**
 * Counts by a hash of three numbers, never too low and sometimes too high where two keys share a place: to keep what
 * comes once or twice, as most does, from costing more than a few bytes.
 */
export class RoughCounts {
  readonly #counts: Uint16Array;
  readonly #mask: number;

  /** `places`: a power of two. */
  constructor(places: number) {
    this.#counts = new Uint16Array(places);
    this.#mask = places - 1;
  }

  /** Adds to a key and returns its count, 65,535 at most. */
  add(a: number, b: number, c: number, count = 1): number {
    const place = steadyHash3(a, b, c) & this.#mask;
    const sum = Math.min((this.#counts[place] ?? 0) + count, 65_535);
    this.#counts[place] = sum;
    return sum;
  }

  save(writer: StateWriter): void {
    writer.column(this.#counts);
  }

  load(reader: StateReader): void {
    reader.column(this.#counts);
  }

  clear(): void {
    this.#counts.fill(0);
  }
}
