import { formatIPv4, isIPv4Mapped } from '../net/address.ts';
import { formatIp, parseIp, type IpAddress } from '../net/prefix.ts';
import { scopeOfIPv4, scopeOfIPv6, type AddressScope } from '../net/scope.ts';

/** `fe80::1` of `fe80::1%eth0`: the zone (RFC 4007 section 11) says by which interface, and is no part of the address. */
export function withoutZone(text: string): string {
  const at = text.indexOf('%');
  return at === -1 ? text : text.slice(0, at);
}

/**
 * The one text by which an address is known: as RFC 5952 writes it, with its zone, and an IPv4-mapped one as the IPv4 address
 * that the kernel sends to. What is no address stays as it is.
 */
export function canonicalAddress(text: string): string {
  const address = parseIp(withoutZone(text));
  if (address === null) return text;
  if (address.family === 6 && isIPv4Mapped(address.words)) return formatIPv4(address.words[3]);
  return formatIp(address) + text.slice(withoutZone(text).length);
}

/** How far an address reaches. */
export function reachOf(address: IpAddress): AddressScope {
  return address.family === 4 ? scopeOfIPv4(address.words[0]) : scopeOfIPv6(address.words);
}
