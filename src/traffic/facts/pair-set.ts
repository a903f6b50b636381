import { hash3 } from './hash.ts';

const FIRST_SLOTS = 65_536;
/** 64 MiB of keys. */
const MAX_SLOTS = 8_388_608;

/**
 * A set of pairs of numbers, which remembers that a source tried a port. Exact up to five million pairs; then nothing is
 * added any more, and what is counted with it is a lower bound.
 */
export class PairSet {
  #keys = new Uint32Array(2 * FIRST_SLOTS);
  #slots = FIRST_SLOTS;
  length = 0;
  /** Pairs that found no room. */
  refused = 0;

  /** Adds a pair; true when it is new. The first number may not be 0. */
  add(a: number, b: number): boolean {
    const keys = this.#keys;
    const mask = this.#slots - 1;
    let slot = hash3(a, b, 0) & mask;
    for (let key = keys[2 * slot] ?? 0; key !== 0; key = keys[2 * slot] ?? 0) {
      if (key === a >>> 0 && keys[2 * slot + 1] === b >>> 0) return false;
      slot = (slot + 1) & mask;
    }
    if (this.length >= 0.65 * this.#slots) {
      if (this.#slots >= MAX_SLOTS) {
        this.refused++;
        return false;
      }
      this.#grow();
      return this.add(a, b);
    }
    keys[2 * slot] = a;
    keys[2 * slot + 1] = b;
    this.length++;
    return true;
  }

  /** Calls `visit` with every pair, in no order. */
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
