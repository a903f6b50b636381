import type { HostFacts } from '../host-facts.ts';
import { OwnerIndex } from '../owner-index.ts';
import type { ProcessInfo } from '../process-info.ts';
import { RowIndex } from '../row-index.ts';
import type { Snapshot, SnapshotRequest, TableReading } from '../snapshot.ts';
import { isListeningState, SocketTable, type SocketKind } from '../socket-table.ts';
import { createNetTableParser } from './net-table.ts';
import { readHostFacts } from './host.ts';
import type { FoundNamespace } from './namespaces.ts';
import { walkOwners } from './owners.ts';
import { readProcess, readProcessName } from './process.ts';
import { ProcFsError, type ProcFs } from './proc-fs.ts';
import { readSocketCount } from './socket-count.ts';

const TABLES: readonly { readonly name: string; readonly kind: SocketKind }[] = [
  { name: 'tcp', kind: 0 },
  { name: 'tcp6', kind: 1 },
  { name: 'udp', kind: 2 },
  { name: 'udp6', kind: 3 },
];

export interface LinuxSystem {
  readonly fs: ProcFs;
  readonly littleEndian: boolean;
  /** Whether this program runs with the rights of root. */
  readonly asRoot: boolean;
  readonly now: () => Date;
}

/**
 * Reads the sockets of this network namespace, or of another one, from /proc. Tables come before owners: a socket opened in between is
 * missing from both, while the other order would show it without its owner.
 */
export function takeLinuxSnapshot(
  system: LinuxSystem,
  request: SnapshotRequest,
  other: FoundNamespace | null = null,
): Snapshot {
  const { fs } = system;
  const folder = other === null ? 'proc/net' : `proc/${other.pid}/net`;
  const expected = readSocketCount(fs, folder);
  const table = new SocketTable(expected);
  const index = new RowIndex(table, expected);
  const tables: TableReading[] = [];
  let repeated = 0;

  for (const { name, kind } of TABLES) {
    if (!(kind < 2 ? request.tcp : request.udp) || !((kind & 1) === 0 ? request.ipv4 : request.ipv6)) continue;
    const before = table.length;
    const parser = createNetTableParser({
      kind,
      littleEndian: system.littleEndian,
      listeningOnly: request.listeningOnly,
      onSocket(socket) {
        if (request.listeningOnly && !isListeningState(kind, socket.state)) return;
        if (index.insert(table.add(socket))) return;
        table.removeLast();
        repeated++;
      },
    });
    const failure = readTable(fs, `${folder}/${name}`, (bytes, length) => parser.take(bytes, length));
    parser.finish();
    tables.push({ name, rows: table.length - before, skipped: parser.skipped, failure });
  }

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
    completeness: { tables, repeated, processes },
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

function readTable(
  fs: ProcFs,
  path: string,
  take: (bytes: Uint8Array, length: number) => boolean,
): TableReading['failure'] {
  try {
    fs.stream(path, take);
    return null;
  } catch (error) {
    if (!(error instanceof ProcFsError)) throw error;
    return { reason: error.reason, message: error.message };
  }
}

function remember<T>(memory: Map<number, T>, key: number, read: () => T): T {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const value = read();
  memory.set(key, value);
  return value;
}
