import type { PortSet } from '../../knowledge/pattern.ts';
import { MAX_PORT, parsePortRange } from '../../net/port.ts';

/** What the names in a sign's port sets stand for. */
export interface NamedPorts {
  /** Ports of all service dossiers that name the pattern. */
  readonly named: readonly PortSet[];
  /** The range of client ports, first and last. */
  readonly ephemeral: readonly [first: number, last: number];
  /** Ports with a service in the registry. */
  readonly registered: () => PortMap;
}

/** A set of ports, one byte a port. */
export type PortMap = Uint8Array;

/** Maps that were made, by what they were made of: the same few sets stand in most signs. */
const MADE = new Map<string, PortMap>();

/** The ports of some sets. The same map for the same sets; it may not be changed. */
export function portMapOf(sets: readonly PortSet[], names: NamedPorts): PortMap {
  if (sets.includes('named') || sets.includes('registered')) return makeMap(sets, names);
  const key = `${names.ephemeral.join('-')} ${sets.join()}`;
  let map = MADE.get(key);
  if (map === undefined) {
    map = makeMap(sets, names);
    MADE.set(key, map);
  }
  return map;
}

function makeMap(sets: readonly PortSet[], names: NamedPorts): PortMap {
  const map = new Uint8Array(MAX_PORT + 1);
  for (const set of sets.flatMap((one) => (one === 'named' ? names.named : [one]))) {
    if (typeof set === 'number') map[set] = 1;
    else if (set === 'ephemeral') map.fill(1, names.ephemeral[0], names.ephemeral[1] + 1);
    else if (set === 'registered') {
      for (const [port, isRegistered] of names.registered().entries()) if (isRegistered === 1) map[port] = 1;
    } else {
      const range = parsePortRange(set);
      if (range !== null) map.fill(1, range.from, range.to + 1);
    }
  }
  return map;
}

export function intersection(a: PortMap | null, b: PortMap | null): PortMap | null {
  if (a === null || b === null) return a ?? b;
  return a.map((value, port) => value & (b[port] ?? 0));
}
