import type { SocketTable } from './socket-table.ts';

const LEAST_CAPACITY = 1024;
const MOST_EXPECTED = 2 ** 20;
const EMPTY = -1;

/**
 * Finds the row of a socket by its inode in constant time, and tells repeated rows apart. Open addressing in a
 * typed array: `ss` chains 256 buckets, which is why it is quadratic in the number of sockets.
 *
 * The kernel resumes a table between two reads by bucket and offset (tcp_seek_last_pos in net/ipv4/tcp_ipv4.c), so
 * under churn a row can come twice. The same inode is the same socket; without an inode, the same ends are.
 */
export class RowIndex {
  readonly #table: SocketTable;
  #slots: Int32Array;
  #used = 0;

  /** `expected` rows find room without growing. */
  constructor(table: SocketTable, expected = 0) {
    this.#table = table;
    let capacity = LEAST_CAPACITY;
    while (capacity < 2 * Math.min(expected, MOST_EXPECTED)) capacity *= 2;
    this.#slots = new Int32Array(capacity).fill(EMPTY);
  }

  /** Registers a row of the table; false when it repeats one that is already there. */
  insert(row: number): boolean {
    if ((this.#used + 1) * 2 > this.#slots.length) this.#rehash();
    return this.#place(row);
  }

  /** The row of a socket inode, or -1. Inode 0 is no socket's: rows without one cannot be found by it. */
  find(inode: number): number {
    if (inode === 0) return EMPTY;
    const mask = this.#slots.length - 1;
    for (let slot = hashInode(inode) & mask; ; slot = (slot + 1) & mask) {
      const row = this.#slots[slot] ?? EMPTY;
      if (row === EMPTY || this.#table.inode(row) === inode) return row;
    }
  }

  /** The row that is the same socket as one of another table, or -1. */
  findSame(other: SocketTable, otherRow: number): number {
    const inode = other.inode(otherRow);
    if (inode !== 0) {
      const row = this.find(inode);
      return row !== EMPTY && this.#table.isSame(row, other, otherRow) ? row : EMPTY;
    }
    const mask = this.#slots.length - 1;
    for (let slot = hashEnds(other, otherRow) & mask; ; slot = (slot + 1) & mask) {
      const row = this.#slots[slot] ?? EMPTY;
      if (row === EMPTY || this.#table.isSame(row, other, otherRow)) return row;
    }
  }

  #place(row: number): boolean {
    const table = this.#table;
    const inode = table.inode(row);
    const mask = this.#slots.length - 1;
    let slot = (inode === 0 ? hashEnds(table, row) : hashInode(inode)) & mask;
    for (; ; slot = (slot + 1) & mask) {
      const other = this.#slots[slot] ?? EMPTY;
      if (other === EMPTY) break;
      if (table.inode(other) !== inode) continue;
      if (inode !== 0 || table.sameEnds(row, other)) return false;
    }
    this.#slots[slot] = row;
    this.#used++;
    return true;
  }

  #rehash(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2).fill(EMPTY);
    this.#used = 0;
    for (const row of old) if (row !== EMPTY) this.#place(row);
  }
}

/** Inodes are handed out in order, so multiply to spread neighbours (Knuth's multiplicative hash). */
function hashInode(inode: number): number {
  const hash = Math.imul(inode, 0x9e3779b1);
  return hash ^ (hash >>> 15);
}

function hashEnds(table: SocketTable, row: number): number {
  const local = table.local(row);
  const remote = table.remote(row);
  let hash = (table.localPort(row) << 16) ^ table.remotePort(row) ^ table.kind(row);
  for (let word = 0; word < 4; word++) {
    hash = Math.imul(hash ^ (local[word] ?? 0), 0x9e3779b1);
    hash = Math.imul(hash ^ (remote[word] ?? 0), 0x85ebca6b);
  }
  return hash ^ (hash >>> 15);
}
