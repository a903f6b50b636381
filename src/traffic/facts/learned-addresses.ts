import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
import { hash3 } from './hash.ts';

/** Own addresses that are learned from the log; a router has a handful. */
const MAX_LEARNED = 4096;
const SLOTS = 4 * MAX_LEARNED;

/** A set of up to 4,096 addresses, which is asked twice for every event: numbers only, in one place. */
export class LearnedAddresses {
  readonly #addresses = new Uint32Array(SLOTS);
  /** 1 for IPv4 and where there is no IP, 2 for IPv6; 0 where the slot is free. */
  readonly #kinds = new Uint8Array(SLOTS);
  #size = 0;

  /** Adds one, if there is room. */
  add(family: number, address: number): void {
    const slot = this.#find(family, address);
    if (this.#kinds[slot] !== 0 || this.#size >= MAX_LEARNED) return;
    this.#addresses[slot] = address;
    this.#kinds[slot] = kindOf(family);
    this.#size++;
  }

  has(family: number, address: number): boolean {
    return this.#size > 0 && this.#kinds[this.#find(family, address)] !== 0;
  }

  save(writer: StateWriter): void {
    writer.column(this.#addresses);
    writer.column(this.#kinds);
  }

  load(reader: StateReader): void {
    reader.column(this.#addresses);
    reader.column(this.#kinds);
    this.#size = this.#kinds.reduce((size, kind) => size + Number(kind !== 0), 0);
    if (this.#size > MAX_LEARNED) throw reader.fault('more addresses than are learned');
  }

  /** Its slot, or the free one where it would stand. */
  #find(family: number, address: number): number {
    const kind = kindOf(family);
    let slot = hash3(address, kind, 3) & (SLOTS - 1);
    while (this.#kinds[slot] !== 0 && (this.#addresses[slot] !== address || this.#kinds[slot] !== kind)) {
      slot = (slot + 1) & (SLOTS - 1);
    }
    return slot;
  }
}

function kindOf(family: number): number {
  return family === 6 ? 2 : 1;
}
