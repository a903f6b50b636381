import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';

const MAX_PARTIES = 32;
/** A family and a value are one number: the family above the 32 bits of the value. */
const FAMILY = 2 ** 32;
/** What stands before the keys and the counts: how many there are, the place of the one met last, whether some had to go. */
const HEAD = { length: 0, last: 1, isFull: 2 } as const;
const HEAD_SIZE = 4;

export interface Party {
  readonly family: number;
  readonly value: number;
  readonly events: number;
}

/**
 * Addresses or ports with how often they were met. While there is room it is exact; then the least met one makes room
 * for each new one and hands on its count (Metwally, Agrawal, El Abbadi, "Efficient computation of frequent and top-k
 * elements in data streams", 2005), so that the frequent ones are there at the end.
 *
 * All its numbers lie side by side: a log names thousands of lists in turn, and each has to be fetched from the memory.
 */
export class PartyList {
  /** Numbers that a list of the usual length takes. */
  static readonly size = HEAD_SIZE + 2 * MAX_PARTIES;
  readonly #limit: number;
  readonly #space: Float64Array;
  readonly #at: number;
  readonly #keys: number;
  readonly #counts: number;

  /** `space`: where its numbers are to lie, from `at` on; they must be 0. */
  constructor(limit = MAX_PARTIES, space = new Float64Array(HEAD_SIZE + 2 * limit), at = 0) {
    this.#limit = limit;
    this.#space = space;
    this.#at = at;
    this.#keys = at + HEAD_SIZE;
    this.#counts = at + HEAD_SIZE + limit;
  }

  add(family: number, value: number, events = 1): void {
    const space = this.#space;
    const first = this.#keys;
    const key = family * FAMILY + value;
    const { size } = this;
    const last = space[this.#at + HEAD.last] ?? 0;
    let place = last < size && space[first + last] === key ? last : 0;
    while (place < size && space[first + place] !== key) place++;
    if (place === size) {
      if (size === this.#limit) place = this.#least();
      else space[this.#at + HEAD.length] = size + 1;
      space[first + place] = key;
    }
    space[this.#counts + place] = (space[this.#counts + place] ?? 0) + events;
    space[this.#at + HEAD.last] = place;
  }

  join(other: PartyList): void {
    for (const { family, value, events } of other.most) this.add(family, value, events);
    if (other.isFull) this.#space[this.#at + HEAD.isFull] = 1;
  }

  save(writer: StateWriter): void {
    writer.list(this.#all(), ({ family, value, events }) => {
      writer.integer(family);
      writer.integer(value);
      writer.number(events);
    });
    writer.integer(this.size === 0 ? 0 : (this.#space[this.#at + HEAD.last] ?? 0) + 1);
    writer.integer(Number(this.isFull));
  }

  load(reader: StateReader): void {
    const space = this.#space;
    space.fill(0, this.#counts, this.#counts + this.#limit);
    let size = 0;
    reader.list(this.#limit, () => {
      space[this.#keys + size] = reader.integer() * FAMILY + reader.integer();
      space[this.#counts + size] = reader.amount();
      size++;
    });
    space[this.#at + HEAD.length] = size;
    space[this.#at + HEAD.last] = Math.max(reader.integer(size) - 1, 0);
    space[this.#at + HEAD.isFull] = Number(reader.flag());
  }

  get size(): number {
    return this.#space[this.#at + HEAD.length] ?? 0;
  }

  /** There were more than are kept. */
  get isFull(): boolean {
    return this.#space[this.#at + HEAD.isFull] === 1;
  }

  /** Those met most often first. */
  get most(): Party[] {
    return this.#all().sort((a, b) => b.events - a.events || a.family - b.family || a.value - b.value);
  }

  /** In the order in which they found a place. */
  #all(): Party[] {
    const space = this.#space;
    return Array.from({ length: this.size }, (_, place) => {
      const key = space[this.#keys + place] ?? 0;
      const family = Math.floor(key / FAMILY);
      return { family, value: key - family * FAMILY, events: space[this.#counts + place] ?? 0 };
    });
  }

  /** The place of the one met least, which makes room. */
  #least(): number {
    const space = this.#space;
    const counts = this.#counts;
    space[this.#at + HEAD.isFull] = 1;
    let least = 0;
    let fewest = space[counts] ?? 0;
    for (let place = 1; place < this.#limit; place++) {
      const events = space[counts + place] ?? 0;
      if (events >= fewest) continue;
      fewest = events;
      least = place;
    }
    return least;
  }
}
