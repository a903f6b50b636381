import { formatHalves, toHalves, type AddressHalves } from './address-halves.ts';
import { parsePrefix } from '../net/prefix.ts';

/**
 * The addresses of a network, in halves. A network is aligned, so each half has a range of its own, and both together are exactly the
 * network.
 */
export interface HalvesRange {
  readonly first: AddressHalves;
  readonly last: AddressHalves;
}

const ALL = (1n << 64n) - 1n;

/** Reads an address or a network, `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/32`; null where the text is none. */
export function parseHalvesRange(text: string): HalvesRange | null {
  const prefix = parsePrefix(text);
  if (prefix === null) return null;
  const [a = 0, b = 0, c = 0, d = 0] = prefix.words;
  const { hi, lo } = toHalves(prefix.family === 4 ? { family: 4, words: [a] } : { family: 6, words: [a, b, c, d] });
  // IPv4 lies in ::ffff:0:0/96.
  const length = prefix.family === 4 ? prefix.length + 96 : prefix.length;
  const [high, low] = [rest(Math.min(length, 64)), rest(Math.max(length - 64, 0))];
  return {
    first: { hi: hi - (hi & high), lo: lo - (lo & low) },
    last: { hi: hi | high, lo: lo | low },
  };
}

/** `192.0.2.7`, or `192.0.2.0 - 192.0.2.255`. */
export function formatHalvesRange({ first, last }: HalvesRange): string {
  const [from, to] = [formatHalves(first), formatHalves(last)];
  return from === to ? from : `${from} - ${to}`;
}

/** The bits of a half behind its first `length`, all set. */
function rest(length: number): bigint {
  return ALL >> BigInt(length);
}
