import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
import { GROUP, GROUP_WORDS } from './group-record.ts';
import { hash3 } from './hash.ts';

/** The first number of a group that was moved: no group has it. */
const MOVED = 0xffff_ffff;

/**
 * Records of groups by three numbers, of which at least the `room` most recently used are kept: when the younger half is
 * full, the older one is forgotten. What is in use moves from the older half into the younger one.
 */
export class GroupTable {
  /** The records of both halves, see `GROUP`. */
  readonly words: Uint32Array;
  /** The same memory, see `GROUP_FLOAT`. */
  readonly floats: Float64Array;
  readonly #room: number;
  readonly #onForget: (at: number) => void;
  #young: Half;
  #old: Half;
  /** Groups that were forgotten for want of room. */
  forgotten = 0;

  /** `onForget` is told where each record begins that is forgotten. */
  constructor(room: number, onForget: (at: number) => void) {
    this.words = new Uint32Array(2 * room * GROUP_WORDS);
    this.floats = new Float64Array(this.words.buffer);
    this.#room = room;
    this.#onForget = onForget;
    this.#young = new Half(this.words, 0, room);
    this.#old = new Half(this.words, room * GROUP_WORDS, room);
  }

  /** Where the record of a group begins, in `words`; a new one, with nothing in it, where it is not known. */
  find(a: number, b: number, c: number): number {
    const hash = hash3(a, b, c);
    const known = this.#young.find(hash, a, b, c);
    if (known !== -1) return known;
    const earlier = this.#old.find(hash, a, b, c);
    if (earlier !== -1) {
      this.words[earlier + GROUP.a] = MOVED;
      this.#old.live--;
    }
    if (this.#young.length === this.#room) this.#makeRoom();
    const at = this.#young.add(hash);
    // Where the older half was just forgotten, its records still stand there.
    if (earlier === -1) this.words.fill(0, at, at + GROUP_WORDS);
    else this.words.copyWithin(at, earlier, earlier + GROUP_WORDS);
    this.words[at + GROUP.a] = a;
    this.words[at + GROUP.b] = b;
    this.words[at + GROUP.c] = c;
    return at;
  }

  /** Where the records begin that were not moved. */
  *records(): Generator<number> {
    for (const half of [this.#young, this.#old]) {
      for (let at = half.start; at < half.end; at += GROUP_WORDS) if (this.words[at] !== MOVED) yield at;
    }
  }

  save(writer: StateWriter): void {
    writer.section('groups');
    writer.number(this.forgotten);
    writer.integer(this.#young.start === 0 ? 0 : 1);
    this.#young.save(writer);
    this.#old.save(writer);
  }

  load(reader: StateReader): void {
    reader.section('groups');
    this.forgotten = reader.amount();
    if ((this.#young.start === 0) === reader.flag()) [this.#young, this.#old] = [this.#old, this.#young];
    this.#young.load(reader, this.#room);
    this.#old.load(reader, this.#room);
  }

  #makeRoom(): void {
    const old = this.#old;
    this.forgotten += old.live;
    for (let at = old.start; at < old.end; at += GROUP_WORDS) if (this.words[at] !== MOVED) this.#onForget(at);
    old.clear();
    this.#old = this.#young;
    this.#young = old;
  }
}

/** Records one behind the other, and an index of them (open addressing). */
class Half {
  readonly #words: Uint32Array;
  /** Number of the record, from 1, and as many bits of the hash as there is room for; 0 where the place is free. */
  readonly #index: Int32Array;
  readonly #bits: number;
  readonly #mask: number;
  readonly start: number;
  length = 0;
  /** Of these, the ones that were not moved. */
  live = 0;

  constructor(words: Uint32Array, start: number, room: number) {
    this.#words = words;
    this.start = start;
    this.#bits = Math.ceil(Math.log2(room)) + 1;
    this.#mask = 2 ** this.#bits - 1;
    this.#index = new Int32Array(2 ** this.#bits);
  }

  get end(): number {
    return this.start + this.length * GROUP_WORDS;
  }

  /** Where the record begins; -1 where there is none. */
  find(hash: number, a: number, b: number, c: number): number {
    const words = this.#words;
    const index = this.#index;
    const mask = this.#mask;
    const tag = hash << this.#bits;
    let place = hash >>> (32 - this.#bits);
    for (let entry = index[place] ?? 0; entry !== 0; entry = index[place] ?? 0) {
      if ((entry & ~mask) === tag) {
        const at = this.start + ((entry & mask) - 1) * GROUP_WORDS;
        if (words[at + GROUP.a] === a && words[at + GROUP.b] === b && words[at + GROUP.c] === c) return at;
      }
      place = (place + 1) & mask;
    }
    return -1;
  }

  /** Where a new record begins, which the caller fills. There must be room. */
  add(hash: number): number {
    const index = this.#index;
    let place = hash >>> (32 - this.#bits);
    while (index[place] !== 0) place = (place + 1) & this.#mask;
    const at = this.end;
    this.length++;
    this.live++;
    index[place] = (hash << this.#bits) | this.length;
    return at;
  }

  save(writer: StateWriter): void {
    writer.integer(this.length);
    writer.integer(this.live);
    writer.column(this.#index);
    writer.column(this.#words.subarray(this.start, this.end));
  }

  load(reader: StateReader, room: number): void {
    this.length = reader.integer(room);
    this.live = reader.integer(this.length);
    reader.column(this.#index);
    // At free places looking for a group ends, and every other one leads to a record.
    let records = 0;
    for (const entry of this.#index) {
      if (entry === 0) continue;
      records++;
      const number = entry & this.#mask;
      if (number === 0 || number > this.length) throw reader.fault('a group of no place');
    }
    if (records > this.length) throw reader.fault('a table that is too full');
    reader.column(this.#words.subarray(this.start, this.end));
  }

  clear(): void {
    this.#index.fill(0);
    this.length = 0;
    this.live = 0;
  }
}
