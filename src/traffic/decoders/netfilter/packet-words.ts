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
import { MARK } from '../../event-batch.ts';
import { PROTOCOL, protocolOf } from '../../../net/protocol.ts';
import { AddressText } from '../text/address-text.ts';
import { readDecimal } from '../text/digits.ts';
import { latin1 } from '../text/latin1.ts';
import { LoggedPacket, SEEN } from './logged-packet.ts';
import { flagOf, hasInterface, interfaceOf, wordEnd } from './words.ts';
import { WordScan } from './word-scan.ts';

const EQUALS = 0x3d;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/** In the place of a word's end: another packet begins with it. */
const NEXT_PACKET = -1;
const MAX_PORT = 65_535;

/**
 * Methods read the word at `at` and return where it ends. They are small, and all bytes come from the same kind of array,
 * so that V8 compiles them once.
 */
export class PacketWords {
  readonly packet = new LoggedPacket();
  readonly #scan = new WordScan();
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
    let at = start;
    while (at < end) {
      const stop = this.#isInner ? this.#readInner(bytes, at, end) : this.#readWord(bytes, at, end);
      if (stop === NEXT_PACKET) return at;
      at = stop + 1;
    }
    return end;
  }

  #readWord(bytes: Uint8Array, at: number, end: number): number {
    const third = bytes[at + 2];
    switch (bytes[at]) {
      case 0x44: // DST, DPT
        if (third === 0x54 && bytes[at + 3] === EQUALS) {
          return bytes[at + 1] === 0x53
            ? this.#readDestination(bytes, at + 4, end)
            : this.#readDport(bytes, at + 4, end);
        }
        break;
      case 0x53: // SRC, SPT, SEQ, SYN
        if (bytes[at + 3] !== EQUALS) break;
        if (third === 0x54) return this.#readSport(bytes, at + 4, end);
        if (third === 0x43) return this.#readSource(bytes, at + 4, end);
        return third === 0x51 ? this.#readSequence(bytes, at + 4, end) : wordEnd(bytes, at, end);
      case 0x54: // TTL, TOS, TYPE
        if (bytes[at + 3] === EQUALS) {
          return third === 0x4c ? this.#readTtl(bytes, at + 4, end) : wordEnd(bytes, at + 4, end);
        }
        if (bytes[at + 4] === EQUALS) return this.#readSport(bytes, at + 5, end);
        break;
      case 0x49: // IN, ID
        if (third !== EQUALS) break;
        if (bytes[at + 1] === 0x44) return this.#readId(bytes, at + 3, end);
        return this.packet.seen === 0 ? this.#readIn(bytes, at + 3, end) : NEXT_PACKET;
      case 0x4c: // LEN
        if (bytes[at + 3] === EQUALS) return this.#readLength(bytes, at + 4, end);
        break;
      case 0x50: // PROTO, PREC
        if (bytes[at + 5] === EQUALS && third === 0x4f) return this.#readProtocol(bytes, at + 6, end);
        if (bytes[at + 4] === EQUALS) return wordEnd(bytes, at + 5, end);
        break;
      case 0x57: // WINDOW
        if (bytes[at + 6] === EQUALS) return this.#readWindow(bytes, at + 7, end);
        break;
      case 0x4d: // MAC
        if (third === 0x43) return this.#readMac(bytes, at, end);
        break;
      case 0x4f: // OUT
        if (third === 0x54 && bytes[at + 3] === EQUALS) return this.#readOut(bytes, at + 4, end);
        break;
      default:
    }
    return this.#readBareWord(bytes, at, end);
  }

  /** Flags, and keys that are rare. */
  #readBareWord(bytes: Uint8Array, at: number, end: number): number {
    const stop = wordEnd(bytes, at, end);
    if (stop - at === 3) {
      const flag = flagOf(bytes, at);
      if (flag !== 0) {
        // The same letters may stand in a prefix; flags stand behind WINDOW.
        if ((this.packet.seen & SEEN.window) !== 0) this.packet.flags |= flag;
        return stop;
      }
    }
    return stop === at ? stop : this.#readRareWord(bytes, at, stop, end);
  }

  #readRareWord(bytes: Uint8Array, at: number, stop: number, end: number): number {
    const { packet } = this;
    const second = bytes[at + 1];
    switch (bytes[at]) {
      case 0x43: // CODE
        if (bytes[at + 4] === EQUALS) return this.#readDport(bytes, at + 5, end);
        break;
      case 0x48: // HOPLIMIT
        if (bytes[at + 8] === EQUALS) return this.#readTtl(bytes, at + 9, end);
        break;
      case 0x46: // FRAG
        if (second === 0x52 && bytes[at + 4] === 0x3a) return this.#readFragment(bytes, at + 5, end);
        break;
      case 0x49: // INCOMPLETE
        if (second === 0x4e && stop - at === 10) packet.isIncomplete = true;
        break;
      case 0x41: // ARP, AH
        if (second === 0x52 && stop - at === 3) packet.isLinkLayer = true;
        else if (second === 0x48 && stop - at === 2) this.#setProtocol(PROTOCOL.ah);
        break;
      case 0x45: // ESP, behind which lines of IPv6 have no PROTO
        if (second === 0x53 && stop - at === 3) this.#setProtocol(PROTOCOL.esp);
        break;
      case OPEN: // `[SRC=`, `[INCOMPLETE`; but `INCOMPLETE [4 bytes]`
        if ((packet.seen & SEEN.protocol) !== 0 && (second === 0x53 || second === 0x49)) this.#isInner = true;
        break;
      default:
    }
    return packet.seen !== 0 && hasInterface(bytes, at, stop) ? NEXT_PACKET : stop;
  }

  /** What is quoted tells nothing of the packet that came, but the head of another line may be in it. */
  #readInner(bytes: Uint8Array, at: number, end: number): number {
    const stop = wordEnd(bytes, at, end);
    if (stop - at === 1 && bytes[at] === CLOSE) this.#isInner = false;
    return hasInterface(bytes, at, stop) ? NEXT_PACKET : stop;
  }

  #readIn(bytes: Uint8Array, at: number, end: number): number {
    const stop = wordEnd(bytes, at, end);
    this.packet.in = interfaceOf(bytes, at, stop);
    return stop;
  }

  #readOut(bytes: Uint8Array, at: number, end: number): number {
    const stop = wordEnd(bytes, at, end);
    this.packet.out = interfaceOf(bytes, at, stop);
    this.packet.isSurelyNetfilter = true;
    return stop;
  }

  #readMac(bytes: Uint8Array, at: number, end: number): number {
    this.packet.isSurelyNetfilter = true;
    // MACSRC, MACDST, MACPROTO
    if (bytes[at + 3] !== EQUALS) this.packet.isLinkLayer = true;
    return this.#scan.macEnd(bytes, at, end);
  }

  #readSource(bytes: Uint8Array, at: number, end: number): number {
    const { packet } = this;
    const scan = this.#scan;
    packet.seen |= SEEN.source;
    if (scan.isIPv4(bytes, at, end)) {
      packet.family = 4;
      packet.source = scan.address;
    } else if (this.#sourceText.read(bytes, at, scan.stop)) {
      packet.family = this.#sourceText.family;
      packet.source = this.#sourceText.value;
    } else packet.isBroken = true;
    return scan.stop;
  }

  #readDestination(bytes: Uint8Array, at: number, end: number): number {
    const { packet } = this;
    const scan = this.#scan;
    packet.seen |= SEEN.destination;
    let family = 4;
    if (scan.isIPv4(bytes, at, end)) packet.destination = scan.address;
    else if (this.#destinationText.read(bytes, at, scan.stop)) {
      family = this.#destinationText.family;
      packet.destination = this.#destinationText.value;
    } else family = 0;
    if (family !== packet.family) packet.isBroken = true;
    return scan.stop;
  }

  /** LEN stands twice in UDP lines: the first is that of the IP header. */
  #readLength(bytes: Uint8Array, at: number, end: number): number {
    const value = this.#scan.decimal(bytes, at, end);
    if ((this.packet.seen & (SEEN.length | SEEN.protocol)) === 0) {
      this.packet.length = this.#checked(value, 0xff_ff_ff, SEEN.length);
    }
    return this.#scan.stop;
  }

  /** ID stands twice in lines of pings: the first is that of the IP header. */
  #readId(bytes: Uint8Array, at: number, end: number): number {
    const value = this.#scan.decimal(bytes, at, end);
    if ((this.packet.seen & (SEEN.id | SEEN.protocol)) === 0) {
      this.packet.id = this.#checked(value, 65_535, SEEN.id);
    }
    return this.#scan.stop;
  }

  #readTtl(bytes: Uint8Array, at: number, end: number): number {
    this.packet.ttl = this.#checked(this.#scan.decimal(bytes, at, end), 255, SEEN.ttl);
    return this.#scan.stop;
  }

  /** SPT, and TYPE of ICMP. */
  #readSport(bytes: Uint8Array, at: number, end: number): number {
    this.packet.sport = this.#checked(this.#scan.decimal(bytes, at, end), MAX_PORT, SEEN.sport);
    return this.#scan.stop;
  }

  /** DPT, and CODE of ICMP. */
  #readDport(bytes: Uint8Array, at: number, end: number): number {
    this.packet.dport = this.#checked(this.#scan.decimal(bytes, at, end), MAX_PORT, SEEN.dport);
    return this.#scan.stop;
  }

  #readWindow(bytes: Uint8Array, at: number, end: number): number {
    this.packet.window = this.#checked(this.#scan.decimal(bytes, at, end), 65_535, SEEN.window);
    return this.#scan.stop;
  }

  #checked(value: number, most: number, seen: number): number {
    if (value < 0 || value > most) this.packet.isBroken = true;
    this.packet.seen |= seen;
    return value;
  }

  /** The sequence number of TCP; pings have one of their own. */
  #readSequence(bytes: Uint8Array, at: number, end: number): number {
    const { packet } = this;
    const stop = wordEnd(bytes, at, end);
    if (packet.protocol !== PROTOCOL.tcp) return stop;
    const value = readDecimal(bytes, at, stop);
    if (value < 0 || value > 0xff_ff_ff_ff) packet.isBroken = true;
    packet.sequence = value | 0;
    packet.hasSequence = true;
    return stop;
  }

  /** The offset of a fragment: 0 in the first one. */
  #readFragment(bytes: Uint8Array, at: number, end: number): number {
    const value = this.#scan.decimal(bytes, at, end);
    if (value < 0) this.packet.isBroken = true;
    if (value > 0) this.packet.marks |= MARK.laterFragment;
    return this.#scan.stop;
  }

  #readProtocol(bytes: Uint8Array, at: number, end: number): number {
    const stop = wordEnd(bytes, at, end);
    const first = bytes[at];
    if (stop - at === 3 && first === 0x54) this.#setProtocol(PROTOCOL.tcp);
    else if (stop - at === 3 && first === 0x55) this.#setProtocol(PROTOCOL.udp);
    else this.#setProtocol(protocolOf(latin1(bytes, at, Math.min(stop, at + 20))));
    return stop;
  }

  #setProtocol(protocol: number): void {
    if (protocol === PROTOCOL.unknown) this.packet.isBroken = true;
    this.packet.protocol = protocol;
    this.packet.seen |= SEEN.protocol;
  }
}
