import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
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

  save(writer: StateWriter): void {
    writer.section('pairs');
    for (const part of this.#parts) part.save(writer);
  }

  load(reader: StateReader): void {
    reader.section('pairs');
    for (const part of this.#parts) part.load(reader);
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

  save(writer: StateWriter): void {
    writer.number(this.refused);
    writer.integer(this.#slots);
    writer.column(this.#keys);
  }

  load(reader: StateReader): void {
    this.refused = reader.amount();
    this.#slots = reader.integer(MAX_SLOTS);
    if (this.#slots < 16 || (this.#slots & (this.#slots - 1)) !== 0) throw reader.fault('a table of an odd size');
    this.#keys = new Uint32Array(2 * this.#slots);
    reader.column(this.#keys);
    this.#length = 0;
    this.forEach(() => this.#length++);
    if (this.#length > FULL * this.#slots + 1) throw reader.fault('a table that is too full');
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
