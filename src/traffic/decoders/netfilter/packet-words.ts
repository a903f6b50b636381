/**
 * The body of a netfilter log line: words parted by spaces, most of them `KEY=value`, in the order in which the kernel
 * writes them (net/netfilter/nf_log_syslog.c; before 5.13 net/ipv4/netfilter/nf_log_ipv4.c and its kin):
 *
 *   IN=eth0 OUT= PHYSIN=.. PHYSOUT=.. MAC=hh:..:hh | MACSRC=.. MACDST=.. MACPROTO=0800
 *   SRC=a DST=a LEN=n TOS=0x00 PREC=0x00 TTL=n ID=n CE DF MF FRAG:n OPT (hex)          IPv4
 *   SRC=a DST=a LEN=n TC=n HOPLIMIT=n FLOWLBL=n FRAG:n INCOMPLETE ID:hex OPT ( .. )     IPv6
 *   PROTO=TCP SPT=n DPT=n SEQ=n ACK=n WINDOW=n RES=0x00 CWR ECE URG ACK PSH RST SYN FIN URGP=n OPT (hex)
 *   PROTO=UDP SPT=n DPT=n LEN=n        PROTO=ICMP TYPE=n CODE=n ID=n SEQ=n [SRC=.. the packet it quotes ] MTU=n
 *   PROTO=2        PROTO=ESP SPI=0xn        INCOMPLETE [n bytes]        UID=n GID=n MARK=0xn
 *   ARP HTYPE=1 PTYPE=0x0800 OPCODE=1 MACSRC=.. IPSRC=.. MACDST=.. IPDST=..
 *
 * SEQ and ACK are there with --log-tcp-sequence, OPT with --log-ip-options and --log-tcp-options. Where printk raced, two
 * lines are one: an `IN=` behind the addresses begins another packet.
 */
import type { AddressBook } from '../../address-book.ts';
import { PROTOCOL, TCP } from '../../protocol.ts';
import { AddressText } from '../text/address-text.ts';
import { LoggedPacket, SEEN } from './logged-packet.ts';
import {
  interfaceOf,
  readDestination,
  readDestinationPort,
  readFragment,
  readId,
  readLength,
  readProtocol,
  readSequence,
  readSource,
  readSourcePort,
  readTtl,
  readWindow,
} from './packet-values.ts';

const SPACE = 0x20;
const EQUALS = 0x3d;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/** What a word was. */
const UNKNOWN = 0;
const KNOWN = 1;
const NEXT_PACKET = 2;

export class PacketWords {
  readonly packet = new LoggedPacket();
  /** Where the last word that was understood ends. */
  textEnd = 0;
  /** Within the packet that an ICMP error quotes. */
  #isInner = false;
  readonly #sourceText: AddressText;
  readonly #destinationText: AddressText;

  constructor(book: AddressBook) {
    this.#sourceText = new AddressText(book);
    this.#destinationText = new AddressText(book);
  }

  /** Reads words to the end, or to the first byte of one that begins another packet; returns where that is. */
  read(bytes: Uint8Array, start: number, end: number): number {
    this.packet.clear();
    this.#isInner = false;
    this.textEnd = start;
    let at = start;
    while (at < end) {
      let stop = at;
      while (stop < end && bytes[stop] !== SPACE) stop++;
      if (stop > at) {
        const word = this.#isInner ? this.#readInner(bytes, at, stop) : this.#readWord(bytes, at, stop);
        if (word === KNOWN) this.textEnd = stop;
        else if (word === NEXT_PACKET || (this.packet.seen !== 0 && hasInterface(bytes, at, stop))) return at;
      }
      at = stop + 1;
    }
    return end;
  }

  #readWord(bytes: Uint8Array, at: number, stop: number): number {
    const { packet } = this;
    const second = bytes[at + 1] ?? 0;
    const third = bytes[at + 2] ?? 0;
    switch (bytes[at]) {
      case 0x44: // DST, DPT, DF
        if (bytes[at + 3] !== EQUALS) return stop - at === 2 && second === 0x46 ? KNOWN : UNKNOWN;
        if (third !== 0x54) return UNKNOWN;
        if (second === 0x53) readDestination(packet, bytes, at + 4, stop, this.#destinationText);
        else if (second === 0x50) readDestinationPort(packet, bytes, at + 4, stop);
        return KNOWN;
      case 0x53: // SRC, SPT, SEQ, SYN, SPI
        if (second === 0x59) return this.#readFlag(third, 0x4e, stop - at, TCP.syn);
        if (bytes[at + 3] !== EQUALS) return UNKNOWN;
        if (third === 0x43) readSource(packet, bytes, at + 4, stop, this.#sourceText);
        else if (third === 0x54) readSourcePort(packet, bytes, at + 4, stop);
        else if (third === 0x51) readSequence(packet, bytes, at + 4, stop);
        return KNOWN;
      case 0x54: // TTL, TOS, TC, TYPE
        if (second === 0x54 && bytes[at + 3] === EQUALS) readTtl(packet, bytes, at + 4, stop);
        else if (second === 0x59 && bytes[at + 4] === EQUALS) readSourcePort(packet, bytes, at + 5, stop);
        else if (bytes[at + 3] !== EQUALS && third !== EQUALS) return UNKNOWN;
        return KNOWN;
      case 0x49: // IN, ID, INCOMPLETE
        return this.#readIn(bytes, at, stop, second, third);
      case 0x4c: // LEN
        if (bytes[at + 3] !== EQUALS) return UNKNOWN;
        readLength(packet, bytes, at + 4, stop);
        return KNOWN;
      case 0x50: // PROTO, PREC, PSH, PHYSIN, PHYSOUT
        if (second === 0x53) return this.#readFlag(third, 0x48, stop - at, TCP.psh);
        if (bytes[at + 5] === EQUALS && third === 0x4f) readProtocol(packet, bytes, at + 6, stop);
        else if (bytes[at + 4] !== EQUALS && second !== 0x48) return UNKNOWN;
        return KNOWN;
      case 0x57: // WINDOW
        if (bytes[at + 6] !== EQUALS) return UNKNOWN;
        readWindow(packet, bytes, at + 7, stop);
        return KNOWN;
      case 0x4d: // MAC, MACSRC, MARK, MF
        return this.#readMac(bytes, at, stop);
      case 0x4f: // OUT, OPT
        if (bytes[at + 3] !== EQUALS) return UNKNOWN;
        packet.out = interfaceOf(bytes, at + 4, stop);
        packet.isSurelyNetfilter = true;
        return KNOWN;
      case 0x52: // RES, RST
        if (second === 0x53) return this.#readFlag(third, 0x54, stop - at, TCP.rst);
        return bytes[at + 3] === EQUALS ? KNOWN : UNKNOWN;
      case 0x41: // ACK, also the number, which has no use here
        if (second !== 0x43 || third !== 0x4b) return this.#readLayer(second, third, stop - at);
        return bytes[at + 3] === EQUALS ? KNOWN : this.#readFlag(third, 0x4b, stop - at, TCP.ack);
      default:
        return this.#readRareWord(bytes, at, stop, second, third);
    }
  }

  #readRareWord(bytes: Uint8Array, at: number, stop: number, second: number, third: number): number {
    const { packet } = this;
    switch (bytes[at]) {
      case 0x55: // URGP, URG, UID
        if (bytes[at + 3] === EQUALS || bytes[at + 4] === EQUALS) return KNOWN;
        return this.#readFlag(third, 0x47, stop - at, TCP.urg);
      case 0x46: // FIN, FRAG, FLOWLBL
        if (second === 0x49) return this.#readFlag(third, 0x4e, stop - at, TCP.fin);
        if (second !== 0x52) return second === 0x4c ? KNOWN : UNKNOWN;
        if (bytes[at + 4] !== 0x3a) return UNKNOWN;
        readFragment(packet, bytes, at + 5, stop);
        return KNOWN;
      case 0x48: // HOPLIMIT
        if (bytes[at + 8] !== EQUALS) return UNKNOWN;
        readTtl(packet, bytes, at + 9, stop);
        return KNOWN;
      case 0x43: // CODE, CE, CWR
        if (second === 0x57) return this.#readFlag(third, 0x52, stop - at, TCP.cwr);
        if (bytes[at + 4] !== EQUALS) return UNKNOWN;
        readDestinationPort(packet, bytes, at + 5, stop);
        return KNOWN;
      case 0x45: // ECE, ESP
        return second === 0x43
          ? this.#readFlag(third, 0x45, stop - at, TCP.ece)
          : this.#readLayer(second, third, stop - at);
      case OPEN: // `[SRC=`, `[INCOMPLETE`; but `INCOMPLETE [4 bytes]`
        if (second !== 0x53 && second !== 0x49) return UNKNOWN;
        if ((packet.seen & SEEN.protocol) === 0) return UNKNOWN;
        this.#isInner = bytes[stop - 1] !== CLOSE;
        return KNOWN;
      default:
        return UNKNOWN;
    }
  }

  /** What is quoted tells nothing of the packet that came, but the head of another line may be in it. */
  #readInner(bytes: Uint8Array, at: number, stop: number): number {
    if (hasInterface(bytes, at, stop)) return NEXT_PACKET;
    if (bytes[stop - 1] === CLOSE && stop - at === 1) this.#isInner = false;
    return KNOWN;
  }

  /** Flags stand behind WINDOW, and are three letters; `last` is what the last one has to be. */
  #readFlag(third: number, last: number, size: number, flag: number): number {
    if (third !== last || size !== 3) return UNKNOWN;
    const { packet } = this;
    if ((packet.seen & SEEN.window) !== 0) packet.flags |= flag;
    return KNOWN;
  }

  #readIn(bytes: Uint8Array, at: number, stop: number, second: number, third: number): number {
    const { packet } = this;
    if (third === EQUALS && second === 0x44) {
      readId(packet, bytes, at + 3, stop);
      return KNOWN;
    }
    if (third !== EQUALS) {
      if (second !== 0x4e || stop - at !== 10) return UNKNOWN;
      packet.isIncomplete = true;
      return KNOWN;
    }
    if (packet.seen !== 0) return NEXT_PACKET;
    packet.in = interfaceOf(bytes, at + 3, stop);
    return KNOWN;
  }

  #readMac(bytes: Uint8Array, at: number, stop: number): number {
    if (bytes[at + 1] !== 0x41) return stop - at === 2 ? KNOWN : UNKNOWN;
    if (bytes[at + 2] === 0x43) {
      this.packet.isSurelyNetfilter = true;
      if (bytes[at + 3] !== EQUALS) this.packet.isLinkLayer = true;
    }
    return KNOWN;
  }

  /** `ARP`, and the headers `AH` and `ESP`, behind which lines of IPv6 have no PROTO. */
  #readLayer(second: number, third: number, size: number): number {
    const { packet } = this;
    if (second === 0x52 && third === 0x50 && size === 3) packet.isLinkLayer = true;
    else if (second === 0x48 && size === 2) packet.protocol = PROTOCOL.ah;
    else if (second === 0x53 && third === 0x50 && size === 3) packet.protocol = PROTOCOL.esp;
    else return UNKNOWN;
    if (packet.protocol !== 0) packet.seen |= SEEN.protocol;
    return KNOWN;
  }
}

/** `IN=` somewhere in the word: `DROP:IN=eth0`. */
function hasInterface(bytes: Uint8Array, at: number, stop: number): boolean {
  for (let place = at + 2; place < stop; place++) {
    if (bytes[place] === EQUALS && bytes[place - 1] === 0x4e && bytes[place - 2] === 0x49) {
      // Not PHYSIN=
      return place - 3 < at || bytes[place - 3] !== 0x53;
    }
  }
  return false;
}
