import type { ProcessInfo } from './process-info.ts';

/** Why a process runs: who started it, and who started that. */
export interface Ancestry {
  /** The parent first, then its parent, as far as they could be seen. */
  readonly ancestors: readonly ProcessInfo[];
  /** The last of them has no parent, so nothing is missing. */
  readonly complete: boolean;
  /** The systemd unit nearest to the process: its own, else that of an ancestor. */
  readonly unit: string | null;
}

/** Deeper than any tree of processes that somebody made on purpose. */
const MAX_ANCESTORS = 64;

/**
 * Follows the parents of a process up to pid 1. Each is read at a moment of its own, so a pid may have been given to
 * another process in between: a parent that is younger than its child is none, and a pid that comes again ends the walk.
 */
export function ancestryOf(process: ProcessInfo, processOf: (pid: number) => ProcessInfo | null): Ancestry {
  const ancestors: ProcessInfo[] = [];
  const seen = new Set([process.pid]);
  let unit = process.unit;
  let child = process;
  while (ancestors.length < MAX_ANCESTORS) {
    if (hasNoParent(child)) return { ancestors, complete: true, unit };
    const parent = child.parent === null || seen.has(child.parent) ? null : processOf(child.parent);
    if (parent === null || isYounger(parent, child)) break;
    seen.add(parent.pid);
    ancestors.push(parent);
    unit ??= parent.unit;
    child = parent;
  }
  return { ancestors, complete: false, unit };
}

/** Pid 1 has parent 0; so has a process whose parent is in a PID namespace further out (pid_namespaces(7)). */
function hasNoParent({ pid, parent }: ProcessInfo): boolean {
  return pid === 1 || parent === 0;
}

function isYounger(parent: ProcessInfo, child: ProcessInfo): boolean {
  return parent.startTicks !== null && child.startTicks !== null && parent.startTicks > child.startTicks;
}
