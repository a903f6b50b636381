import { formatIp, parseIp, prefixContains, type IpAddress, type Prefix } from '../../net/prefix.ts';
import { canonicalAddress, reachOf, withoutZone } from '../address.ts';
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
  const address = parseIp(canonicalAddress(withoutZone(text)));
  if (address === null) return 'routed';
  const reach = reachOf(address);
  const name = formatIp(address);
  if (reach === 'loopback' || own.some((each) => formatIp(each) === name)) return 'same-address';
  if (reach === 'link-local') return 'same-subnet';
  return ownNetworks.some((network) => prefixContains(network, address)) ? 'same-subnet' : 'routed';
}
