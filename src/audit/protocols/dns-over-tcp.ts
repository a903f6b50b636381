import type { FrameShape } from '../conversation/frames.ts';
import type { DnsMessage } from './dns-message.ts';

/** A message with its length in two bytes, RFC 1035 section 4.2.2; one shorter than its header is none. */
export const DNS_FRAME: FrameShape = {
  headerBytes: 2,
  lengthOf: ([high = 0, low = 0]) => {
    const length = (high << 8) | low;
    return length < 12 ? null : length + 2;
  },
  maxBytes: 65_537,
};

export function isDnsAnswer(message: DnsMessage, id: number): boolean {
  return message.isResponse && message.id === id;
}

/** An identification for a query, from two random bytes. */
export function dnsId([high = 0, low = 0]: Uint8Array): number {
  return (high << 8) | low;
}
