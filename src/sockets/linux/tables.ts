import { RowIndex } from '../row-index.ts';
import type { Backend, SnapshotRequest, TableReading } from '../snapshot.ts';
import { isListeningState, SocketTable, type SocketKind } from '../socket-table.ts';
import { createNetTableParser } from './net-table.ts';
import { ProcFsError, type ProcFs } from './proc-fs.ts';
import { readSocketCount } from './socket-count.ts';

export const TABLES: readonly { readonly name: string; readonly kind: SocketKind }[] = [
  { name: 'tcp', kind: 0 },
  { name: 'tcp6', kind: 1 },
  { name: 'udp', kind: 2 },
  { name: 'udp6', kind: 3 },
];

/** The rows of a network namespace, before anybody asked who holds them. */
export interface SocketTables {
  readonly backend: Backend;
  readonly table: SocketTable;
  readonly index: RowIndex;
  readonly tables: readonly TableReading[];
  /** Rows the kernel handed out twice, dropped. */
  readonly repeated: number;
}

export function isWanted(kind: SocketKind, request: SnapshotRequest): boolean {
  return (kind < 2 ? request.tcp : request.udp) && ((kind & 1) === 0 ? request.ipv4 : request.ipv6);
}

/** The tables of the namespace Portolan runs in. */
export const OWN_TABLES = 'proc/net';

/** Reads tcp, tcp6, udp and udp6 of a folder such as /proc/net. */
export function readProcTables(
  { fs, littleEndian }: { readonly fs: ProcFs; readonly littleEndian: boolean },
  request: SnapshotRequest,
  folder = OWN_TABLES,
): SocketTables {
  const expected = readSocketCount(fs, folder);
  const table = new SocketTable(expected);
  const index = new RowIndex(table, expected);
  const tables: TableReading[] = [];
  let repeated = 0;

  for (const { name, kind } of TABLES) {
    if (!isWanted(kind, request)) continue;
    const before = table.length;
    const parser = createNetTableParser({
      kind,
      littleEndian,
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
  return { backend: 'proc', table, index, tables, repeated };
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
