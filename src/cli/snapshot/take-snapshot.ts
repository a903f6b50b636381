import { openProcFs } from '../../sockets/linux/node-proc-fs.ts';
import { takeLinuxSnapshot } from '../../sockets/linux/snapshot.ts';
import type { SocketTables } from '../../sockets/linux/tables.ts';
import type { Snapshot, SnapshotRequest } from '../../sockets/snapshot.ts';
import type { Context } from '../context.ts';
import { CliError, EXIT } from '../exit-code.ts';
import { prepareForManySockets } from './many-sockets.ts';

/**
 * Reads this machine's sockets from /proc; with `read`, only who holds the rows that somebody has read. `PORTOLAN_ROOT` names another root for /proc and /etc: a recorded tree, or a host's
 * file system mounted into a container. Throws CliError where there is nothing to read at all.
 */
export function takeSnapshot(context: Context, request: SnapshotRequest, read: SocketTables | null = null): Snapshot {
  if (process.platform !== 'linux') {
    throw new CliError(EXIT.couldNotLook, `sockets are read from /proc, which ${process.platform} does not have`);
  }
  const root = context.environment['PORTOLAN_ROOT'] ?? '/';
  const fs = openProcFs(root);
  prepareForManySockets(fs);
  const snapshot = takeLinuxSnapshot(
    { fs, littleEndian: isLittleEndian(), asRoot: process.geteuid?.() === 0, now: context.now },
    request,
    read,
  );
  const { tables } = snapshot.completeness;
  const failure = tables[0]?.failure ?? null;
  // A kernel without IPv6 has no tables of it, which is an answer when only they were asked for.
  const mayBeAbsent = failure?.reason === 'missing' && !request.ipv4;
  if (failure !== null && !mayBeAbsent && tables.every((table) => table.failure !== null)) {
    throw new CliError(
      EXIT.couldNotLook,
      `no socket table could be read: ${failure.message}. Is /proc mounted, and readable for this user?`,
    );
  }
  return snapshot;
}

/** Byte order of this machine, which is that of the tables it prints. */
export function isLittleEndian(): boolean {
  return new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
}
