import type { HostFacts } from '../host-facts.ts';
import { OwnerIndex } from '../owner-index.ts';
import type { ProcessInfo } from '../process-info.ts';
import type { Snapshot, SnapshotRequest } from '../snapshot.ts';
import { readHostFacts } from './host.ts';
import { walkOwners } from './owners.ts';
import { readProcess, readProcessName } from './process.ts';
import type { ProcFs } from './proc-fs.ts';
import { readProcTables, type SocketTables } from './tables.ts';

export interface LinuxSystem {
  readonly fs: ProcFs;
  readonly littleEndian: boolean;
  /** Whether this program runs with the rights of root. */
  readonly asRoot: boolean;
  readonly now: () => Date;
}

/**
 * Reads the sockets of this network namespace. Tables come before owners: a socket opened in between is
 * missing from both, while the other order would show it without its owner. Whoever has read the tables already, by
 * netlink, hands them over as `read`.
 */
export function takeLinuxSnapshot(
  system: LinuxSystem,
  request: SnapshotRequest,
  read: SocketTables | null = null,
): Snapshot {
  const { fs } = system;
  const { backend, table, index, tables, repeated } = read ?? readProcTables(system, request);
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
    table,
    owners,
    get host() {
      return (host ??= readHostFacts(fs));
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

function remember<T>(memory: Map<number, T>, key: number, read: () => T): T {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const value = read();
  memory.set(key, value);
  return value;
}
