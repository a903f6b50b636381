import type { IPv6Words } from '../net/address.ts';
import { AddressColumn } from './address-column.ts';
import type { DetailColumns } from './socket-details.ts';
import { CLOSE, LISTEN, socketState, type SocketState } from './state.ts';

/** The kernel table that a socket stands in: TCP over IPv4, TCP over IPv6, UDP over IPv4, UDP over IPv6. */
export type SocketKind = 0 | 1 | 2 | 3;

/** The uid where the system does not say one: (uid_t)-1, which no user can have (chown(2)). */
export const NO_UID = 0xffff_ffff;

/** Waits for others to come: a listening TCP socket, or a UDP socket without a peer. */
export function isListeningState(kind: SocketKind, state: number): boolean {
  return state === (kind < 2 ? LISTEN : CLOSE);
}

/** The fields of one socket as a backend hands them over; IPv4 addresses in the last word, with zeros before it. */
export interface RawSocket {
  kind: SocketKind;
  state: number;
  local: [number, number, number, number];
  localPort: number;
  remote: [number, number, number, number];
  remotePort: number;
  receiveQueue: number;
  sendQueue: number;
  uid: number;
  /** 0 where the kernel has no inode: TIME-WAIT, SYN-RECV, and connections that nobody has accepted yet. */
  inode: number;
}

const LEAST_CAPACITY = 512;
/** A count that nobody checked must not take all memory; more rows than this fit after all, by growing. */
const MOST_EXPECTED = 2 ** 20;

/**
 * Sockets by column. A host may have hundreds of thousands, and a row object each would cost ten times the memory
 * (measured: 255 MiB against 54 for 100,000), so rows are numbers until somebody prints them.
 */
export class SocketTable {
  length = 0;
  /** What only netlink tells; null where the rows come from elsewhere. */
  details: DetailColumns | null = null;
  #capacity: number;
  #kind: Uint8Array;
  #state: Uint8Array;
  #localPort: Uint16Array;
  #remotePort: Uint16Array;
  readonly #local: AddressColumn;
  readonly #remote: AddressColumn;
  #receiveQueue: Uint32Array;
  #sendQueue: Uint32Array;
  #uid: Uint32Array;
  #inode: Uint32Array;

  /** `expected` rows find room without growing, which would leave as much garbage behind. */
  constructor(expected = 0) {
    const capacity = Math.max(LEAST_CAPACITY, Math.min(expected, MOST_EXPECTED));
    this.#capacity = capacity;
    this.#kind = new Uint8Array(capacity);
    this.#state = new Uint8Array(capacity);
    this.#localPort = new Uint16Array(capacity);
    this.#remotePort = new Uint16Array(capacity);
    this.#local = new AddressColumn(capacity);
    this.#remote = new AddressColumn(capacity);
    this.#receiveQueue = new Uint32Array(capacity);
    this.#sendQueue = new Uint32Array(capacity);
    this.#uid = new Uint32Array(capacity);
    this.#inode = new Uint32Array(capacity);
  }

  /** Copies the socket in; returns its row. */
  add(socket: Readonly<RawSocket>): number {
    if (this.length === this.#capacity) this.#grow();
    const row = this.length++;
    this.#kind[row] = socket.kind;
    this.#state[row] = socket.state;
    this.#localPort[row] = socket.localPort;
    this.#remotePort[row] = socket.remotePort;
    this.#local.set(row, this.family(row), socket.local);
    this.#remote.set(row, this.family(row), socket.remote);
    this.#receiveQueue[row] = socket.receiveQueue;
    this.#sendQueue[row] = socket.sendQueue;
    this.#uid[row] = socket.uid;
    this.#inode[row] = socket.inode;
    return row;
  }

  kind(row: number): SocketKind {
    return (this.#kind[row] ?? 0) as SocketKind;
  }

  transport(row: number): 'tcp' | 'udp' {
    return this.kind(row) < 2 ? 'tcp' : 'udp';
  }

  family(row: number): 4 | 6 {
    return (this.kind(row) & 1) === 0 ? 4 : 6;
  }

  /** The kernel's number; see state.ts. */
  stateCode(row: number): number {
    return this.#state[row] ?? 0;
  }

  state(row: number): SocketState {
    return socketState(this.transport(row), this.stateCode(row));
  }

  isListening(row: number): boolean {
    return isListeningState(this.kind(row), this.stateCode(row));
  }

  localPort(row: number): number {
    return this.#localPort[row] ?? 0;
  }

  remotePort(row: number): number {
    return this.#remotePort[row] ?? 0;
  }

  /** Four words; an IPv4 socket's address is the last. */
  local(row: number): IPv6Words {
    return this.#local.words(row, this.family(row));
  }

  remote(row: number): IPv6Words {
    return this.#remote.words(row, this.family(row));
  }

  /** The address of an IPv4 socket's own end. */
  localIPv4(row: number): number {
    return this.#local.last(row);
  }

  remoteIPv4(row: number): number {
    return this.#remote.last(row);
  }

  /** Bytes not yet read by the program; for a listening TCP socket, connections waiting to be accepted. */
  receiveQueue(row: number): number {
    return this.#receiveQueue[row] ?? 0;
  }

  /** Bytes not yet acknowledged by the peer. */
  sendQueue(row: number): number {
    return this.#sendQueue[row] ?? 0;
  }

  uid(row: number): number {
    return this.#uid[row] ?? 0;
  }

  inode(row: number): number {
    return this.#inode[row] ?? 0;
  }

  /** Whether two rows are the same connection: table, both addresses, both ports. */
  sameEnds(a: number, b: number): boolean {
    if (this.#kind[a] !== this.#kind[b] || this.#localPort[a] !== this.#localPort[b]) return false;
    if (this.#remotePort[a] !== this.#remotePort[b]) return false;
    const family = this.family(a);
    return this.#local.isSame(a, b, family) && this.#remote.isSame(a, b, family);
  }

  /** Whether a row of another table is the same socket as one of this: the same ends and the same inode. */
  isSame(row: number, other: SocketTable, otherRow: number): boolean {
    if (this.#inode[row] !== other.#inode[otherRow] || this.#kind[row] !== other.#kind[otherRow]) return false;
    if (this.#localPort[row] !== other.#localPort[otherRow]) return false;
    if (this.#remotePort[row] !== other.#remotePort[otherRow]) return false;
    const family = this.family(row);
    return (
      this.#local.isSame(row, otherRow, family, other.#local) &&
      this.#remote.isSame(row, otherRow, family, other.#remote)
    );
  }

  /** Takes the last row out again: the way to undo an `add` that proved to be a repetition. */
  removeLast(): void {
    this.length--;
  }

  #grow(): void {
    this.#capacity *= 2;
    const capacity = this.#capacity;
    this.#kind = enlarge(this.#kind, new Uint8Array(capacity));
    this.#state = enlarge(this.#state, new Uint8Array(capacity));
    this.#localPort = enlarge(this.#localPort, new Uint16Array(capacity));
    this.#remotePort = enlarge(this.#remotePort, new Uint16Array(capacity));
    this.#local.grow(capacity);
    this.#remote.grow(capacity);
    this.#receiveQueue = enlarge(this.#receiveQueue, new Uint32Array(capacity));
    this.#sendQueue = enlarge(this.#sendQueue, new Uint32Array(capacity));
    this.#uid = enlarge(this.#uid, new Uint32Array(capacity));
    this.#inode = enlarge(this.#inode, new Uint32Array(capacity));
  }
}

function enlarge<T extends Uint8Array | Uint16Array | Uint32Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
