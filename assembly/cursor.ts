/** Where the reading is, and the steps that all parts of a line are read by: each says whether it could be taken. */

import { SPACE, NEWLINE, DOT, HEX } from './kernel-words';

// TypeScript's checker does not know AssemblyScript's decorators on functions: hence the `@ts-ignore` before `@inline`.

export class Cursor {
  /** The next byte, and the one behind the last. */
  static at: u32 = 0;
  static end: u32 = 0;
  /** What was read last. */
  static number: u32 = 0;
  static address: u32 = 0;
}

/** The first space or line end. */
export function wordEnd(start: u32): u32 {
  let place = start;
  while (place < Cursor.end) {
    const byte = <u32>load<u8>(place);
    if (byte == SPACE || byte == NEWLINE) break;
    place++;
  }
  return place;
}

/** The kernel leaves a space behind the last word, and syslog may take it off. */
// @ts-ignore: decorator
@inline
export function readLineEnd(): bool {
  if (load<u8>(Cursor.at) == SPACE) Cursor.at++;
  return load<u8>(Cursor.at) == NEWLINE;
}

/** Up to 8 digits, then a space or the line's end. */
export function readNumber(most: u32): bool {
  const start = Cursor.at;
  let place = start;
  let value: u32 = 0;
  let byte = <u32>load<u8>(place);
  while (byte - 0x30 <= 9) {
    value = value * 10 + byte - 0x30;
    byte = <u32>load<u8>(++place);
  }
  Cursor.number = value;
  Cursor.at = place;
  return place - start - 1 < 8 && value <= most && (byte == SPACE || byte == NEWLINE);
}

export function readAddress(): bool {
  let place = Cursor.at;
  let value: u32 = 0;
  for (let dots = 0; dots < 4; dots++) {
    let octet = <u32>load<u8>(place) - 0x30;
    if (octet > 9) return false;
    let byte = <u32>load<u8>(++place);
    if (byte - 0x30 <= 9) {
      octet = octet * 10 + byte - 0x30;
      byte = <u32>load<u8>(++place);
      if (byte - 0x30 <= 9) {
        octet = octet * 10 + byte - 0x30;
        byte = <u32>load<u8>(++place);
      }
    }
    if (octet > 255) return false;
    value = (value << 8) | octet;
    if (byte != (dots < 3 ? DOT : SPACE)) return false;
    place++;
  }
  Cursor.address = value;
  Cursor.at = place - 1;
  return true;
}

/** `0x` and two more bytes of the word. */
// @ts-ignore: decorator
@inline
export function takeHex(): bool {
  if (load<u16>(Cursor.at) != HEX || load<u8>(Cursor.at + 2) <= SPACE || load<u8>(Cursor.at + 3) <= SPACE) return false;
  Cursor.at += 4;
  return true;
}

/** A space, and four bytes. */
// @ts-ignore: decorator
@inline
export function takeWord(word: u32): bool {
  if (load<u8>(Cursor.at) != SPACE || load<u32>(Cursor.at + 1) != word) return false;
  Cursor.at += 5;
  return true;
}

// @ts-ignore: decorator
@inline
export function take(byte: u32): bool {
  if (load<u8>(Cursor.at) != byte) return false;
  Cursor.at++;
  return true;
}
