import { TCP } from '../../../net/protocol.ts';
import { INTERFACE } from './logged-packet.ts';

const SPACE = 0x20;
const EQUALS = 0x3d;
const CLOSE = 0x5d;

/** Where the word ends in which the byte is: the space behind it, or the end. */
export function wordEnd(bytes: Uint8Array, at: number, end: number): number {
  let stop = at;
  while (stop < end && bytes[stop] !== SPACE) stop++;
  return stop;
}

/**
 * Where the words of the packet before `next` end, and the text of another line begins: behind the last `KEY=value`, and
 * the options or the bracket that may follow it.
 */
export function endOfWords(bytes: Uint8Array, start: number, next: number): number {
  let at = next;
  while (at > start && bytes[at - 1] !== EQUALS) at--;
  at = wordEnd(bytes, at, next);
  while (at < next && (bytes[at + 1] === CLOSE || (bytes[at + 1] === 0x4f && bytes[at + 2] === 0x50))) {
    const isOptions = bytes[at + 1] !== CLOSE;
    at = wordEnd(bytes, at + 1, next);
    if (isOptions) at = wordEnd(bytes, at + 1, next);
  }
  while (at < next && bytes[at] === SPACE) at++;
  return Math.min(at, next);
}

/** `SYN` and its kin; 0 for other words of three letters. */
export function flagOf(bytes: Uint8Array, at: number): number {
  switch (((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)) {
    case 0x53594e:
      return TCP.syn;
    case 0x41434b:
      return TCP.ack;
    case 0x525354:
      return TCP.rst;
    case 0x46494e:
      return TCP.fin;
    case 0x505348:
      return TCP.psh;
    case 0x555247:
      return TCP.urg;
    case 0x454345:
      return TCP.ece;
    case 0x435752:
      return TCP.cwr;
    default:
      return 0;
  }
}

/** `IN=` somewhere in the word: `DROP:IN=eth0`. */
export function hasInterface(bytes: Uint8Array, at: number, stop: number): boolean {
  for (let place = at + 2; place < stop; place++) {
    if (bytes[place] === EQUALS && bytes[place - 1] === 0x4e && bytes[place - 2] === 0x49) {
      // Not PHYSIN=
      return place - 3 < at || bytes[place - 3] !== 0x53;
    }
  }
  return false;
}

/** `lo` is the machine itself. */
export function interfaceOf(bytes: Uint8Array, at: number, stop: number): number {
  if (stop <= at) return INTERFACE.none;
  return stop - at === 2 && bytes[at] === 0x6c && bytes[at + 1] === 0x6f ? INTERFACE.loopback : INTERFACE.some;
}
