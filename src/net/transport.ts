/** The transports that have a 16-bit port space of their own, in the order every listing uses. */
export const TRANSPORTS = ['tcp', 'udp', 'sctp', 'dccp'] as const;

/** RFC 6335 section 1: TCP, UDP, SCTP and DCCP each have their own space of 65,536 ports. */
export type Transport = (typeof TRANSPORTS)[number];

export function isTransport(text: string): text is Transport {
  return (TRANSPORTS as readonly string[]).includes(text);
}
