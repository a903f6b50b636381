import { protocolName, hasPorts } from '../../net/protocol.ts';
import type { AddressBook } from '../address-book.ts';
import type { Party } from '../facts/tally.ts';
import type { Share } from './traffic-finding.ts';

/** ISO time of seconds; null where there is none or it is no time. */
export function isoTime(seconds: number): string | null {
  if (!Number.isFinite(seconds) || Math.abs(seconds) > 8.64e12) return null;
  return new Date(seconds * 1000).toISOString();
}

export function addressShares(parties: readonly Party[], book: AddressBook): Share[] {
  return parties.map(({ family, value, events }) => ({ name: book.format(family, value), events }));
}

/** `22/tcp`; `icmp code 0` of protocols without ports. */
export function portShares(parties: readonly Party[]): Share[] {
  return parties.map(({ family: protocol, value, events }) => ({ name: portName(protocol, value), events }));
}

export function portName(protocol: number, value: number): string {
  return hasPorts(protocol) ? `${value}/${protocolName(protocol)}` : protocolName(protocol);
}
