import { ownershipOf, type Snapshot } from './snapshot.ts';

/** Failures that are no gap: the kernel was built without the family, or it is switched off. */
const HARMLESS = 'missing';

/** What netlink says of a table that changed while it was listed. */
const INTERRUPTED = 'interrupted';

/** What the snapshot could not see and why, one sentence each; empty when it saw everything. */
export function describeGaps(snapshot: Snapshot): string[] {
  const { readBy } = snapshot.completeness;
  const gaps: string[] = [];
  if (readBy !== undefined) gaps.push(`read by ${readBy.commands.join(' and ')}; verified from recordings only`);
  for (const { name, failure, skipped } of snapshot.completeness.tables) {
    if (readBy !== undefined) {
      if (failure !== null) gaps.push(`${name}: ${failure.message}`);
      if (skipped > 0) gaps.push(`${skipped} lines of ${name} were not understood`);
      continue;
    }
    if (failure !== null && failure.reason === HARMLESS) {
      gaps.push(`no ${name} sockets: this kernel has no /proc/net/${name}`);
    } else if (failure?.reason === INTERRUPTED) {
      gaps.push(`the ${name} sockets may not be all: ${failure.message}`);
    } else if (failure !== null) gaps.push(`/proc/net/${name} could not be read: ${failure.message}`);
    if (skipped > 0) gaps.push(`${skipped} ${describeSource(snapshot, name)} were not understood`);
  }
  const { processes } = snapshot.completeness;
  if (processes !== null && processes.denied > 0) {
    const { visible, hidden } = countOwners(snapshot);
    const closed = `${processes.denied} ${processes.denied === 1 ? 'process is' : 'processes are'} closed`;
    const why = processes.othersHidden
      ? `processes of others are hidden here (/proc is mounted with hidepid)${processes.asRoot ? '' : ': run as root for the rest'}`
      : processes.asRoot
        ? `${closed} even to root, which happens in containers without CAP_SYS_PTRACE`
        : `${closed} to this user: run as root for the rest`;
    if (hidden > 0) gaps.push(`${visible} of ${visible + hidden} owners visible; ${why}`);
  }
  return gaps;
}

function describeSource({ completeness }: Snapshot, name: string): string {
  return completeness.backend === 'netlink' ? `netlink messages on ${name} sockets` : `lines of /proc/net/${name}`;
}

export function isComplete(snapshot: Snapshot): boolean {
  const { tables, processes } = snapshot.completeness;
  if (tables.some(({ failure, skipped }) => skipped > 0 || (failure !== null && failure.reason !== HARMLESS)))
    return false;
  return processes === null || processes.denied === 0 || countOwners(snapshot).hidden === 0;
}

/** Sockets whose owner was found, and sockets whose owner this user may not see. */
export function countOwners(snapshot: Snapshot): { visible: number; hidden: number } {
  let visible = 0;
  let hidden = 0;
  for (let row = 0; row < snapshot.table.length; row++) {
    const ownership = ownershipOf(snapshot, row);
    if (ownership === 'visible') visible++;
    else if (ownership === 'not-permitted') hidden++;
  }
  return { visible, hidden };
}
