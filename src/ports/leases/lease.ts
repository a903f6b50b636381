import type { PortRange } from '../../net/port.ts';

/** A port that a project keeps under a name. */
export interface Lease {
  /** Folder of the project, absolute, links resolved. */
  readonly project: string;
  readonly name: string;
  readonly port: number;
  /** ISO time at which the project got this port. */
  readonly since: string;
}

export const DEFAULT_NAME = 'default';

/** Below what any common system draws ports for outgoing connections from (Linux: 32768 to 60999), above most servers. */
export const DEFAULT_RANGE: PortRange = { from: 20_000, to: 29_999 };

/** Names are typed in shells and shown in tables. */
export function isLeaseName(name: string): boolean {
  return /^[\w.@+-]{1,64}$/.test(name) && !name.startsWith('-');
}

export function findLease(leases: readonly Lease[], project: string, name: string): Lease | null {
  return leases.find((lease) => lease.project === project && lease.name === name) ?? null;
}

/** The leases with one put in the place of that of the same project and name. */
export function withLease(leases: readonly Lease[], lease: Lease): Lease[] {
  return [...withoutLease(leases, lease.project, lease.name), lease];
}

export function withoutLease(leases: readonly Lease[], project: string, name: string): Lease[] {
  return leases.filter((lease) => lease.project !== project || lease.name !== name);
}

/**
 * The ports that a project may get for a name, the first choice first. It follows from the folder and the name alone, so
 * that a project keeps its port also when the list of leases is lost, and two worktrees begin at different ones.
 */
export function* candidates(
  leases: readonly Lease[],
  project: string,
  name: string,
  { from, to }: PortRange,
): Generator<number> {
  const taken = new Set(leases.map(({ port }) => port));
  const size = to - from + 1;
  const first = hash(`${project}\0${name}`) % size;
  for (let step = 0; step < size; step++) {
    const port = from + ((first + step) % size);
    if (!taken.has(port)) yield port;
  }
}

/** FNV-1a of 32 bits over the code units (http://www.isthe.com/chongo/tech/comp/fnv/). It spreads, and hides nothing. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
