import { hash4 } from './facts/hash.ts';
import type { StateReader } from './state/state-reader.ts';
import type { StateWriter } from './state/state-writer.ts';
import { formatIPv4, formatIPv6, type IPv6Words } from '../net/address.ts';

/** IPv6 addresses a run remembers: 28 MiB. A scan of a /64 could fill any memory. */
const MAX_ADDRESSES = 1_048_576;
const FIRST_SLOTS = 1024;

/**
 * IPv6 addresses as numbers, so that a column of addresses is 32 bits wide for both families. Place 0 is `::`, and
 * where all addresses go that find no place any more.
 */
export class AddressBook {
  readonly #limit: number;
  #words: Uint32Array;
  #slots: Uint32Array;
  #length = 1;
  /** Look-ups that found no place: the addresses are not told apart any more. */
  refused = 0;

  constructor(limit = MAX_ADDRESSES) {
    this.#limit = limit;
    this.#words = new Uint32Array(4 * FIRST_SLOTS);
    this.#slots = new Uint32Array(2 * FIRST_SLOTS);
  }

  /** Its place; the same for the same address. */
  place(first: number, second: number, third: number, fourth: number): number {
    if ((first | second | third | fourth) === 0) return 0;
    const words = this.#words;
    const mask = this.#slots.length - 1;
    let slot = hash4(first, second, third, fourth) & mask;
    for (let place = this.#slots[slot] ?? 0; place !== 0; place = this.#slots[slot] ?? 0) {
      const at = 4 * place;
      if (
        words[at] === first >>> 0 &&
        words[at + 1] === second >>> 0 &&
        words[at + 2] === third >>> 0 &&
        words[at + 3] === fourth >>> 0
      ) {
        return place;
      }
      slot = (slot + 1) & mask;
    }
    if (this.#length >= this.#limit) {
      this.refused++;
      return 0;
    }
    if (4 * this.#length >= words.length) {
      this.#grow();
      return this.place(first, second, third, fourth);
    }
    const place = this.#length++;
    this.#slots[slot] = place;
    words.set([first, second, third, fourth], 4 * place);
    return place;
  }

  save(writer: StateWriter): void {
    writer.section('addresses');
    writer.integer(this.#length);
    writer.number(this.refused);
    writer.column(this.#words.subarray(0, 4 * this.#length));
  }

  load(reader: StateReader): void {
    reader.section('addresses');
    this.#length = reader.integer(this.#limit);
    this.refused = reader.amount();
    const saved = new Uint32Array(4 * this.#length);
    reader.column(saved);
    while (this.#words.length <= saved.length) this.#words = new Uint32Array(2 * this.#words.length);
    this.#words.set(saved);
    this.#index();
  }

  /** One of the four words of an address, the first being 0: for loops that may not make an object of each. */
  word(place: number, index: number): number {
    return this.#words[4 * place + index] ?? 0;
  }

  words(place: number): IPv6Words {
    const at = 4 * place;
    return [this.#words[at] ?? 0, this.#words[at + 1] ?? 0, this.#words[at + 2] ?? 0, this.#words[at + 3] ?? 0];
  }

  /** Text of an address as a batch has it. */
  format(family: number, value: number): string {
    if (family === 4) return formatIPv4(value);
    return family === 6 ? formatIPv6(this.words(value)) : '-';
  }

  get length(): number {
    return this.#length;
  }

  #grow(): void {
    const words = new Uint32Array(2 * this.#words.length);
    words.set(this.#words);
    this.#words = words;
    this.#index();
  }

  /** Finds the slots of all anew. */
  #index(): void {
    const words = this.#words;
    this.#slots = new Uint32Array(words.length / 2);
    const mask = this.#slots.length - 1;
    for (let place = 1; place < this.#length; place++) {
      const at = 4 * place;
      let slot = hash4(words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = place;
    }
  }
}
