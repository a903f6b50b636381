import { OUTCOME } from '../../event-batch.ts';
import { TCP } from '../../../net/protocol.ts';

const FLAG_OF: Readonly<Record<string, number>> = {
  C: TCP.cwr,
  E: TCP.ece,
  U: TCP.urg,
  A: TCP.ack,
  P: TCP.psh,
  R: TCP.rst,
  S: TCP.syn,
  F: TCP.fin,
};

/**
 * TCP flags as nfdump writes them, `...AP.SF` or without the first two; -1 where there are none. `........` is that too:
 * a flow without flags and an exporter that does not send any look the same.
 */
export function nfdumpFlags(text: string): number {
  if (text.length > 8) return -1;
  let flags = 0;
  for (const letter of text) flags |= FLAG_OF[letter] ?? 0;
  return flags === 0 ? -1 : flags;
}

/** Outcome from the forwarding status (RFC 7270 4.12): its first two bits are the class. */
export function forwardingOutcome(status: number): number {
  if (status >= 64 && status < 128) return OUTCOME.allowed;
  return status >= 128 && status < 192 ? OUTCOME.dropped : OUTCOME.unknown;
}

/** No IPv4 packet has fewer bytes: less is a fault (some nfdump 1.7 print the packets as bytes). */
export function plausibleBytes(bytes: number, packets: number): number {
  return bytes < 20 * packets ? Number.NaN : bytes;
}
