import type { HostFacts } from '../host-facts.ts';
import { OwnerIndex } from '../owner-index.ts';
import type { ProcessInfo } from '../process-info.ts';
import type { Snapshot, SnapshotRequest } from '../snapshot.ts';
import { readHostFacts } from './host.ts';
import type { FoundNamespace } from './namespaces.ts';
import { walkOwners } from './owners.ts';
import { readProcess, readProcessName } from './process.ts';
import type { ProcFs } from './proc-fs.ts';
import { OWN_TABLES, readProcTables, type SocketTables } from './tables.ts';

export interface LinuxSystem {
  readonly fs: ProcFs;
  readonly littleEndian: boolean;
  /** Whether this program runs with the rights of root. */
  readonly asRoot: boolean;
  readonly now: () => Date;
}

/** Where the rows come from, if not from the /proc of our own namespace. */
export interface TableSource {
  /** Read already, by netlink. */
  readonly read?: SocketTables | null;
  readonly other?: FoundNamespace | null;
}

/**
 * Reads the sockets of this network namespace, or of another one. Tables come before owners: a socket opened in between
 * is missing from both, while the other order would show it without its owner.
 */
export function takeLinuxSnapshot(
  system: LinuxSystem,
  request: SnapshotRequest,
  { read = null, other = null }: TableSource = {},
): Snapshot {
  const { fs } = system;
  const folder = other === null ? OWN_TABLES : `proc/${other.pid}/net`;
  const { backend, table, index, tables, repeated } = read ?? readProcTables(system, request, folder);
  let owners: OwnerIndex | null = null;
  let processes: Snapshot['completeness']['processes'] = null;
  if (request.owners) {
    owners = new OwnerIndex(table.length);
    processes = { ...walkOwners(fs, index, owners), asRoot: system.asRoot };
  }

  let host: HostFacts | null = null;
  const known = new Map<number, ProcessInfo | null>();
  const names = new Map<number, string | null>();
  return {
    takenAt: system.now(),
    namespace: other?.namespace ?? null,
    table,
    owners,
    get host() {
      return (host ??= other === null ? readHostFacts(fs) : withoutNetworkSettings(readHostFacts(fs)));
    },
    completeness: { backend, tables, repeated, processes },
    process(pid) {
      return remember(known, pid, () => readProcess(fs, pid));
    },
    processName(pid) {
      return remember(names, pid, () => known.get(pid)?.name ?? readProcessName(fs, pid));
    },
  };
}

/** The settings under /proc/sys/net are those of the reader's own namespace. */
function withoutNetworkSettings(host: HostFacts): HostFacts {
  return { ...host, ephemeral: null, reserved: [], bindV6Only: null, maxAcceptQueue: null };
}

function remember<T>(memory: Map<number, T>, key: number, read: () => T): T {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const value = read();
  memory.set(key, value);
  return value;
}
