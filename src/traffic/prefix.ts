import { beginsWith, isDirectedBroadcast, type Prefix } from '../net/prefix.ts';
import type { AddressBook } from './address-book.ts';

/** Whether a prefix holds an address of a batch: the word of an IPv4 one, or the number of an IPv6 one in the book. */
export function prefixHolds(prefix: Prefix, family: number, value: number, book: AddressBook): boolean {
  if (family !== prefix.family) return false;
  return beginsWith(family === 4 ? [value] : book.words(value), prefix);
}

/** Whether it is the highest address of an IPv4 network, which stands for all hosts of it (RFC 919). */
export function isBroadcastOf(prefix: Prefix, family: number, value: number): boolean {
  return family === 4 && isDirectedBroadcast(prefix, { family, words: [value] });
}
