import { parseIPv4, parseIPv6, type IPv6Words } from '../net/address.ts';
import type { AddressBook } from './address-book.ts';

/** A network: `192.0.2.0/24`, `2001:db8::/32`; one address is a network too. */
export interface Prefix {
  readonly family: 4 | 6;
  readonly words: readonly number[];
  readonly length: number;
}

/** Null where the text is none. */
export function parsePrefix(text: string): Prefix | null {
  const [address = '', lengthText, ...more] = text.split('/');
  if (more.length > 0 || (lengthText !== undefined && !/^\d{1,3}$/.test(lengthText))) return null;
  const ipv4 = parseIPv4(address);
  const words = ipv4 === null ? parseIPv6(address) : [ipv4];
  if (words === null) return null;
  const bits = 32 * words.length;
  const length = lengthText === undefined ? bits : Number(lengthText);
  return length > bits ? null : { family: ipv4 === null ? 6 : 4, words, length };
}

export function prefixHolds(prefix: Prefix, family: number, value: number, book: AddressBook): boolean {
  if (family !== prefix.family) return false;
  const words: readonly number[] | IPv6Words = family === 4 ? [value] : book.words(value);
  let left = prefix.length;
  for (const [index, word] of words.entries()) {
    if (left <= 0) return true;
    const shift = Math.max(32 - left, 0);
    if ((word ^ (prefix.words[index] ?? 0)) >>> shift !== 0) return false;
    left -= 32;
  }
  return true;
}

/** Whether it is the highest address of an IPv4 network, which stands for all hosts of it (RFC 919). */
export function isBroadcastOf(prefix: Prefix, family: number, value: number): boolean {
  if (family !== 4 || prefix.family !== 4 || prefix.length > 30) return false;
  const hosts = 2 ** (32 - prefix.length) - 1;
  const base = (prefix.words[0] ?? 0) - ((prefix.words[0] ?? 0) % (hosts + 1));
  return value === base + hosts;
}
