/** Interfaces and IP, in the order in which the kernel writes them (net/netfilter/nf_log_syslog.c). */

import { Cursor, readAddress, readNumber, take, takeHex, takeWord, wordEnd } from './cursor';
import { SPACE, EQUALS, OUT_, MAC_, SRC_, DST_, LEN_, TOS_, PREC, TTL_, MARK_TTL } from './kernel-words';

/** The packet of the line that is being read. */
export class Packet {
  /** 0: none, 1: some, 2: loopback. */
  static inward: u32 = 0;
  static outward: u32 = 0;
  static source: u32 = 0;
  static destination: u32 = 0;
  static length: u32 = 0;
  static ttl: u32 = 0;
  static ipId: u32 = 0;
  static protocol: u32 = 0;
  static sport: u32 = 0;
  static dport: u32 = 0;
  static flags: u32 = 0;
  static window: u32 = 0;
  static marks: u32 = 0;
}

export function readInterfaces(): bool {
  Packet.inward = readInterface();
  if (!takeWord(OUT_)) return false;
  Packet.outward = readInterface();
  if (takeWord(MAC_)) {
    Cursor.at = wordEnd(isMac(Cursor.at) ? Cursor.at + 41 : Cursor.at);
    if (load<u8>(Cursor.at) != SPACE) return false;
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

/** 0: none, 1: some, 2: loopback. */
// @ts-ignore: decorator
@inline
function readInterface(): u32 {
  const start = Cursor.at;
  Cursor.at = wordEnd(start);
  if (Cursor.at == start) return 0;
  return Cursor.at - start == 2 && load<u16>(start) == 0x6f6c ? 2 : 1;
}

export function readIp(): bool {
  if (!takeWord(SRC_) || !readAddress()) return false;
  Packet.source = Cursor.address;
  if (!takeWord(DST_) || !readAddress()) return false;
  Packet.destination = Cursor.address;
  if (!takeWord(LEN_) || !readNumber(0xff_ffff)) return false;
  Packet.length = Cursor.number;
  // ` TOS=0x00 PREC=0x00`
  if (!takeWord(TOS_) || !takeHex() || load<u8>(Cursor.at) != SPACE || load<u32>(Cursor.at + 1) != PREC) return false;
  Cursor.at += 5;
  if (!take(EQUALS) || !takeHex()) return false;
  if (!takeWord(TTL_) || !readNumber(255)) return false;
  Packet.ttl = Cursor.number;
  if (load<u32>(Cursor.at) != 0x3d444920) return false; // ` ID=`
  Cursor.at += 4;
  if (!readNumber(65_535)) return false;
  Packet.ipId = Cursor.number;
  Packet.marks = MARK_TTL;
  if (load<u32>(Cursor.at) == 0x20464420) Cursor.at += 3; // ` DF `
  return true;
}

/** As LoggedPacket has it: 0 unknown, 1 in, 2 out, 3 forward, 4 local. */
// @ts-ignore: decorator
@inline
export function direction(): u32 {
  if (Packet.inward == 2 || Packet.outward == 2) return 4;
  if (Packet.inward == 0) return Packet.outward == 0 ? 0 : 2;
  return Packet.outward == 0 ? 1 : 3;
}
