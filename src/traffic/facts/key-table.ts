import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
import { hash3 } from './hash.ts';

/** For each value there is room for, at most: a table is doubled when it is two thirds full. */
const MOST_SLOTS = 4;

/**
 * Values by keys of three numbers, of which at least the `room` most recently used are kept: when the younger half is
 * full, the older one is forgotten. So it is bounded, whatever the log holds, and what is in use stays.
 */
export class KeyTable<Value> {
  readonly #onForget: (value: Value) => void;
  #young: Half<Value>;
  #old: Half<Value>;
  /** Values that were forgotten for want of room. */
  forgotten = 0;

  /** `onForget`: gets every value that is forgotten, to use it again. */
  constructor(room: number, onForget: (value: Value) => void = () => undefined) {
    this.#onForget = onForget;
    this.#young = new Half(room, 16);
    this.#old = new Half(room, 16);
  }

  get(a: number, b: number, c: number): Value | undefined {
    const young = this.#young.get(a, b, c);
    if (young !== undefined) return young;
    const old = this.#old.take(a, b, c);
    if (old !== undefined) this.#put(a, b, c, old);
    return old;
  }

  set(a: number, b: number, c: number, value: Value): void {
    this.#old.take(a, b, c);
    this.#put(a, b, c, value);
  }

  *values(): Generator<Value> {
    yield* this.#young.values();
    yield* this.#old.values();
  }

  /** `write`: of a value. */
  save(writer: StateWriter, write: (value: Value) => void): void {
    writer.number(this.forgotten);
    this.#young.save(writer, write);
    this.#old.save(writer, write);
  }

  /** `read` reads what `write` wrote. */
  load(reader: StateReader, read: () => Value): void {
    this.forgotten = reader.amount();
    this.#young.load(reader, read);
    this.#old.load(reader, read);
  }

  #put(a: number, b: number, c: number, value: Value): void {
    if (this.#young.set(a, b, c, value)) return;
    this.forgotten += this.#old.live;
    for (const old of this.#old.values()) this.#onForget(old);
    const emptied = this.#old;
    emptied.clear();
    this.#old = this.#young;
    this.#young = emptied;
    this.#young.set(a, b, c, value);
  }
}

/** Open addressing; a value that was taken out leaves its key behind. */
class Half<Value> {
  readonly #room: number;
  #keys: Uint32Array;
  #used: Uint8Array;
  #values: (Value | undefined)[];
  #length = 0;
  live = 0;

  constructor(room: number, slots: number) {
    this.#room = room;
    const size = 2 ** Math.ceil(Math.log2(Math.max(slots, 16)));
    this.#keys = new Uint32Array(3 * size);
    this.#used = new Uint8Array(size);
    this.#values = [];
  }

  get(a: number, b: number, c: number): Value | undefined {
    return this.#values[this.#find(a, b, c)];
  }

  take(a: number, b: number, c: number): Value | undefined {
    if (this.live === 0) return undefined;
    const slot = this.#find(a, b, c);
    const value = this.#values[slot];
    if (value !== undefined) {
      this.#values[slot] = undefined;
      this.live--;
    }
    return value;
  }

  /** False when it is full, and the key not in it. */
  set(a: number, b: number, c: number, value: Value): boolean {
    let slot = this.#find(a, b, c);
    if (this.#used[slot] === 0) {
      if (this.#length >= this.#room) return false;
      if (this.#length >= 0.65 * this.#used.length) {
        this.#grow();
        slot = this.#find(a, b, c);
      }
      this.#length++;
      this.#used[slot] = 1;
      this.#keys[3 * slot] = a;
      this.#keys[3 * slot + 1] = b;
      this.#keys[3 * slot + 2] = c;
    }
    if (this.#values[slot] === undefined) this.live++;
    this.#values[slot] = value;
    return true;
  }

  /** Forgets all, and keeps its memory for what comes. */
  clear(): void {
    this.#used.fill(0);
    this.#values.fill(undefined);
    this.#length = 0;
    this.live = 0;
  }

  *values(): Generator<Value> {
    for (const value of this.#values) if (value !== undefined) yield value;
  }

  save(writer: StateWriter, write: (value: Value) => void): void {
    writer.integer(this.#used.length);
    writer.column(this.#used);
    writer.column(this.#keys);
    writer.integer(this.live);
    for (const [slot, value] of this.#values.entries()) {
      if (value === undefined) continue;
      writer.integer(slot);
      write(value);
    }
  }

  load(reader: StateReader, read: () => Value): void {
    const size = reader.integer(MOST_SLOTS * Math.max(this.#room, 16));
    if (size < 16 || (size & (size - 1)) !== 0) throw reader.fault('a table of an odd size');
    this.#used = new Uint8Array(size);
    this.#keys = new Uint32Array(3 * size);
    this.#values = [];
    reader.column(this.#used);
    reader.column(this.#keys);
    this.#length = this.#used.reduce((sum, used) => sum + used, 0);
    // One slot at least is free, at which looking for a key ends.
    if (this.#length > this.#room || this.#length > 0.65 * size + 1) throw reader.fault('a table that is too full');
    this.live = reader.integer(this.#length);
    for (let value = 0; value < this.live; value++) {
      const slot = reader.integer(size - 1);
      if (this.#used[slot] !== 1 || this.#values[slot] !== undefined) throw reader.fault('a value without a key');
      this.#values[slot] = read();
    }
  }

  #find(a: number, b: number, c: number): number {
    const keys = this.#keys;
    const mask = this.#used.length - 1;
    let slot = hash3(a, b, c) & mask;
    while (this.#used[slot] === 1) {
      const at = 3 * slot;
      if (keys[at] === a >>> 0 && keys[at + 1] === b >>> 0 && keys[at + 2] === c >>> 0) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const [keys, used, values] = [this.#keys, this.#used, this.#values];
    this.#keys = new Uint32Array(2 * keys.length);
    this.#used = new Uint8Array(2 * used.length);
    this.#values = [];
    this.#length = 0;
    this.live = 0;
    for (let slot = 0; slot < used.length; slot++) {
      const value = values[slot];
      if (used[slot] === 1 && value !== undefined) {
        this.set(keys[3 * slot] ?? 0, keys[3 * slot + 1] ?? 0, keys[3 * slot + 2] ?? 0, value);
      }
    }
  }
}
