import { RowIndex } from '../../row-index.ts';
import { DetailColumns } from '../../socket-details.ts';
import type { SnapshotRequest, TableReading } from '../../snapshot.ts';
import { isListeningState, SocketTable } from '../../socket-table.ts';
import { isWanted, TABLES, type SocketTables } from '../tables.ts';
import { createDumpParser } from './dump-parser.ts';
import { encodeDumpRequest } from './request.ts';

/** The one way in which this backend touches the system. Injected: tests hand over recorded datagrams. */
export interface NetlinkTransport {
  /** Sends one request and feeds the datagrams that come to `take` until it returns false. Rejects with NetlinkError. */
  dump(request: Uint8Array, take: (datagram: Uint8Array) => boolean): Promise<void>;
}

/** The kernel does not answer, or not this: the caller reads /proc instead. */
export class NetlinkError extends Error {
  override readonly name = 'NetlinkError';
}

export interface NetlinkSystem {
  readonly transport: NetlinkTransport;
  readonly littleEndian: boolean;
  /** About how many sockets there are; 0 when not known. */
  readonly expected: number;
}

const ATTEMPTS = 2;

/**
 * Reads the tables of this network namespace by sock_diag. Where the kernel says that they changed under the dump it is
 * begun anew, once; then the rows are given as they are, and the reading says so. Throws NetlinkError.
 */
export async function readNetlinkTables(system: NetlinkSystem, request: SnapshotRequest): Promise<SocketTables> {
  for (let attempt = 1; ; attempt++) {
    const read = await readOnce(system, request, attempt * TABLES.length);
    if (attempt === ATTEMPTS || read.tables.every(({ failure }) => failure === null)) return read;
  }
}

async function readOnce(
  { transport, littleEndian, expected }: NetlinkSystem,
  request: SnapshotRequest,
  firstSequence: number,
): Promise<SocketTables> {
  const table = new SocketTable(expected);
  const details = new DetailColumns(expected);
  table.details = details;
  const index = new RowIndex(table, expected);
  const tables: TableReading[] = [];
  let repeated = 0;

  for (const { name, kind } of TABLES) {
    if (!isWanted(kind, request)) continue;
    const before = table.length;
    const sequence = firstSequence + kind;
    const { listeningOnly, internals = false } = request;
    const parser = createDumpParser({
      kind,
      sequence,
      littleEndian,
      onSocket(socket, extra) {
        if (listeningOnly && !isListeningState(kind, socket.state)) return;
        const row = table.add(socket);
        if (index.insert(row)) {
          details.set(row, extra);
          return;
        }
        table.removeLast();
        repeated++;
      },
    });
    const asked = encodeDumpRequest({ kind, listeningOnly, internals, sequence, littleEndian });
    await transport.dump(asked, (datagram) => parser.take(datagram));
    if (parser.errno !== 0) throw new NetlinkError(`the kernel refused to list ${name} (errno ${parser.errno})`);
    const failure = parser.interrupted
      ? { reason: 'interrupted', message: 'it changed while the kernel listed it, twice' }
      : null;
    tables.push({ name, rows: table.length - before, skipped: parser.skipped, failure });
  }
  return { backend: 'netlink', table, index, tables, repeated };
}
