import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';

const FIRST_BLOCK_WORDS = 16;
const SIZES = 8;

/**
 * Blocks of words, of 64 bytes and of each double of that, cut from one piece of memory: of which the system gives what is
 * touched. Blocks that are given back are used again, each for its own size.
 */
export class BlockArena {
  readonly words: Uint32Array;
  /** The same memory, for times and sums: a word's place divided by two. */
  readonly floats: Float64Array;
  /** Of each size the block that was given back last; its first word leads to the one before. 0: none. */
  readonly #free = new Uint32Array(SIZES);
  /** The first block is nobody's: 0 is no place. */
  #next = FIRST_BLOCK_WORDS;

  constructor(bytes: number) {
    this.words = new Uint32Array(bytes / 4);
    this.floats = new Float64Array(this.words.buffer);
  }

  /** Words of a block of a size. */
  static wordsOf(size: number): number {
    return FIRST_BLOCK_WORDS << size;
  }

  /** The smallest size whose blocks have so many words. */
  static sizeFor(words: number): number {
    let size = 0;
    while (BlockArena.wordsOf(size) < words) size++;
    return size;
  }

  save(writer: StateWriter): void {
    writer.integer(this.#next);
    writer.column(this.#free);
    writer.column(this.words.subarray(0, this.#next));
  }

  load(reader: StateReader): void {
    this.#next = reader.integer(this.words.length);
    reader.column(this.#free);
    reader.column(this.words.subarray(0, this.#next));
    for (const [size, first] of this.#free.entries()) {
      let blocks = 0;
      for (let at = first; at !== 0; at = this.words[at] ?? 0) {
        // As many as fit: more are a circle.
        if (!this.holds(at, size) || blocks++ > this.#next / FIRST_BLOCK_WORDS)
          throw reader.fault('a block of no place');
      }
    }
  }

  /** Whether a block of a size can begin there. */
  holds(at: number, size: number): boolean {
    const isBlock = at >= FIRST_BLOCK_WORDS && at % FIRST_BLOCK_WORDS === 0 && size < SIZES;
    return isBlock && at + BlockArena.wordsOf(size) <= this.#next;
  }

  /** Where a block of a size begins, as a place in `words`: it holds what it held before. 0 where there is no room. */
  take(size: number): number {
    const used = this.#free[size] ?? 0;
    if (used !== 0) {
      this.#free[size] = this.words[used] ?? 0;
      return used;
    }
    const at = this.#next;
    const end = at + BlockArena.wordsOf(size);
    if (end > this.words.length) return 0;
    this.#next = end;
    return at;
  }

  /** Gives a block back. */
  give(at: number, size: number): void {
    this.words[at] = this.#free[size] ?? 0;
    this.#free[size] = at;
  }
}
