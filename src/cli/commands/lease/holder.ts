import type { Holder } from '../../../ports/leases/take-lease.ts';
import { openProcFs } from '../../../sockets/linux/node-proc-fs.ts';
import { EVERYTHING, ownersOf } from '../../../sockets/snapshot.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../exit-code.ts';
import { takeSnapshot } from '../../snapshot/take-snapshot.ts';

/** Tells who has a port of this machine: a process that works in the project's folder, or another. */
export function holderFinder(project: string, context: Context): (port: number) => Holder {
  return (port) => {
    const held = lookUp(port, context);
    if (held === null) return 'unknown';
    const { pids, uids } = held;
    const self = process.geteuid?.() ?? null;
    if (pids.length === 0) return [...uids].some((uid) => uid !== self) ? 'another' : 'unknown';
    const proc = openProcFs(context.environment['PORTOLAN_ROOT'] ?? '/');
    const folders = pids.map((pid) => proc.link(`proc/${pid}/cwd`));
    if (folders.some((folder) => folder !== null && isInside(folder, project))) return 'this-project';
    return folders.includes(null) ? 'unknown' : 'another';
  };
}

interface Held {
  readonly pids: readonly number[];
  /** Users of the sockets, whom the kernel tells also of processes that it hides. */
  readonly uids: ReadonlySet<number>;
}

/** Who listens on a TCP port; null when the machine does not show its sockets. */
function lookUp(port: number, context: Context): Held | null {
  try {
    const snapshot = takeSnapshot(context, { ...EVERYTHING, udp: false, listeningOnly: true });
    const pids = new Set<number>();
    const uids = new Set<number>();
    for (let row = 0; row < snapshot.table.length; row++) {
      if (snapshot.table.localPort(row) !== port || !snapshot.table.isListening(row)) continue;
      uids.add(snapshot.table.uid(row));
      for (const { pid } of ownersOf(snapshot, row)) pids.add(pid);
    }
    return { pids: [...pids], uids };
  } catch (error) {
    if (error instanceof CliError) return null;
    throw error;
  }
}

function isInside(folder: string, project: string): boolean {
  return folder === project || folder.startsWith(project.endsWith('/') ? project : `${project}/`);
}
