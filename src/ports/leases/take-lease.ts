import type { PortRange } from '../../net/port.ts';
import type { Availability } from '../availability.ts';
import { NoFreePortError } from '../ports-error.ts';
import { candidates, findLease, withLease, type Lease } from './lease.ts';

export interface LeaseRequest {
  readonly project: string;
  readonly name: string;
  readonly range: PortRange;
}

/** What a lease asks of the system. */
export interface LeaseSurroundings {
  readonly availability: (port: number) => Promise<Availability>;
  /** Who has a port that is busy. */
  readonly holderOf: (port: number) => Holder;
  readonly now: () => Date;
}

/** `this-project`: a process that works in the project's folder; `unknown`: it cannot be seen whose it is. */
export type Holder = 'this-project' | 'another' | 'unknown';

export interface TakenLease {
  readonly lease: Lease;
  /** Who uses the port just now, the project itself or nobody can say who; null when it is free. */
  readonly usedBy: 'this-project' | 'unknown' | null;
  /** The port it had before, and why it has another one now; null when it did not change. */
  readonly moved: { readonly from: number; readonly because: 'busy' | 'denied' | 'out-of-range' } | null;
}

/**
 * The port that a project has under a name, or gets now. It keeps it unless somebody else holds it or it lies outside of
 * the range. Rejects with NoFreePortError when there is none left.
 */
export async function takeLease(
  leases: readonly Lease[],
  { project, name, range }: LeaseRequest,
  { availability, holderOf, now }: LeaseSurroundings,
): Promise<{ leases: readonly Lease[]; taken: TakenLease }> {
  const old = findLease(leases, project, name);
  let because: 'busy' | 'denied' | 'out-of-range' = 'out-of-range';
  if (old !== null && range.from <= old.port && old.port <= range.to) {
    const state = await availability(old.port);
    if (state === 'free') return { leases, taken: { lease: old, usedBy: null, moved: null } };
    const usedBy = state === 'busy' ? holderOf(old.port) : 'another';
    if (usedBy !== 'another') return { leases, taken: { lease: old, usedBy, moved: null } };
    because = state;
  }
  for (const port of candidates(leases, project, name, range)) {
    if ((await availability(port)) !== 'free') continue;
    const lease: Lease = { project, name, port, since: now().toISOString() };
    const moved = old === null ? null : { from: old.port, because };
    return { leases: withLease(leases, lease), taken: { lease, usedBy: null, moved } };
  }
  throw new NoFreePortError(`no port from ${range.from} to ${range.to} is both free and not leased`);
}
