/** IP protocol numbers (IANA protocol-numbers) that the lens speaks of. */
export const PROTOCOL = {
  icmp: 1,
  igmp: 2,
  ipip: 4,
  tcp: 6,
  udp: 17,
  dccp: 33,
  ipv6: 41,
  gre: 47,
  esp: 50,
  ah: 51,
  icmpv6: 58,
  sctp: 132,
  udplite: 136,
  /** Not logged. 255 is reserved, so no packet has it. */
  unknown: 255,
} as const;

const NAMES = new Map<number, string>(Object.entries(PROTOCOL).map(([name, number]) => [number, name]));

/** `tcp`; a protocol without a name here is `ip-89`. */
export function protocolName(number: number): string {
  return NAMES.get(number) ?? `ip-${number}`;
}

/** The number of a protocol as logs write it: `TCP`, `6`, `ICMPv6`; `unknown` for other words. */
export function protocolOf(text: string): number {
  const name = text.toLowerCase();
  if (/^\d{1,3}$/.test(name)) return Math.min(Number(name), PROTOCOL.unknown);
  if (name === 'ipv6-icmp' || name === 'icmp6' || name === 'icmpv6') return PROTOCOL.icmpv6;
  for (const [number, known] of NAMES) if (known === name) return number;
  return PROTOCOL.unknown;
}

export function hasPorts(protocol: number): boolean {
  return (
    protocol === PROTOCOL.tcp ||
    protocol === PROTOCOL.udp ||
    protocol === PROTOCOL.sctp ||
    protocol === PROTOCOL.dccp ||
    protocol === PROTOCOL.udplite
  );
}

/** Bits of the TCP header's flags (RFC 9293 3.1; ECE and CWR: RFC 3168). */
export const TCP = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32, ece: 64, cwr: 128 } as const;
