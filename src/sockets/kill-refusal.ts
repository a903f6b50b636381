import { portProxyOf } from './port-proxy.ts';
import type { LocalPort } from './port-use.ts';
import type { ProcessInfo } from './process-info.ts';
import { ownershipOf, type Snapshot } from './snapshot.ts';

/**
 * Why a port's holder is left alone:
 * - `init`: process 1, with which everything ends.
 * - `self`, `ancestor`: the asking program, or one it was started by.
 * - `socket-activated`: systemd holds the socket, and starts the service again with the next visitor.
 * - `container-proxy`: it only stands before a container.
 * - `other-user`: another user's process.
 * - `hidden`: a process that this user may not see.
 * - `no-process`: no process has it: the kernel itself, or another PID namespace.
 * - `not-identified`: it cannot be told from a later process with the same pid.
 */
export type RefusalReason =
  | 'init'
  | 'self'
  | 'ancestor'
  | 'socket-activated'
  | 'container-proxy'
  | 'other-user'
  | 'hidden'
  | 'no-process'
  | 'not-identified';

export interface Refusal {
  readonly reason: RefusalReason;
  /** Null where no process is known. */
  readonly pid: number | null;
  /** A sentence for a person. */
  readonly why: string;
  /** What to type in its place; empty when nothing would help. */
  readonly instead: readonly string[];
}

export interface Judge {
  readonly pid: number;
  readonly uids: ReadonlySet<number>;
  readonly force: boolean;
  readonly ancestors: ReadonlySet<number>;
}

/** Why this holder must not get a signal; null when it may. Force only helps against the last two. */
export function judgeHolder(
  process: ProcessInfo,
  wanted: LocalPort,
  holders: readonly ProcessInfo[],
  asker: Judge,
): Refusal | null {
  const { pid, name, uid } = process;
  const refuse = (reason: RefusalReason, why: string, instead: readonly string[] = []): Refusal => {
    return { reason, pid, why, instead };
  };
  if (isServiceManager(process)) {
    return refuse('socket-activated', ...describeActivation(process, wanted, holders));
  }
  if (pid === 1) return refuse('init', `process 1 (${name}) holds it, and everything here ends with process 1`);
  if (pid === asker.pid) return refuse('self', 'portolan itself holds it, by a descriptor it was started with');
  if (asker.ancestors.has(pid)) {
    return refuse('ancestor', `${name} (pid ${pid}) started this command, by way of its shell or others`, [
      'run it from another terminal',
    ]);
  }
  if (process.startTicks === null) {
    return refuse(
      'not-identified',
      `the kernel does not say when ${name} (pid ${pid}) started, so it cannot be told apart`,
    );
  }
  if (asker.force) return null;
  const proxy = portProxyOf(process, wanted);
  if (proxy !== null) {
    const target = proxy.target === null ? '' : `, which is at ${proxy.target}`;
    return refuse('container-proxy', `${proxy.program} (pid ${pid}) holds it for a container${target}`, [
      proxy.find,
      proxy.stop,
    ]);
  }
  if (uid === null || !asker.uids.has(uid)) {
    return refuse('other-user', `${name} (pid ${pid}) belongs to another user (uid ${uid ?? 'not known'})`, [
      '--force, if it is yours to end',
    ]);
  }
  return null;
}

/** Why a socket whose holder is not seen stays as it is. */
export function judgeUnheld(snapshot: Snapshot, row: number): Refusal {
  if (ownershipOf(snapshot, row) === 'not-permitted') {
    const { asRoot } = snapshot.completeness.processes ?? { asRoot: false };
    const uid = snapshot.table.uid(row);
    const instead = asRoot ? [] : ['the same with sudo'];
    return { reason: 'hidden', pid: null, why: `a process that this user may not see holds it (uid ${uid})`, instead };
  }
  return {
    reason: 'no-process',
    pid: null,
    why: 'no process here holds it: a socket of the kernel itself (NFS, WireGuard) or of another PID namespace',
    instead: [],
  };
}

/** systemd, of the system or of a user. */
function isServiceManager({ name, pid, command }: ProcessInfo): boolean {
  return name === 'systemd' && (pid === 1 || command?.split(' ').includes('--user') === true);
}

function describeActivation(
  manager: ProcessInfo,
  { port }: LocalPort,
  holders: readonly ProcessInfo[],
): [why: string, instead: string[]] {
  const systemctl = manager.pid === 1 ? 'systemctl' : 'systemctl --user';
  const why = `systemd (pid ${manager.pid}) holds it, to start a service when somebody comes`;
  const unit = holders.find((holder) => holder.pid !== manager.pid && holder.unit !== null)?.unit ?? null;
  if (unit === null) return [why, [`${systemctl} list-sockets | grep ${port}`, `${systemctl} stop NAME.socket`]];
  const socket = unit.replace(/(@[^.]*)?\.service$/, '.socket');
  return [`${why} (${unit})`, [`${systemctl} stop ${socket} ${unit}`]];
}
