import { takeLinuxSnapshot } from '../../sockets/linux/snapshot.ts';
import type { SnapshotRequest } from '../../sockets/snapshot.ts';
import { SocketWatch } from '../../sockets/watch/socket-watch.ts';
import type { Context } from '../context.ts';
import { openSystem, requireTables } from '../snapshot/take-snapshot.ts';

/** CPU milliseconds this program has used, user and system. */
export function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A watch over this machine. Throws CliError, at any look, where there is nothing to read. */
export function watchMachine(context: Context, request: SnapshotRequest): SocketWatch {
  const system = openSystem(context);
  return new SocketWatch({
    fs: system.fs,
    asRoot: system.asRoot,
    takeTables() {
      const snapshot = takeLinuxSnapshot(system, { ...request, owners: false });
      requireTables(snapshot, request);
      return snapshot;
    },
    clocks: { monotonic: () => performance.now(), cpu: cpuMilliseconds },
  });
}
