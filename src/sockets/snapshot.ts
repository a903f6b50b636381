import type { HostFacts } from './host-facts.ts';
import type { Owner, OwnerIndex } from './owner-index.ts';
import type { ProcessInfo } from './process-info.ts';
import type { SocketTable } from './socket-table.ts';

/**
 * What is known of a socket's owner. Three ways of not showing one, never mixed:
 * - `not-permitted`: the kernel refused to show the descriptors of some processes to this user.
 * - `not-known`: every process was readable and none holds it: the kernel's own, another PID namespace, or gone by now.
 * - `none`: the kernel says nobody holds it: TIME-WAIT, a handshake under way, a connection not yet accepted.
 */
export type Ownership = 'visible' | 'not-permitted' | 'not-known' | 'none';

/** One kernel table and how its reading went. */
export interface TableReading {
  readonly name: string;
  readonly rows: number;
  /** Lines that could not be understood. */
  readonly skipped: number;
  /** Null when it was read to its end. `missing` is normal where the kernel lacks a family. */
  readonly failure: { readonly reason: string; readonly message: string } | null;
}

/** Where the rows come from: the tables in /proc/net, or the kernel's sock_diag over netlink. */
export type Backend = 'proc' | 'netlink';

/** What the snapshot saw and what it could not see. */
export interface Completeness {
  readonly backend: Backend;
  readonly tables: readonly TableReading[];
  /** Rows the kernel handed out twice, dropped. */
  readonly repeated: number;
  /** Null when nobody asked for owners. */
  readonly processes: { readonly readable: number; readonly denied: number; readonly asRoot: boolean } | null;
}

/** The sockets of a machine at a moment. */
export interface Snapshot {
  readonly takenAt: Date;
  readonly table: SocketTable;
  /** Null when nobody asked for owners. */
  readonly owners: OwnerIndex | null;
  readonly host: HostFacts;
  readonly completeness: Completeness;
  /** Everything about a process, read when first asked for; null when it is gone. */
  process(pid: number): ProcessInfo | null;
  /** Its name alone, which costs far less. */
  processName(pid: number): string | null;
}

/** What a caller wants of a snapshot. What it does not ask for is not read. */
export interface SnapshotRequest {
  readonly tcp: boolean;
  readonly udp: boolean;
  readonly ipv4: boolean;
  readonly ipv6: boolean;
  readonly listeningOnly: boolean;
  readonly owners: boolean;
  /** Round trips, retransmissions and memory of each socket, where netlink tells them. */
  readonly internals?: boolean;
}

export const EVERYTHING: SnapshotRequest = {
  tcp: true,
  udp: true,
  ipv4: true,
  ipv6: true,
  listeningOnly: false,
  owners: true,
};

export function ownershipOf(snapshot: Snapshot, row: number): Ownership {
  if (snapshot.owners?.has(row) === true) return 'visible';
  if (snapshot.table.inode(row) === 0) return 'none';
  return (snapshot.completeness.processes?.denied ?? 0) > 0 ? 'not-permitted' : 'not-known';
}

export function ownersOf(snapshot: Snapshot, row: number): readonly Owner[] {
  return snapshot.owners?.of(row) ?? [];
}
