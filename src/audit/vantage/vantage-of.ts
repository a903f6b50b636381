import { scopeOfIPv4, scopeOfIPv6 } from '../../net/scope.ts';
import { formatIp, parseIp, prefixContains, type IpAddress, type Prefix } from '../../net/prefix.ts';
import type { Vantage } from './vantage.ts';

/** What is known of this machine's own addresses. */
export interface OwnAddresses {
  readonly own: readonly IpAddress[];
  readonly ownNetworks: readonly Prefix[];
}

/**
 * From where an address is asked, when this machine asks it directly. For an address of its own the kernel takes the very
 * same address as the sender's (RFC 6724 rule 1), so a server sees itself.
 */
export function vantageOf(text: string, { own, ownNetworks }: OwnAddresses): Vantage {
  const zone = text.indexOf('%');
  const address = parseIp(zone === -1 ? text : text.slice(0, zone));
  if (address === null) return 'routed';
  const scope = address.family === 4 ? scopeOfIPv4(address.words[0]) : scopeOfIPv6(address.words);
  const name = formatIp(address);
  if (scope === 'loopback' || own.some((each) => formatIp(each) === name)) return 'same-address';
  if (scope === 'link-local') return 'same-subnet';
  return ownNetworks.some((network) => prefixContains(network, address)) ? 'same-subnet' : 'routed';
}
