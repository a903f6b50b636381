import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
import { BlockArena } from './block-arena.ts';
import { GROUP, INLINE_VALUES, VALUE, VALUE_WORDS } from './group-record.ts';
import type { GroupTable } from './group-table.ts';

/** The bits of a group's word `block` that say how large it is; blocks begin at multiples of 16 words. */
const SIZE_BITS = 15;

/**
 * The different values that groups have seen: of which field, which, and when last. Two of a group stand in its record,
 * more in a block of an arena.
 */
export class DistinctValues {
  readonly #table: GroupTable;
  readonly #arena: BlockArena;
  // Where the values of the group stand that is looked at.
  #words: Uint32Array;
  #floats: Float64Array;
  #from = 0;

  /** `bytes`: room for blocks. */
  constructor(table: GroupTable, bytes: number) {
    this.#table = table;
    this.#arena = new BlockArena(bytes);
    this.#words = table.words;
    this.#floats = table.floats;
  }

  /**
   * Notes a value that a group (its record begins at `at`) saw at a time. Whether at least so many different ones of the
   * field were seen within the seconds before it; never keeps more than that.
   */
  note(at: number, field: number, atLeast: number, value: number, time: number, within: number): boolean {
    this.#open(at);
    const words = this.#words;
    const floats = this.#floats;
    const end = this.#from + this.#seen(at) * VALUE_WORDS;
    let count = 0;
    let known = -1;
    let oldest = -1;
    let oldestTime = 0;
    for (let entry = this.#from; entry < end; entry += VALUE_WORDS) {
      if (words[entry + VALUE.field] !== field) continue;
      count++;
      if (words[entry + VALUE.value] === value) known = entry;
      const seen = floats[(entry + VALUE.time) >> 1] ?? 0;
      if (oldest === -1 || seen < oldestTime) {
        oldest = entry;
        oldestTime = seen;
      }
    }
    if (known !== -1) {
      const place = (known + VALUE.time) >> 1;
      floats[place] = Math.max(floats[place] ?? 0, time);
    } else if (count >= atLeast) this.#put(oldest, field, value, time);
    else if (this.#append(at, field, value, time)) count++;
    return count >= atLeast && this.#dropOld(at, field, time - within) >= atLeast;
  }

  /** Calls `visit` with each value of a group. */
  forEach(at: number, visit: (field: number, value: number) => void): void {
    this.#open(at);
    const end = this.#from + this.#seen(at) * VALUE_WORDS;
    for (let entry = this.#from; entry < end; entry += VALUE_WORDS) {
      visit(this.#words[entry + VALUE.field] ?? 0, this.#words[entry + VALUE.value] ?? 0);
    }
  }

  /** The group needs its values no more. */
  forget(at: number): void {
    const block = this.#table.words[at + GROUP.block] ?? 0;
    if (block !== 0) this.#arena.give(block & ~SIZE_BITS, block & SIZE_BITS);
    this.#table.words[at + GROUP.block] = 0;
    this.#table.words[at + GROUP.seen] = 0;
  }

  save(writer: StateWriter): void {
    this.#arena.save(writer);
  }

  /** The groups must be those of then already. */
  load(reader: StateReader): void {
    this.#arena.load(reader);
    for (const at of this.#table.records()) {
      const block = this.#table.words[at + GROUP.block] ?? 0;
      const size = block & SIZE_BITS;
      const room = block === 0 ? INLINE_VALUES : BlockArena.wordsOf(size) / VALUE_WORDS;
      const isThere = block === 0 || this.#arena.holds(block - size, size);
      if (!isThere || this.#seen(at) > room) throw reader.fault('values of no place');
    }
  }

  #seen(at: number): number {
    return this.#table.words[at + GROUP.seen] ?? 0;
  }

  #open(at: number): void {
    const block = this.#table.words[at + GROUP.block] ?? 0;
    const memory = block === 0 ? this.#table : this.#arena;
    this.#words = memory.words;
    this.#floats = memory.floats;
    this.#from = block === 0 ? at + GROUP.inlineValues : block & ~SIZE_BITS;
  }

  #put(entry: number, field: number, value: number, time: number): void {
    this.#words[entry + VALUE.value] = value;
    this.#words[entry + VALUE.field] = field;
    this.#floats[(entry + VALUE.time) >> 1] = time;
  }

  /** False where there is no room: the value is not remembered, and the count a lower bound. */
  #append(at: number, field: number, value: number, time: number): boolean {
    const { words } = this.#table;
    const seen = this.#seen(at);
    const block = words[at + GROUP.block] ?? 0;
    const room = block === 0 ? INLINE_VALUES : BlockArena.wordsOf(block & SIZE_BITS) / VALUE_WORDS;
    if (seen === room && !this.#grow(at, seen)) return false;
    this.#put(this.#from + seen * VALUE_WORDS, field, value, time);
    words[at + GROUP.seen] = seen + 1;
    return true;
  }

  #grow(at: number, seen: number): boolean {
    const size = BlockArena.sizeFor((seen + 1) * VALUE_WORDS);
    const larger = this.#arena.take(size);
    if (larger === 0) return false;
    this.#arena.words.set(this.#words.subarray(this.#from, this.#from + seen * VALUE_WORDS), larger);
    this.forget(at);
    this.#table.words[at + GROUP.block] = larger | size;
    this.#open(at);
    return true;
  }

  /** Forgets values of a field that were seen last before a time. Returns how many are left of it. */
  #dropOld(at: number, field: number, before: number): number {
    const words = this.#words;
    const end = this.#from + this.#seen(at) * VALUE_WORDS;
    let next = this.#from;
    let left = 0;
    for (let entry = this.#from; entry < end; entry += VALUE_WORDS) {
      if (words[entry + VALUE.field] === field) {
        if ((this.#floats[(entry + VALUE.time) >> 1] ?? 0) < before) continue;
        left++;
      }
      if (next !== entry) words.copyWithin(next, entry, entry + VALUE_WORDS);
      next += VALUE_WORDS;
    }
    this.#table.words[at + GROUP.seen] = (next - this.#from) / VALUE_WORDS;
    return left;
  }
}
