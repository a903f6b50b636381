import { parseIPv4, parseIPv6, formatIPv4, formatIPv6, type IPv6Words } from './address.ts';

/** An IP address: one word for IPv4, four for IPv6. */
export type IpAddress =
  | { readonly family: 4; readonly words: readonly [number] }
  | { readonly family: 6; readonly words: IPv6Words };

/** A network: `192.0.2.0/24`, `2001:db8::/32`; one address is a network too. */
export interface Prefix {
  readonly family: 4 | 6;
  readonly words: readonly number[];
  /** Leading bits that count, 0 to 32 or 128. */
  readonly length: number;
}

/** Reads an address without a zone; null where the text is none. */
export function parseIp(text: string): IpAddress | null {
  const word = parseIPv4(text);
  if (word !== null) return { family: 4, words: [word] };
  const words = parseIPv6(text);
  return words === null ? null : { family: 6, words };
}

export function formatIp(address: IpAddress): string {
  return address.family === 4 ? formatIPv4(address.words[0]) : formatIPv6(address.words);
}

/** Null where the text is none. */
export function parsePrefix(text: string): Prefix | null {
  const [addressText = '', lengthText, ...more] = text.split('/');
  if (more.length > 0 || (lengthText !== undefined && !/^\d{1,3}$/.test(lengthText))) return null;
  const address = parseIp(addressText);
  if (address === null) return null;
  const bits = 32 * address.words.length;
  const length = lengthText === undefined ? bits : Number(lengthText);
  return length > bits ? null : { family: address.family, words: address.words, length };
}

/** Whether the words of an address, of the prefix's own family, begin with its bits. */
export function beginsWith(words: readonly number[], prefix: Prefix): boolean {
  let left = prefix.length;
  for (const [index, word] of words.entries()) {
    if (left <= 0) return true;
    const shift = Math.max(32 - left, 0);
    if ((word ^ (prefix.words[index] ?? 0)) >>> shift !== 0) return false;
    left -= 32;
  }
  return true;
}

export function prefixContains(prefix: Prefix, address: IpAddress): boolean {
  return prefix.family === address.family && beginsWith(address.words, prefix);
}

/** Whether it is the highest address of an IPv4 network, which stands for all hosts of it (RFC 919). */
export function isDirectedBroadcast(prefix: Prefix, address: IpAddress): boolean {
  if (prefix.family !== 4 || address.family !== 4 || prefix.length > 30) return false;
  const hosts = 2 ** (32 - prefix.length) - 1;
  const base = (prefix.words[0] ?? 0) - ((prefix.words[0] ?? 0) % (hosts + 1));
  return address.words[0] === base + hosts;
}
