import { isIPv4Mapped, type IPv6Words } from './address.ts';

/**
 * How far an address reaches, from the IANA special-purpose registries (iana-ipv4-special-registry,
 * iana-ipv6-special-registry; RFC 6890). `public` means globally reachable unicast.
 */
export type AddressScope =
  | 'unspecified'
  | 'loopback'
  | 'link-local'
  | 'private'
  | 'shared'
  | 'multicast'
  | 'broadcast'
  | 'reserved'
  | 'public';

/** Base, prefix length, scope: the first match counts, so narrower blocks stand first. */
const IPV4_PREFIXES: readonly (readonly [base: number, length: number, scope: AddressScope])[] = [
  [0x00000000, 32, 'unspecified'],
  [0xffffffff, 32, 'broadcast'],
  [0x7f000000, 8, 'loopback'], // RFC 1122 3.2.1.3
  [0xa9fe0000, 16, 'link-local'], // RFC 3927
  [0x0a000000, 8, 'private'], // RFC 1918
  [0xac100000, 12, 'private'],
  [0xc0a80000, 16, 'private'],
  [0x64400000, 10, 'shared'], // RFC 6598, behind a carrier's NAT
  [0xe0000000, 4, 'multicast'], // RFC 1112
  [0x00000000, 8, 'reserved'], // "this network", RFC 791 3.2
  [0xc0000009, 32, 'public'], // PCP anycast, RFC 7723, globally reachable inside 192.0.0.0/24
  [0xc000000a, 32, 'public'], // TURN anycast, RFC 8155
  [0xc0000000, 24, 'reserved'], // RFC 6890
  [0xc0000200, 24, 'reserved'], // documentation, RFC 5737
  [0xc6336400, 24, 'reserved'],
  [0xcb007100, 24, 'reserved'],
  [0xc6120000, 15, 'reserved'], // benchmarking, RFC 2544
  [0xc0586302, 32, 'reserved'], // 6a44 relay anycast, RFC 6751, inside a provider only
  [0xf0000000, 4, 'reserved'], // RFC 1112 section 4
];

const IPV4_BLOCKS = IPV4_PREFIXES.map(([base, length, scope]) => ({ base, shift: 32 - length, scope }));

export function scopeOfIPv4(word: number): AddressScope {
  for (const { base, shift, scope } of IPV4_BLOCKS) {
    if ((word ^ base) >>> shift === 0) return scope;
  }
  return 'public';
}

export function scopeOfIPv6(words: IPv6Words): AddressScope {
  const [first, second, third, fourth] = words;
  if (isIPv4Mapped(words)) return scopeOfIPv4(fourth);
  if (first === 0 && second === 0 && third === 0) {
    if (fourth === 0) return 'unspecified';
    if (fourth === 1) return 'loopback';
  }
  const top = first >>> 24;
  if (top === 0xff) return 'multicast'; // RFC 4291 2.7
  if (first >>> 22 === 0x3fa) return 'link-local'; // fe80::/10
  if (top >>> 1 === 0x7e) return 'private'; // fc00::/7, unique local, RFC 4193
  if (first >>> 0 === 0x0064ff9b) return scopeOfTranslation(words);
  if (first >>> 0 === 0x20010db8) return 'reserved'; // documentation, RFC 3849
  if (first >>> 12 === 0x3fff0) return 'reserved'; // 3fff::/20 documentation, RFC 9637
  if (first >>> 9 === 0x20010000 >>> 9) return scopeOfAssignment(words);
  if (first >>> 29 === 1) return 'public'; // 2000::/3, the only global unicast space handed out
  return 'reserved';
}

/** 64:ff9b::/32, of which two blocks are in use for NAT64: one of everybody's (RFC 6052), one local (RFC 8215). */
function scopeOfTranslation([, second, third]: IPv6Words): AddressScope {
  if (second === 0 && third === 0) return 'public';
  return second >>> 16 === 1 ? 'private' : 'reserved';
}

/** 2001::/23, IETF protocol assignments (RFC 2928): reachable only where a narrower block says so. */
function scopeOfAssignment([first, second, third, fourth]: IPv6Words): AddressScope {
  const low = first & 0xffff;
  if (low === 0) return 'public'; // Teredo, RFC 4380
  if (low === 1 && second === 0 && third === 0 && fourth >= 1 && fourth <= 3) return 'public'; // anycast: RFC 7723, 8155, 9665
  if (low === 3) return 'public'; // AMT, RFC 7450
  if (low === 4 && second >>> 16 === 0x112) return 'public'; // AS112, RFC 7535
  if (low >>> 4 === 2 || low >>> 4 === 3) return 'public'; // ORCHIDv2, RFC 7343; drone identifiers, RFC 9374
  return 'reserved';
}
