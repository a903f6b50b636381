import { formatIPv4, formatIPv6, isIPv4Mapped, type IPv6Words } from '../net/address.ts';
import type { IpAddress } from '../net/prefix.ts';
import { scopeOfIPv4, scopeOfIPv6, type AddressScope } from '../net/scope.ts';
import type { SocketTable } from './socket-table.ts';

/**
 * From how far a socket can be reached by the address it is bound to, before any firewall has its say:
 * `wildcard` every address of the host, `contained` another network namespace, into which the host may forward,
 * `peer` connected and deaf to everybody else.
 */
export type Exposure = 'loopback' | 'contained' | 'link-local' | 'private' | 'public' | 'wildcard' | 'peer' | 'unknown';

/** From the least to the most reachable. */
const REACH: readonly Exposure[] = [
  'peer',
  'unknown',
  'loopback',
  'contained',
  'link-local',
  'private',
  'public',
  'wildcard',
];

export function compareReach(a: Exposure, b: Exposure): number {
  return REACH.indexOf(a) - REACH.indexOf(b);
}

export function formatLocalAddress(table: SocketTable, row: number): string {
  // Without an array of words for the many that have one word only.
  return table.family(row) === 4 ? formatIPv4(table.localIPv4(row)) : formatAddress(6, table.local(row));
}

export function formatRemoteAddress(table: SocketTable, row: number): string {
  return table.family(row) === 4 ? formatIPv4(table.remoteIPv4(row)) : formatAddress(6, table.remote(row));
}

/** Addresses as words; an IPv4 peer of an IPv6 socket is printed as the IPv4 address it is. */
export function formatAddress(family: 4 | 6, words: IPv6Words): string {
  return family === 4 || isIPv4Mapped(words) ? formatIPv4(words[3]) : formatIPv6(words);
}

export function exposureOf(table: SocketTable, row: number, isOtherNamespace = false): Exposure {
  if (!table.isListening(row)) return 'peer';
  const exposure = exposureOfScope(scopeOf(table, row));
  // A wildcard inside a container is every address of the container.
  return isOtherNamespace && exposure !== 'loopback' ? 'contained' : exposure;
}

/** What listens on an address, in the namespace of the host. */
export function exposureOfAddress({ family, words }: IpAddress): Exposure {
  return exposureOfScope(family === 4 ? scopeOfIPv4(words[0]) : scopeOfIPv6(words));
}

function scopeOf(table: SocketTable, row: number): AddressScope {
  return table.family(row) === 4 ? scopeOfIPv4(table.localIPv4(row)) : scopeOfIPv6(table.local(row));
}

function exposureOfScope(scope: AddressScope): Exposure {
  switch (scope) {
    case 'unspecified':
      return 'wildcard';
    case 'loopback':
    case 'link-local':
    case 'private':
    case 'public':
      return scope;
    case 'shared':
      return 'private'; // RFC 6598: behind the carrier's NAT
    case 'multicast':
    case 'broadcast':
      return 'link-local'; // what is sent to the link reaches it
    default:
      return 'unknown';
  }
}

/** The reason behind an exposure, one clause for a person. */
export function explainExposure(exposure: Exposure, address: string): string {
  switch (exposure) {
    case 'wildcard':
      return 'bound to every address of this host';
    case 'public':
      return `bound to ${address}, a public address`;
    case 'private':
      return `bound to ${address}, reachable from the private network`;
    case 'link-local':
      return `bound to ${address}, reachable from the same link`;
    case 'loopback':
      return `bound to ${address}, reachable from this host only`;
    case 'contained':
      return `bound to ${address} inside another network namespace; forwarded ports are not seen from here`;
    case 'peer':
      return 'connected: only its peer can reach it';
    case 'unknown':
      return `bound to ${address}, an address of a reserved block`;
  }
}

/** The word for a table's column. */
export const EXPOSURE_WORDS: Readonly<Record<Exposure, string>> = {
  wildcard: 'any address',
  public: 'public address',
  private: 'private network',
  'link-local': 'same link',
  loopback: 'this host',
  contained: 'contained',
  peer: '-',
  unknown: 'not known',
};
