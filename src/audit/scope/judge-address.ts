import {
  formatIp,
  isDirectedBroadcast,
  parseIp,
  parsePrefix,
  prefixContains,
  type IpAddress,
} from '../../net/prefix.ts';
import { isIPv4Mapped } from '../../net/address.ts';
import { reachOf, withoutZone } from '../address.ts';
import { embeddedIPv4 } from './embedded-address.ts';
import type { Scope } from './scope.ts';

/** Why nothing is sent to an address, and what would have to be written for it. */
export interface Refusal {
  readonly address: string;
  readonly reason: string;
  /** The line to add to the policy file, or the flag to give; null where nothing makes it permitted. */
  readonly remedy: string | null;
}

/**
 * Addresses that answer for a cloud's instance instead of being a host: asking them hands out credentials or changes the
 * machine. AWS IMDS and ECS, its IPv6 form, Alibaba Cloud, Oracle Cloud, Azure's wire server: vendors' documentation.
 */
const METADATA = [
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  'fd00:ec2::254',
  'fd00:ec2::23',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
  'fd20:ce::254',
].flatMap((text) => parsePrefix(text) ?? []);

/** Judges where a packet may go. Null: it may. An address that carries another one needs leave for both. */
export function judgeAddress(text: string, scope: Scope, now: Date): Refusal | null {
  const address = parseIp(withoutZone(text));
  if (address === null) return { address: text, reason: 'it is no IP address', remedy: null };
  const embedded = embeddedIPv4(address);
  // A mapped address is the IPv4 address and nothing else: the kernel sends an IPv4 packet.
  if (embedded !== null && address.family === 6 && isIPv4Mapped(address.words))
    return judge(embedded, text, scope, now);
  const inner = embedded === null ? null : judge(embedded, text, scope, now);
  return inner ?? judge(address, text, scope, now);
}

function judge(address: IpAddress, written: string, scope: Scope, now: Date): Refusal | null {
  const name = formatIp(address);
  const shown = name === withoutZone(written) ? written : `${written} (${name})`;
  const never = neverPermitted(address, scope);
  if (never !== null) return { address: shown, reason: never, remedy: null };
  const reach = reachOf(address);
  if (reach === 'loopback' || isOwn(address, scope)) return null;
  if (reach === 'public') return judgePublic(address, shown, scope, now);
  if (scope.allow.some((prefix) => prefixContains(prefix, address))) return null;
  return {
    address: shown,
    reason: `it is a ${reach} address, not of this machine, and the policy file does not allow it`,
    remedy: `scope: { allow: ["${name}"] }`,
  };
}

function neverPermitted(address: IpAddress, scope: Scope): string | null {
  if (METADATA.some((prefix) => prefixContains(prefix, address))) {
    return "it is a cloud's metadata service, which is never asked";
  }
  const reach = reachOf(address);
  if (reach === 'multicast') return 'it is a multicast address: many hosts would get each packet';
  const isBroadcast = scope.ownNetworks.some((network) => isDirectedBroadcast(network, address));
  if (reach === 'broadcast' || isBroadcast) return 'it is a broadcast address: all hosts would get each packet';
  if (reach === 'unspecified') return 'it is the unspecified address, which is no host';
  if (address.family === 4 && address.words[0] >>> 24 === 0) return '0.0.0.0/8 is no host (RFC 791 section 3.2)';
  return null;
}

function judgePublic(address: IpAddress, shown: string, scope: Scope, now: Date): Refusal | null {
  const name = formatIp(address);
  const authorities = scope.authorities.filter(({ prefixes }) =>
    prefixes.some((each) => prefixContains(each, address)),
  );
  const [first] = authorities;
  if (first === undefined) {
    return {
      address: shown,
      reason: 'it is a public address, and the policy file names nobody who authorised it',
      remedy: `scope: { authorised: [{ addresses: ["${name}"], by: WHO, reference: TICKET, until: YYYY-MM-DD }] }`,
    };
  }
  const current = authorities.find(({ until }) => until.getTime() >= now.getTime());
  if (current === undefined) {
    return {
      address: shown,
      reason: `the authority of ${first.by} ended on ${first.until.toISOString().slice(0, 10)}`,
      remedy: 'a later "until" in scope.authorised, once they agreed to it',
    };
  }
  if (scope.isConfirmed) return null;
  return {
    address: shown,
    reason: `it is a public address, authorised by ${current.by} (${current.reference}), and that is to be confirmed each time`,
    remedy: '--yes-authorised',
  };
}

function isOwn(address: IpAddress, { own }: Scope): boolean {
  const name = formatIp(address);
  return own.some((each) => formatIp(each) === name);
}
