import type { HostFacts } from './host-facts.ts';
import type { Owner, OwnerIndex } from './owner-index.ts';
import type { Container, ProcessInfo } from './process-info.ts';
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

/** Where the rows come from: the tables in /proc/net, the kernel's sock_diag over netlink, or what commands print. */
export type Backend = 'proc' | 'netlink' | 'commands';

/** What the snapshot saw and what it could not see. */
export interface Completeness {
  readonly backend: Backend;
  readonly tables: readonly TableReading[];
  /** Rows the kernel handed out twice, dropped. */
  readonly repeated: number;
  /** Null when nobody asked for owners. */
  readonly processes: {
    readonly readable: number;
    /** At least so many where others are hidden. */
    readonly denied: number;
    readonly othersHidden: boolean;
    readonly asRoot: boolean;
  } | null;
  /** Absent where the kernel's own tables were read. */
  readonly readBy?: ReadBy;
}

/** A system whose sockets are known by what its commands print. */
export interface ReadBy {
  readonly commands: readonly string[];
  /** How far this way of reading was tried: on recorded output, never on such a machine. */
  readonly verified: 'recordings';
}

/** A network namespace other than the one Portolan runs in: a container, a sandbox, `ip netns`. */
export interface NetworkNamespace {
  /** Inode of the namespace, as in `net:[4026532281]`. */
  readonly inode: number;
  /** What it is called: by `ip netns`, by its container, or by the first process in it. */
  readonly name: string | null;
  readonly container: Container | null;
}

/** The sockets of one network namespace of a machine at a moment. */
export interface Snapshot {
  readonly takenAt: Date;
  /** Null for the namespace Portolan runs in. */
  readonly namespace: NetworkNamespace | null;
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

/** Null where the kernel has none; what a command-read table has in its place is only a row's own number. */
export function inodeOf({ table, completeness }: Snapshot, row: number): number | null {
  return completeness.readBy !== undefined || table.inode(row) === 0 ? null : table.inode(row);
}

export function ownersOf(snapshot: Snapshot, row: number): readonly Owner[] {
  return snapshot.owners?.of(row) ?? [];
}
