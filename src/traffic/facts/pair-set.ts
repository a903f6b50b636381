import { hash3 } from './hash.ts';

const PARTS = 16;
const FIRST_SLOTS = 4096;
/** Of a part; 64 MiB of keys in all. */
const MAX_SLOTS = 524_288;
const FULL = 0.65;

/**
 * A set of pairs of numbers, which remembers that a source tried a port. Exact up to five million pairs; then nothing is
 * added any more, and what is counted with it is a lower bound. It is in parts that grow one by one, so that growing
 * never takes much memory at a time.
 */
export class PairSet {
  readonly #parts = Array.from({ length: PARTS }, () => new Part());

  /** Adds a pair; true when it is new. The first number may not be 0. */
  add(a: number, b: number): boolean {
    const hash = hash3(a, b, 0);
    return this.#parts[hash >>> 28]?.add(a, b, hash) ?? false;
  }

  /** Calls `visit` with every pair, in no order. */
  forEach(visit: (a: number, b: number) => void): void {
    for (const part of this.#parts) part.forEach(visit);
  }

  /** Pairs that found no room. */
  get refused(): number {
    return this.#parts.reduce((sum, part) => sum + part.refused, 0);
  }
}

/** Open addressing; a first number of 0 is a free slot. */
class Part {
  #keys = new Uint32Array(2 * FIRST_SLOTS);
  #slots = FIRST_SLOTS;
  #length = 0;
  refused = 0;

  add(a: number, b: number, hash: number): boolean {
    const keys = this.#keys;
    const mask = this.#slots - 1;
    let slot = hash & mask;
    for (let key = keys[2 * slot] ?? 0; key !== 0; key = keys[2 * slot] ?? 0) {
      if (key === a >>> 0 && keys[2 * slot + 1] === b >>> 0) return false;
      slot = (slot + 1) & mask;
    }
    if (this.#length >= FULL * this.#slots) {
      if (this.#slots >= MAX_SLOTS) {
        this.refused++;
        return false;
      }
      this.#grow();
      return this.add(a, b, hash);
    }
    keys[2 * slot] = a;
    keys[2 * slot + 1] = b;
    this.#length++;
    return true;
  }

  forEach(visit: (a: number, b: number) => void): void {
    const keys = this.#keys;
    for (let slot = 0; slot < this.#slots; slot++) {
      const a = keys[2 * slot] ?? 0;
      if (a !== 0) visit(a, keys[2 * slot + 1] ?? 0);
    }
  }

  #grow(): void {
    const old = this.#keys;
    this.#slots *= 2;
    const keys = new Uint32Array(2 * this.#slots);
    const mask = this.#slots - 1;
    for (let at = 0; at < old.length; at += 2) {
      const a = old[at] ?? 0;
      if (a === 0) continue;
      const b = old[at + 1] ?? 0;
      let slot = hash3(a, b, 0) & mask;
      while (keys[2 * slot] !== 0) slot = (slot + 1) & mask;
      keys[2 * slot] = a;
      keys[2 * slot + 1] = b;
    }
    this.#keys = keys;
  }
}
