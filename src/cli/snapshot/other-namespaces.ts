import { findNamespaces } from '../../sockets/linux/namespaces.ts';
import { takeLinuxSnapshot } from '../../sockets/linux/snapshot.ts';
import type { Snapshot, SnapshotRequest } from '../../sockets/snapshot.ts';
import type { Context } from '../context.ts';
import { openSystem } from './take-snapshot.ts';

export interface OtherNamespaces {
  readonly snapshots: readonly Snapshot[];
  /** What could not be seen and why, a sentence each. */
  readonly gaps: readonly string[];
}

/** The sockets of every other network namespace that this user may see, one snapshot each. */
export function takeOtherNamespaces(context: Context, request: SnapshotRequest): OtherNamespaces {
  const system = openSystem(context);
  const { others, denied, empty } = findNamespaces(system.fs);
  const gaps: string[] = [];
  if (denied > 0) {
    const hidden = denied === 1 ? '1 process does' : `${denied} processes do`;
    gaps.push(`${hidden} not tell this user its network namespace: there may be more than are listed`);
  }
  if (empty.length > 0) {
    gaps.push(
      `no process runs in ${empty.join(', ')} (ip netns): the kernel shows a namespace only by a process in it`,
    );
  }
  return { snapshots: others.map((other) => takeLinuxSnapshot(system, request, { other })), gaps };
}
