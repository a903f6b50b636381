/** TCP, UDP, ICMP, and protocols that the kernel writes as a number. */

import { Cursor, readLineEnd, readNumber, take, takeHex, takeWord } from './cursor';
import { SPACE, EQUALS, LEN_, PROT, SPT_, DPT_, SEQ_, ACK_, WIND, RES_, URGP, TYPE, CODE, SYN, ACK, RST, FIN, PSH, URG, ECE, CWR, MARK_FLAGS, MARK_FINGERPRINT, MARK_SEQUENCE, MARK_PORTS, MARK_BARE_SYN } from './kernel-words';
import { Packet } from './packet';

export function readTransport(): bool {
  if (load<u8>(Cursor.at) != SPACE || load<u32>(Cursor.at + 1) != PROT || load<u16>(Cursor.at + 5) != 0x3d4f) return false;
  Cursor.at += 7;
  Packet.sport = 0;
  Packet.dport = 0;
  Packet.flags = 0;
  Packet.window = 0;
  const name = load<u32>(Cursor.at);
  if (name == 0x20504354) {
    Cursor.at += 3;
    Packet.protocol = 6;
    return readTcp();
  }
  if (name == 0x20504455) {
    Cursor.at += 3;
    Packet.protocol = 17;
    if (!readPorts() || !takeWord(LEN_) || !readNumber(0xff_ffff)) return false;
    return readLineEnd();
  }
  if (name == 0x504d4349) {
    Cursor.at += 4;
    Packet.protocol = 1;
    return readIcmp();
  }
  const start = Cursor.at;
  if (!readNumber(254) || Cursor.at - start > 3) return false;
  Packet.protocol = Cursor.number;
  return readLineEnd();
}

// @ts-ignore: decorator
@inline
function readPorts(): bool {
  if (!takeWord(SPT_) || !readNumber(65_535)) return false;
  Packet.sport = Cursor.number;
  if (!takeWord(DPT_) || !readNumber(65_535)) return false;
  Packet.dport = Cursor.number;
  Packet.marks |= MARK_PORTS;
  return true;
}

function readTcp(): bool {
  if (!readPorts()) return false;
  if (load<u32>(Cursor.at + 1) == SEQ_ && !readSequence()) return false;
  if (load<u8>(Cursor.at) != SPACE || load<u32>(Cursor.at + 1) != WIND || load<u16>(Cursor.at + 5) != 0x574f) return false;
  Cursor.at += 7;
  if (!take(EQUALS) || !readNumber(65_535)) return false;
  Packet.window = Cursor.number;
  if (!takeWord(RES_) || !takeHex() || !take(SPACE)) return false;
  readFlags();
  if (load<u32>(Cursor.at) != URGP) return false;
  Cursor.at += 4;
  if (!take(EQUALS) || !readNumber(65_535)) return false;
  Packet.marks |= MARK_FLAGS | MARK_FINGERPRINT;
  if ((Packet.flags & 18) == 2 && Packet.length == 40) Packet.marks |= MARK_BARE_SYN;
  return readOptions();
}

function readSequence(): bool {
  if (!takeWord(SEQ_) || !readSequenceNumber()) return false;
  if (sequence == Packet.destination) Packet.marks |= MARK_SEQUENCE;
  return takeWord(ACK_) && readSequenceNumber();
}

let sequence: u32 = 0;

function readSequenceNumber(): bool {
  const start = Cursor.at;
  let value: u64 = 0;
  while (Cursor.at < start + 10) {
    const digit = <u32>load<u8>(Cursor.at) - 0x30;
    if (digit > 9) break;
    value = value * 10 + digit;
    Cursor.at++;
  }
  sequence = <u32>value;
  return Cursor.at > start && value <= 0xffff_ffff && load<u8>(Cursor.at) == SPACE;
}

// @ts-ignore: decorator
@inline
function readFlags(): void {
  while (true) {
    const word = load<u32>(Cursor.at);
    if (word == SYN) Packet.flags |= 2;
    else if (word == ACK) Packet.flags |= 16;
    else if (word == RST) Packet.flags |= 4;
    else if (word == FIN) Packet.flags |= 1;
    else if (word == PSH) Packet.flags |= 8;
    else if (word == URG) Packet.flags |= 32;
    else if (word == ECE) Packet.flags |= 64;
    else if (word == CWR) Packet.flags |= 128;
    else return;
    Cursor.at += 4;
  }
}

/** ` OPT (020405B4)`, or nothing. */
function readOptions(): bool {
  if (load<u32>(Cursor.at) == 0x54504f20 && load<u16>(Cursor.at + 4) == 0x2820) {
    Cursor.at += 6;
    while (Cursor.at < Cursor.end && (<u32>load<u8>(Cursor.at) - 0x30 <= 9 || <u32>load<u8>(Cursor.at) - 0x41 <= 5)) Cursor.at++;
    if (!take(0x29)) return false;
  }
  return readLineEnd();
}

function readIcmp(): bool {
  if (load<u8>(Cursor.at) != SPACE || load<u32>(Cursor.at + 1) != TYPE) return false;
  Cursor.at += 5;
  if (!take(EQUALS) || !readNumber(255)) return false;
  Packet.sport = Cursor.number;
  if (load<u8>(Cursor.at) != SPACE || load<u32>(Cursor.at + 1) != CODE) return false;
  Cursor.at += 5;
  if (!take(EQUALS) || !readNumber(255)) return false;
  Packet.dport = Cursor.number;
  Packet.marks |= MARK_PORTS;
  if (load<u32>(Cursor.at) == 0x3d444920) {
    Cursor.at += 4;
    if (!readNumber(65_535) || !takeWord(SEQ_) || !readNumber(65_535)) return false;
  }
  return readLineEnd();
}
