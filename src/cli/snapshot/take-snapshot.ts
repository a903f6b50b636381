import { openProcFs } from '../../sockets/linux/node-proc-fs.ts';
import { takeLinuxSnapshot, type LinuxSystem } from '../../sockets/linux/snapshot.ts';
import type { SocketTables } from '../../sockets/linux/tables.ts';
import type { Snapshot, SnapshotRequest } from '../../sockets/snapshot.ts';
import type { Context, SocketSource } from '../context.ts';
import { CliError, EXIT } from '../exit-code.ts';
import { prepareForManySockets } from './many-sockets.ts';

/**
 * This machine as the Linux backend sees it. `PORTOLAN_ROOT` names another root for /proc and /etc: a recorded tree, or
 * a host's file system mounted into a container. Throws CliError where there is no /proc.
 */
export function openSystem(context: Context): LinuxSystem {
  const recorded = context.environment['PORTOLAN_ROOT'];
  if (process.platform !== 'linux' && recorded === undefined) {
    throw new CliError(EXIT.couldNotLook, `this needs /proc, which ${process.platform} does not have`);
  }
  const asRoot = process.geteuid?.() === 0;
  return { fs: openProcFs(recorded ?? '/'), littleEndian: isLittleEndian(), asRoot, now: context.now };
}

/**
 * Reads this machine's sockets; with `read`, only who holds the rows that somebody has read. Throws CliError where there
 * is nothing to read at all.
 */
export function takeSnapshot(context: Context, request: SnapshotRequest, read: SocketTables | null = null): Snapshot {
  const recorded = context.environment['PORTOLAN_ROOT'];
  if (context.socketSource !== undefined && recorded === undefined) return askSystem(context.socketSource, request);
  const system = openSystem(context);
  prepareForManySockets(system.fs);
  const snapshot = takeLinuxSnapshot(system, request, { read });
  requireTables(snapshot, request);
  return snapshot;
}

/** Throws CliError where no table could be read. */
export function requireTables(snapshot: Snapshot, request: SnapshotRequest): void {
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
export function isLittleEndian(): boolean {
  return new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
}
