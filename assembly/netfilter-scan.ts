/**
 * The fast path of the netfilter decoder, compiled to WebAssembly by AssemblyScript. It takes the lines that nearly all of
 * a log consists of, in exactly the words and the order in which the kernel writes them, and stops before any other line:
 * that is left to the reader in src/traffic/decoders/netfilter, which is also what this one is tested against.
 *
 *   Oct  9 08:53:01 host kernel: [ 12.3456] PREFIX IN=.. OUT=.. MAC=.. SRC=a DST=a LEN=n TOS=0x00 PREC=0x00 TTL=n ID=n DF
 *     PROTO=TCP SPT=n DPT=n SEQ=n ACK=n WINDOW=n RES=0x00 SYN URGP=0 OPT (hex)
 *
 * It writes right into the columns of an EventBatch, which lie in the same memory. It allocates nothing.
 */

import { fillRow } from './columns';
import {
  SPACE,
  NEWLINE,
  EQUALS,
  OPEN,
  DOT,
  OUT_,
  MAC_,
  SRC_,
  DST_,
  LEN_,
  TOS_,
  PREC,
  TTL_,
  PROT,
  SPT_,
  DPT_,
  SEQ_,
  ACK_,
  WIND,
  RES_,
  URGP,
  TYPE,
  CODE,
  KERN,
  EL,
  HEX,
  SYN,
  ACK,
  RST,
  FIN,
  PSH,
  URG,
  ECE,
  CWR,
  MARK_FLAGS,
  MARK_TTL,
  MARK_FINGERPRINT,
  MARK_SEQUENCE,
  MARK_PORTS,
  MARK_BARE_SYN,
} from './kernel-words';

export { useColumns } from './columns';

/** Why a scan ended. */
const STOP_END: u32 = 0;
const STOP_LINE: u32 = 1;
const STOP_TIME: u32 = 2;

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

let position: u32 = 0;
let stopped: u32 = 0;

/** Where the first line begins that was not read. */
export function stoppedAt(): u32 {
  return position;
}

export function stoppedBecause(): u32 {
  return stopped;
}

// What is known of the line that is being read.
let end: u32 = 0;
let at: u32 = 0;
let time: f64 = 0;
let prefix: u32 = 0;
let inward: u32 = 0;
let outward: u32 = 0;
let source: u32 = 0;
let destination: u32 = 0;
let length: u32 = 0;
let ttl: u32 = 0;
let ipId: u32 = 0;
let protocol: u32 = 0;
let sport: u32 = 0;
let dport: u32 = 0;
let flags: u32 = 0;
let window: u32 = 0;
let marks: u32 = 0;

/**
 * Reads lines from `first` to `last` into rows from `row` to `rows`; `shift` is what to add to a place in memory to get
 * the place in the input, `record` the number of the first line. Returns the first row that was not filled.
 */
export function scan(first: u32, last: u32, row: u32, rows: u32, shift: f64, record: u32): u32 {
  end = last;
  position = first;
  let next = row;
  while (next < rows) {
    if (position >= last) {
      stopped = STOP_END;
      return next;
    }
    stopped = STOP_LINE;
    at = position;
    if (!readTime() || !readHead() || !readPrefix() || !readInterfaces() || !readIp() || !readTransport()) return next;
    if (at >= end || load<u8>(at) != NEWLINE) return next;
    store<u32>(prefix, load<u32>(prefix) + 1);
    fillRow(
      next,
      time,
      source,
      destination,
      protocol,
      sport,
      dport,
      flags,
      length,
      direction(),
      ttl,
      window,
      ipId,
      marks,
      load<u32>(prefix + 4),
      load<u32>(prefix + 8),
      <f64>position + shift,
      record + (next - row),
    );
    position = at + 1;
    next++;
  }
  stopped = STOP_END;
  return next;
}

/** As LoggedPacket has it: 0 unknown, 1 in, 2 out, 3 forward, 4 local. */
// @ts-ignore: decorator
@inline
function direction(): u32 {
  if (inward == 2 || outward == 2) return 4;
  if (inward == 0) return outward == 0 ? 0 : 2;
  return outward == 0 ? 1 : 3;
}

/** The minute must be the one that is known; seconds, fraction and zone follow it. */
function readTime(): bool {
  const size = minuteSize;
  if (size == 0 || at + size + 3 > end || !isMinute(size)) {
    stopped = STOP_TIME;
    return false;
  }
  at += size;
  const tens = <u32>load<u8>(at) - 0x30;
  const ones = <u32>load<u8>(at + 1) - 0x30;
  if (tens > 5 || ones > 9) return false;
  at += 2;
  let second = <f64>(10 * tens + ones);
  if (size == 17) {
    if (load<u8>(at) == DOT) second += readFraction();
    for (let index: u32 = 0; index < zoneSize; index++) {
      if (load<u8>(at + index) != load<u8>(zoneText + index)) {
        stopped = STOP_TIME;
        return false;
      }
    }
    at += zoneSize;
  }
  time = minuteTime + second;
  return take(SPACE);
}

// @ts-ignore: decorator
@inline
function isMinute(size: u32): bool {
  if (load<u64>(at) != load<u64>(minuteText)) return false;
  if (size == 13) return load<u64>(at + 5) == load<u64>(minuteText + 5);
  return load<u64>(at + 8) == load<u64>(minuteText + 8) && load<u8>(at + 16) == load<u8>(minuteText + 16);
}

/** Up to 9 digits behind a dot; whatever is odd is left to the check of the zone behind it. */
function readFraction(): f64 {
  let value: u32 = 0;
  let scale: u32 = 1;
  at++;
  for (let index = 0; index < 9; index++) {
    const digit = <u32>load<u8>(at) - 0x30;
    if (digit > 9) break;
    value = value * 10 + digit;
    scale *= 10;
    at++;
  }
  return <f64>value / <f64>scale;
}

/** `host kernel: [   12.345678] `, without the uptime too. */
function readHead(): bool {
  const four = load<u32>(at);
  // A tag in the place of the host (`kern`, `ulog`), and a prefix there.
  if (four == KERN || four == 0x676f6c75 || load<u8>(at) == OPEN || load<u8>(at) == SPACE) return false;
  let place = at;
  while (true) {
    const byte = <u32>load<u8>(place);
    if (byte == SPACE) break;
    if (byte == EQUALS || byte == NEWLINE || place >= end) return false;
    place++;
  }
  if (load<u32>(place + 1) != KERN || load<u32>(place + 5) != EL) return false;
  at = place + 9;
  if (load<u8>(at) == OPEN) {
    const next = <u32>load<u8>(at + 1);
    if (next == SPACE || next - 0x30 <= 9) return readUptime();
  }
  return isPrefixStart();
}

function readUptime(): bool {
  let place = at + 1;
  while (load<u8>(place) == SPACE && place < end) place++;
  while (<u32>load<u8>(place) - 0x30 <= 9 && place < end) place++;
  if (load<u8>(place) != DOT) return false;
  place++;
  while (<u32>load<u8>(place) - 0x30 <= 9 && place < end) place++;
  if (load<u16>(place) != 0x205d) return false; // `] `
  at = place + 2;
  return isPrefixStart();
}

/** Not more spaces, and not `message repeated`. */
// @ts-ignore: decorator
@inline
function isPrefixStart(): bool {
  const byte = <u32>load<u8>(at);
  return byte != SPACE && byte != 0x6d;
}

/** What stands before `IN=`, which has to be known. */
function readPrefix(): bool {
  const start = at;
  const last = min(end, start + PREFIX_BYTES + 3);
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
  prefix = slot;
  at = place + 1;
  return true;
}

function readInterfaces(): bool {
  inward = readInterface();
  if (!takeWord(OUT_)) return false;
  outward = readInterface();
  if (takeWord(MAC_)) {
    at = wordEnd(isMac(at) ? at + 41 : at);
    if (load<u8>(at) != SPACE) return false;
  }
  return true;
}

/** Whether 41 bytes, as many as 14 in hexadecimal, have no space and no line end among them. */
// @ts-ignore: decorator
@inline
function isMac(start: u32): bool {
  const first = v128.load(start);
  const second = v128.load(start + 16);
  const third = v128.load(start + 25);
  const least = i8x16.min_u(i8x16.min_u(first, second), third);
  return !v128.any_true(i8x16.le_u(least, i8x16.splat(<i8>SPACE)));
}

/** The first space or line end. */
function wordEnd(start: u32): u32 {
  let place = start;
  while (place < end) {
    const byte = <u32>load<u8>(place);
    if (byte == SPACE || byte == NEWLINE) break;
    place++;
  }
  return place;
}

/** 0: none, 1: some, 2: loopback. */
// @ts-ignore: decorator
@inline
function readInterface(): u32 {
  const start = at;
  at = wordEnd(start);
  if (at == start) return 0;
  return at - start == 2 && load<u16>(start) == 0x6f6c ? 2 : 1;
}

function readIp(): bool {
  if (!takeWord(SRC_) || !readAddress()) return false;
  source = address;
  if (!takeWord(DST_) || !readAddress()) return false;
  destination = address;
  if (!takeWord(LEN_) || !readNumber(0xff_ffff)) return false;
  length = number;
  // ` TOS=0x00 PREC=0x00`
  if (!takeWord(TOS_) || !takeHex() || load<u8>(at) != SPACE || load<u32>(at + 1) != PREC) return false;
  at += 5;
  if (!take(EQUALS) || !takeHex()) return false;
  if (!takeWord(TTL_) || !readNumber(255)) return false;
  ttl = number;
  if (load<u32>(at) != 0x3d444920) return false; // ` ID=`
  at += 4;
  if (!readNumber(65_535)) return false;
  ipId = number;
  marks = MARK_TTL;
  if (load<u32>(at) == 0x20464420) at += 3; // ` DF `
  return true;
}

function readTransport(): bool {
  if (load<u8>(at) != SPACE || load<u32>(at + 1) != PROT || load<u16>(at + 5) != 0x3d4f) return false;
  at += 7;
  sport = 0;
  dport = 0;
  flags = 0;
  window = 0;
  const name = load<u32>(at);
  if (name == 0x20504354) {
    at += 3;
    protocol = 6;
    return readTcp();
  }
  if (name == 0x20504455) {
    at += 3;
    protocol = 17;
    if (!readPorts() || !takeWord(LEN_) || !readNumber(0xff_ffff)) return false;
    return readLineEnd();
  }
  if (name == 0x504d4349) {
    at += 4;
    protocol = 1;
    return readIcmp();
  }
  const start = at;
  if (!readNumber(254) || at - start > 3) return false;
  protocol = number;
  return readLineEnd();
}

// @ts-ignore: decorator
@inline
function readPorts(): bool {
  if (!takeWord(SPT_) || !readNumber(65_535)) return false;
  sport = number;
  if (!takeWord(DPT_) || !readNumber(65_535)) return false;
  dport = number;
  marks |= MARK_PORTS;
  return true;
}

function readTcp(): bool {
  if (!readPorts()) return false;
  if (load<u32>(at + 1) == SEQ_ && !readSequence()) return false;
  if (load<u8>(at) != SPACE || load<u32>(at + 1) != WIND || load<u16>(at + 5) != 0x574f) return false;
  at += 7;
  if (!take(EQUALS) || !readNumber(65_535)) return false;
  window = number;
  if (!takeWord(RES_) || !takeHex() || !take(SPACE)) return false;
  readFlags();
  if (load<u32>(at) != URGP) return false;
  at += 4;
  if (!take(EQUALS) || !readNumber(65_535)) return false;
  marks |= MARK_FLAGS | MARK_FINGERPRINT;
  if ((flags & 18) == 2 && length == 40) marks |= MARK_BARE_SYN;
  return readOptions();
}

function readSequence(): bool {
  if (!takeWord(SEQ_) || !readSequenceNumber()) return false;
  if (sequence == destination) marks |= MARK_SEQUENCE;
  return takeWord(ACK_) && readSequenceNumber();
}

let sequence: u32 = 0;

function readSequenceNumber(): bool {
  const start = at;
  let value: u64 = 0;
  while (at < start + 10) {
    const digit = <u32>load<u8>(at) - 0x30;
    if (digit > 9) break;
    value = value * 10 + digit;
    at++;
  }
  sequence = <u32>value;
  return at > start && value <= 0xffff_ffff && load<u8>(at) == SPACE;
}

// @ts-ignore: decorator
@inline
function readFlags(): void {
  while (true) {
    const word = load<u32>(at);
    if (word == SYN) flags |= 2;
    else if (word == ACK) flags |= 16;
    else if (word == RST) flags |= 4;
    else if (word == FIN) flags |= 1;
    else if (word == PSH) flags |= 8;
    else if (word == URG) flags |= 32;
    else if (word == ECE) flags |= 64;
    else if (word == CWR) flags |= 128;
    else return;
    at += 4;
  }
}

/** ` OPT (020405B4)`, or nothing. */
function readOptions(): bool {
  if (load<u32>(at) == 0x54504f20 && load<u16>(at + 4) == 0x2820) {
    at += 6;
    while (at < end && (<u32>load<u8>(at) - 0x30 <= 9 || <u32>load<u8>(at) - 0x41 <= 5)) at++;
    if (!take(0x29)) return false;
  }
  return readLineEnd();
}

function readIcmp(): bool {
  if (load<u8>(at) != SPACE || load<u32>(at + 1) != TYPE) return false;
  at += 5;
  if (!take(EQUALS) || !readNumber(255)) return false;
  sport = number;
  if (load<u8>(at) != SPACE || load<u32>(at + 1) != CODE) return false;
  at += 5;
  if (!take(EQUALS) || !readNumber(255)) return false;
  dport = number;
  marks |= MARK_PORTS;
  if (load<u32>(at) == 0x3d444920) {
    at += 4;
    if (!readNumber(65_535) || !takeWord(SEQ_) || !readNumber(65_535)) return false;
  }
  return readLineEnd();
}

/** The kernel leaves a space behind the last word, and syslog may take it off. */
// @ts-ignore: decorator
@inline
function readLineEnd(): bool {
  if (load<u8>(at) == SPACE) at++;
  return load<u8>(at) == NEWLINE;
}

let number: u32 = 0;

/** Up to 8 digits, then a space or the line's end. */
function readNumber(most: u32): bool {
  const start = at;
  let place = start;
  let value: u32 = 0;
  let byte = <u32>load<u8>(place);
  while (byte - 0x30 <= 9) {
    value = value * 10 + byte - 0x30;
    byte = <u32>load<u8>(++place);
  }
  number = value;
  at = place;
  return place - start - 1 < 8 && value <= most && (byte == SPACE || byte == NEWLINE);
}

let address: u32 = 0;

function readAddress(): bool {
  let place = at;
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
  address = value;
  at = place - 1;
  return true;
}

/** `0x` and two more bytes of the word. */
// @ts-ignore: decorator
@inline
function takeHex(): bool {
  if (load<u16>(at) != HEX || load<u8>(at + 2) <= SPACE || load<u8>(at + 3) <= SPACE) return false;
  at += 4;
  return true;
}

/** A space, and four bytes. */
// @ts-ignore: decorator
@inline
function takeWord(word: u32): bool {
  if (load<u8>(at) != SPACE || load<u32>(at + 1) != word) return false;
  at += 5;
  return true;
}

// @ts-ignore: decorator
@inline
function take(byte: u32): bool {
  if (load<u8>(at) != byte) return false;
  at++;
  return true;
}
