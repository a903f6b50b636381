import { formatIPv4 } from '../net/address.ts';
import { parseIp, parsePrefix, type Prefix } from '../net/prefix.ts';
import { canonicalAddress } from './address.ts';

/** More addresses than that in one word are a mistake more often than a wish. */
const MAX_ADDRESSES = 4096;

/** What a word on the command line names. */
export type TargetWord =
  | { readonly kind: 'addresses'; readonly addresses: readonly string[] }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'wrong'; readonly reason: string };

const NAME = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*\.?$/i;
/** Whether it is a name of DNS in letters, digits, dashes and underscores, of labels with 1 to 63 of them. */
export function isHostName(text: string): boolean {
  return NAME.test(text);
}

const ZONED = /^([0-9a-f:.]+)%([\w.-]{1,15})$/i;

/** Reads an address, a network of at most 4,096 addresses, or a host's name (RFC 1123 section 2.1, and `_`). */
export function readTarget(word: string): TargetWord {
  const zoned = ZONED.exec(word);
  if (zoned !== null && parseIp(zoned[1] ?? '')?.family === 6)
    return { kind: 'addresses', addresses: [canonicalAddress(word)] };
  const bare = /^\[(.*)\]$/.exec(word)?.[1] ?? word;
  if (parseIp(bare) !== null) return { kind: 'addresses', addresses: [canonicalAddress(bare)] };
  if (bare.includes('/')) return readNetwork(bare);
  // What has only digits and dots is an address to some programs (127.1, 0x7f.1), and a name to none.
  if (/^[\d.]+$|^0x/i.test(bare))
    return { kind: 'wrong', reason: `"${word}" is no IP address; write all four numbers` };
  if (isHostName(bare)) return { kind: 'name', name: bare };
  return { kind: 'wrong', reason: `"${word}" is no address, network or host name` };
}

function readNetwork(word: string): TargetWord {
  const prefix = parsePrefix(word);
  if (prefix === null) return { kind: 'wrong', reason: `"${word}" is no network; write it as 10.20.0.0/24` };
  const bits = prefix.family === 4 ? 32 : 128;
  if (bits - prefix.length > 12) {
    return { kind: 'wrong', reason: `${word} has more than ${MAX_ADDRESSES} addresses; name a smaller network` };
  }
  if (prefix.family === 6) return { kind: 'wrong', reason: `${word}: of IPv6, single addresses only` };
  return { kind: 'addresses', addresses: hostsOf(prefix) };
}

/** The first and the last address of an IPv4 network are no hosts (RFC 1122 section 3.2.1.3), unless it is a /31 (RFC 3021). */
function hostsOf({ words, length }: Prefix): string[] {
  const size = 2 ** (32 - length);
  const base = Math.floor((words[0] ?? 0) / size) * size;
  const margin = size > 2 ? 1 : 0;
  return Array.from({ length: size - 2 * margin }, (_, index) => formatIPv4(base + margin + index));
}
