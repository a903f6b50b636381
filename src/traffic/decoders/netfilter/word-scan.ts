import { wordEnd } from './words.ts';

const SPACE = 0x20;
const DOT = 0x2e;
const COLON = 0x3a;
/** More digits have no value that is kept, and would not be small integers to V8. */
const MAX_DIGITS = 9;

/** Reads values from bytes; `stop` is afterwards the end of the word in which the value stands: a space, or the end. */
export class WordScan {
  stop = 0;
  /** The address of the last `isIPv4` that held; 32 bits, whatever the sign. */
  address = 0;

  /** A decimal number that fills the rest of the word; -1 where there is none. */
  decimal(bytes: Uint8Array, at: number, end: number): number {
    const last = Math.min(end, at + MAX_DIGITS);
    let value = 0;
    let place = at;
    for (; place < last; place++) {
      const digit = (bytes[place] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (place > at && (place >= end || bytes[place] === SPACE)) {
      this.stop = place;
      return value;
    }
    this.stop = wordEnd(bytes, place, end);
    return -1;
  }

  /** Whether the rest of the word is a dotted quad. */
  isIPv4(bytes: Uint8Array, at: number, end: number): boolean {
    let address = 0;
    let octet = 0;
    let digits = 0;
    let dots = 0;
    let place = at;
    for (; place < end; place++) {
      const byte = bytes[place] ?? 0;
      if (byte === DOT) {
        if (digits === 0 || dots === 3) break;
        address = (address << 8) | octet;
        octet = 0;
        digits = 0;
        dots++;
        continue;
      }
      const digit = byte - 0x30;
      if (digit < 0 || digit > 9 || digits === 3) break;
      octet = octet * 10 + digit;
      digits++;
      if (octet > 255) break;
    }
    const isWhole = dots === 3 && digits > 0 && octet <= 255 && (place >= end || bytes[place] === SPACE);
    this.stop = isWhole ? place : wordEnd(bytes, place, end);
    this.address = (address << 8) | octet;
    return isWhole;
  }

  /** The end of `MAC=` and 14 bytes in hexadecimal, which every line has, without looking at each of them. */
  macEnd(bytes: Uint8Array, at: number, end: number): number {
    const stop = at + 45;
    const isPlain =
      stop < end &&
      bytes[stop] === SPACE &&
      bytes[at + 6] === COLON &&
      bytes[at + 15] === COLON &&
      bytes[at + 24] === COLON &&
      bytes[at + 33] === COLON &&
      bytes[at + 42] === COLON;
    return isPlain ? stop : wordEnd(bytes, at, end);
  }
}
