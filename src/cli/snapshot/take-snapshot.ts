import { openProcFs } from '../../sockets/linux/node-proc-fs.ts';
import { takeLinuxSnapshot } from '../../sockets/linux/snapshot.ts';
import type { Snapshot, SnapshotRequest } from '../../sockets/snapshot.ts';
import type { Context, SocketSource } from '../context.ts';
import { CliError, EXIT } from '../exit-code.ts';
import { prepareForManySockets } from './many-sockets.ts';

/**
 * Reads this machine's sockets. `PORTOLAN_ROOT` names another root for /proc and /etc: a recorded tree, or a host's
 * file system mounted into a container. Throws CliError where there is nothing to read at all.
 */
export function takeSnapshot(context: Context, request: SnapshotRequest): Snapshot {
  const recorded = context.environment['PORTOLAN_ROOT'];
  if (context.socketSource !== undefined && recorded === undefined) return askSystem(context.socketSource, request);
  const root = recorded ?? '/';
  const fs = openProcFs(root);
  prepareForManySockets(fs);
  const snapshot = takeLinuxSnapshot(
    { fs, littleEndian: isLittleEndian(), asRoot: process.geteuid?.() === 0, now: context.now },
    request,
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

/** Asks the commands of a system without /proc. */
function askSystem(source: SocketSource, request: SnapshotRequest): Snapshot {
  const snapshot = source(request);
  const { tables } = snapshot.completeness;
  if (tables.every(({ failure, rows }) => failure !== null && rows === 0)) {
    const why = tables.map(({ name, failure }) => `${name}: ${failure?.message}`).join('; ');
    throw new CliError(EXIT.couldNotLook, `no command could tell the sockets of this machine: ${why}`);
  }
  return snapshot;
}

/** Byte order of this machine, which is that of the tables it prints. */
function isLittleEndian(): boolean {
  return new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
}
