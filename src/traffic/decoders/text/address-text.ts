import { parseIPv6 } from '../../../net/address.ts';
import type { AddressBook } from '../../address-book.ts';

const DOT = 0x2e;
const COLON = 0x3a;
/** `2001:0db8:0000:0000:0000:0000:0000:0001` */
const FULL_LENGTH = 39;

/**
 * Reads addresses from bytes without making strings of the common ones. One of them serves a reader for all its
 * addresses: the result of the last `read` stands in its fields.
 */
export class AddressText {
  family = 0;
  value = 0;
  readonly #book: AddressBook;
  readonly #scratch = new Uint8Array(64);
  readonly #lastText = new Uint8Array(46);
  readonly #words = new Uint32Array(4);
  #lastLength = 0;
  #lastPlace = 0;

  constructor(book: AddressBook) {
    this.#book = book;
  }

  /** Whether the bytes are one IPv4 or IPv6 address and nothing else; a zone (`%eth0`) is left out. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    for (let at = start; at < end && at < start + 5; at++) {
      if (bytes[at] === COLON) return this.#readIPv6(bytes, start, end);
      if (bytes[at] === DOT) break;
    }
    const value = readIPv4(bytes, start, end);
    if (value < 0) return false;
    this.family = 4;
    this.value = value;
    return true;
  }

  /** The same of Latin-1 text. */
  readText(text: string): boolean {
    const { length } = text;
    if (length > this.#scratch.length) return false;
    for (let at = 0; at < length; at++) this.#scratch[at] = text.charCodeAt(at);
    return this.read(this.#scratch, 0, length);
  }

  #readIPv6(bytes: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    // The same address stands in many lines that follow each other.
    if (length === this.#lastLength && this.#isLast(bytes, start)) {
      this.family = 6;
      this.value = this.#lastPlace;
      return true;
    }
    if (length > 64) return false;
    if (length === FULL_LENGTH && this.#readFullIPv6(bytes, start)) {
      this.#keepLast(bytes, start, end);
      return true;
    }
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, length).toString('latin1');
    const zone = text.indexOf('%');
    const words = parseIPv6(zone === -1 ? text : text.slice(0, zone));
    if (words === null) return false;
    this.family = 6;
    this.value = this.#book.place(...words);
    this.#keepLast(bytes, start, end);
    return true;
  }

  /** The form in which the kernel logs: eight groups of four digits. */
  #readFullIPv6(bytes: Uint8Array, start: number): boolean {
    const words = this.#words;
    for (let word = 0; word < 4; word++) {
      const at = start + 10 * word;
      const high = readHexGroup(bytes, at);
      const low = readHexGroup(bytes, at + 5);
      if (high < 0 || low < 0 || bytes[at + 4] !== COLON || (word < 3 && bytes[at + 9] !== COLON)) return false;
      words[word] = high * 65_536 + low;
    }
    this.family = 6;
    this.value = this.#book.place(words[0] ?? 0, words[1] ?? 0, words[2] ?? 0, words[3] ?? 0);
    return true;
  }

  #keepLast(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (length > this.#lastText.length) return;
    for (let at = 0; at < length; at++) this.#lastText[at] = bytes[start + at] ?? 0;
    this.#lastLength = length;
    this.#lastPlace = this.value;
  }

  #isLast(bytes: Uint8Array, start: number): boolean {
    for (let at = 0; at < this.#lastLength; at++) if (bytes[start + at] !== this.#lastText[at]) return false;
    return true;
  }
}

/** Four hexadecimal digits; -1 where they are none. */
function readHexGroup(bytes: Uint8Array, start: number): number {
  let value = 0;
  for (let at = start; at < start + 4; at++) {
    const byte = bytes[at] ?? 0;
    // Small letters as large ones.
    const letter = (byte & 0xdf) - 0x41;
    if (byte >= 0x30 && byte <= 0x39) value = value * 16 + byte - 0x30;
    else if (letter >= 0 && letter <= 5) value = value * 16 + 10 + letter;
    else return -1;
  }
  return value;
}

/** Dotted quad as a number; -1 where the bytes are none. Leading zeros are read as decimal, as firewalls write them. */
function readIPv4(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  let octet = 0;
  let digits = 0;
  let dots = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === DOT) {
      if (digits === 0 || dots === 3) return -1;
      value = value * 256 + octet;
      octet = 0;
      digits = 0;
      dots++;
    } else {
      const digit = byte - 0x30;
      if (digit < 0 || digit > 9 || digits === 3) return -1;
      octet = octet * 10 + digit;
      digits++;
    }
    if (octet > 255) return -1;
  }
  return dots === 3 && digits > 0 ? value * 256 + octet : -1;
}
