/** What stands before the packet: time, host, `kernel:`, uptime, and the prefix of the rule. */

import { Cursor, take } from './cursor';
import { SPACE, NEWLINE, EQUALS, OPEN, DOT, KERN, EL } from './kernel-words';

export class LineHead {
  static time: f64 = 0;
  /** Its slot in the table of prefixes. */
  static prefix: u32 = 0;
  /** The time is of another minute than the one that is known. */
  static isOtherMinute: bool = false;
}

/** A known prefix: lines, label, outcome, length, then its bytes. */
const PREFIX_SLOTS: u32 = 256;
const PREFIX_SIZE: u32 = 80;
const PREFIX_BYTES: u32 = 64;

let prefixTable: u32 = 0;
/** The text before the seconds, 13 or 17 bytes; 0: no time is known. */
let minuteText: u32 = 0;
let minuteSize: u32 = 0;
let zoneText: u32 = 0;
let zoneSize: u32 = 0;
let minuteTime: f64 = 0;

export function useTables(prefixes: u32, minute: u32, zone: u32): void {
  prefixTable = prefixes;
  minuteText = minute;
  zoneText = zone;
}

export function useMinute(size: u32, zone: u32, time: f64): void {
  minuteSize = size;
  zoneSize = zone;
  minuteTime = time;
}

/** The minute must be the one that is known; seconds, fraction and zone follow it. */
export function readTime(): bool {
  const size = minuteSize;
  if (size == 0 || Cursor.at + size + 3 > Cursor.end || !isMinute(size)) {
    LineHead.isOtherMinute = true;
    return false;
  }
  Cursor.at += size;
  const tens = <u32>load<u8>(Cursor.at) - 0x30;
  const ones = <u32>load<u8>(Cursor.at + 1) - 0x30;
  if (tens > 5 || ones > 9) return false;
  Cursor.at += 2;
  let second = <f64>(10 * tens + ones);
  if (size == 17) {
    if (load<u8>(Cursor.at) == DOT) second += readFraction();
    for (let index: u32 = 0; index < zoneSize; index++) {
      if (load<u8>(Cursor.at + index) != load<u8>(zoneText + index)) {
        LineHead.isOtherMinute = true;
        return false;
      }
    }
    Cursor.at += zoneSize;
  }
  LineHead.time = minuteTime + second;
  return take(SPACE);
}

// @ts-ignore: decorator
@inline
function isMinute(size: u32): bool {
  if (load<u64>(Cursor.at) != load<u64>(minuteText)) return false;
  if (size == 13) return load<u64>(Cursor.at + 5) == load<u64>(minuteText + 5);
  return load<u64>(Cursor.at + 8) == load<u64>(minuteText + 8) && load<u8>(Cursor.at + 16) == load<u8>(minuteText + 16);
}

/** Up to 9 digits behind a dot; whatever is odd is left to the check of the zone behind it. */
function readFraction(): f64 {
  let value: u32 = 0;
  let scale: u32 = 1;
  Cursor.at++;
  for (let index = 0; index < 9; index++) {
    const digit = <u32>load<u8>(Cursor.at) - 0x30;
    if (digit > 9) break;
    value = value * 10 + digit;
    scale *= 10;
    Cursor.at++;
  }
  return <f64>value / <f64>scale;
}

/** `host kernel: [   12.345678] `, without the uptime too. */
export function readHead(): bool {
  const four = load<u32>(Cursor.at);
  // A tag in the place of the host (`kern`, `ulog`), and a prefix there.
  if (four == KERN || four == 0x676f6c75 || load<u8>(Cursor.at) == OPEN || load<u8>(Cursor.at) == SPACE) return false;
  let place = Cursor.at;
  while (true) {
    const byte = <u32>load<u8>(place);
    if (byte == SPACE) break;
    if (byte == EQUALS || byte == NEWLINE || place >= Cursor.end) return false;
    place++;
  }
  if (load<u32>(place + 1) != KERN || load<u32>(place + 5) != EL) return false;
  Cursor.at = place + 9;
  if (load<u8>(Cursor.at) == OPEN) {
    const next = <u32>load<u8>(Cursor.at + 1);
    if (next == SPACE || next - 0x30 <= 9) return readUptime();
  }
  return isPrefixStart();
}

function readUptime(): bool {
  let place = Cursor.at + 1;
  while (load<u8>(place) == SPACE && place < Cursor.end) place++;
  while (<u32>load<u8>(place) - 0x30 <= 9 && place < Cursor.end) place++;
  if (load<u8>(place) != DOT) return false;
  place++;
  while (<u32>load<u8>(place) - 0x30 <= 9 && place < Cursor.end) place++;
  if (load<u16>(place) != 0x205d) return false; // `] `
  Cursor.at = place + 2;
  return isPrefixStart();
}

/** Not more spaces, and not `message repeated`. */
// @ts-ignore: decorator
@inline
function isPrefixStart(): bool {
  const byte = <u32>load<u8>(Cursor.at);
  return byte != SPACE && byte != 0x6d;
}

/** What stands before `IN=`, which has to be known. */
export function readPrefix(): bool {
  const start = Cursor.at;
  const last = min(Cursor.end, start + PREFIX_BYTES + 3);
  let place = start;
  let hash: u32 = 0;
  while (true) {
    const byte = <u32>load<u8>(place);
    hash = (hash ^ byte) * 0x01000193;
    if (byte == EQUALS) break;
    if (byte == NEWLINE || place >= last) return false;
    place++;
  }
  if (place < start + 2 || load<u16>(place - 2) != 0x4e49) return false;
  const size = place - 2 - start;
  const slot = prefixTable + ((hash ^ (hash >> 15)) & (PREFIX_SLOTS - 1)) * PREFIX_SIZE;
  // The length is kept plus one: 0 is an empty slot.
  if (load<u32>(slot + 12) != size + 1) return false;
  for (let index: u32 = 0; index < size; index++) {
    if (load<u8>(start + index) != load<u8>(slot + 16 + index)) return false;
  }
  LineHead.prefix = slot;
  Cursor.at = place + 1;
  return true;
}
