import type { IPv6Words } from '../net/address.ts';

/**
 * The addresses of one end of many sockets. Only IPv6 sockets touch the upper three words, and the system backs memory
 * that nobody touched with nothing: a table of IPv4 sockets takes a quarter of the room.
 */
export class AddressColumn {
  #last: Uint32Array;
  #upper: Uint32Array;

  constructor(capacity: number) {
    this.#last = new Uint32Array(capacity);
    this.#upper = new Uint32Array(capacity * 3);
  }

  /** Four words; an IPv4 address is the last. */
  set(row: number, family: 4 | 6, words: IPv6Words): void {
    this.#last[row] = words[3];
    if (family === 4) return;
    this.#upper[row * 3] = words[0];
    this.#upper[row * 3 + 1] = words[1];
    this.#upper[row * 3 + 2] = words[2];
  }

  words(row: number, family: 4 | 6): IPv6Words {
    const last = this.last(row);
    if (family === 4) return [0, 0, 0, last];
    return [this.#upper[row * 3] ?? 0, this.#upper[row * 3 + 1] ?? 0, this.#upper[row * 3 + 2] ?? 0, last];
  }

  last(row: number): number {
    return this.#last[row] ?? 0;
  }

  /** Whether two rows of one family have the same address; the second may be another column's. */
  isSame(a: number, b: number, family: 4 | 6, other: AddressColumn = this): boolean {
    if (this.#last[a] !== other.#last[b]) return false;
    if (family === 4) return true;
    for (let word = 0; word < 3; word++) {
      if (this.#upper[a * 3 + word] !== other.#upper[b * 3 + word]) return false;
    }
    return true;
  }

  grow(capacity: number): void {
    const last = new Uint32Array(capacity);
    const upper = new Uint32Array(capacity * 3);
    last.set(this.#last);
    upper.set(this.#upper);
    this.#last = last;
    this.#upper = upper;
  }
}
