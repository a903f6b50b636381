import type { EventBatch } from '../../event-batch.ts';
import { MARK } from '../../event-batch.ts';
import { hasPorts, PROTOCOL, protocolOf, TCP } from '../../../net/protocol.ts';
import { AddressText } from './address-text.ts';
import { servicePort } from './service-port.ts';
import { tcpFlagsOf } from './tcp-flag-letters.ts';
import { tcpdumpIcmp } from './tcpdump-icmp.ts';

/** What `tcpdump -v` says of the IP header; NaN where it does not. */
export interface IpHead {
  readonly ttl: number;
  readonly id: number;
  /** Of the whole packet, in bytes. */
  readonly length: number;
  /** IP protocol; `PROTOCOL.unknown` where it is not said. */
  readonly protocol: number;
  readonly fragmentOffset: number;
}

interface End {
  readonly family: number;
  readonly value: number;
  /** -1 where there is none. */
  readonly port: number;
}

const UDP_HEADER_BYTES = 8;

/** `S 123:123(0) win 0`, `. ack 1`: flags as OpenBSD and tcpdump before 4.0 write them. */
const OLD_FLAGS = /^([SFPRUWE]{1,8}|\.)(?: \[[^\]]{0,30}\])? (?=\d{1,10}:\d{1,10}\(\d{1,5}\)|ack |win |\[tcp )/;

/** Of packets without ports, by the words that begin what is said of them. */
const PROTOCOL_OF: readonly (readonly [RegExp, number])[] = [
  [/^(?:HBH |DSTOPT |srcrt |RT6 )?.{0,60}\bICMP6(?:,|$)|^icmp6/, PROTOCOL.icmpv6],
  [/^icmp\b/i, PROTOCOL.icmp],
  [/^igmp\b/i, PROTOCOL.igmp],
  [/^esp\b/i, PROTOCOL.esp],
  [/^ah\b/i, PROTOCOL.ah],
  [/^gre(?:v\d)?\b/i, PROTOCOL.gre],
  [/^sctp\b/i, PROTOCOL.sctp],
  [/^ospf/i, 89],
  [/^(?:vrrp|carp)/i, 112],
  [/^pim/i, 103],
  [/^IP6 /, PROTOCOL.ipv6],
  [/^IP /, PROTOCOL.ipip],
];

/** Reads what tcpdump writes behind time and interface: `192.0.2.1.5 > 192.0.2.2.80: Flags [S], seq 1, win 64240, ...`. */
export class TcpdumpPacket {
  readonly #address: AddressText;

  constructor(batch: EventBatch) {
    this.#address = new AddressText(batch.addresses);
  }

  /** Adds an event and returns its row; -1 where there is a name for an address or a port, or no packet at all. */
  read(text: string, head: IpHead | null, batch: EventBatch): number {
    const arrow = text.indexOf(' > ');
    const colon = text.indexOf(': ', arrow);
    const stop = colon === -1 && text.endsWith(':') ? text.length - 1 : colon;
    if (arrow === -1 || stop === -1) return -1;
    const from = this.#end(text.slice(0, arrow));
    const to = this.#end(text.slice(arrow + 3, stop));
    if (from === null || to === null || from.family !== to.family) return -1;
    const said = text.slice(stop + 1).trim();
    const row = batch.add();
    batch.family[row] = from.family;
    batch.source[row] = from.value;
    batch.destination[row] = to.value;
    readTransport(batch, row, said, from.port, to.port, head?.protocol ?? PROTOCOL.unknown);
    readHead(batch, row, head ?? tailOf(said));
    if (Number.isNaN(batch.bytes[row])) batch.bytes[row] = bytesOf(batch, row, said);
    return row;
  }

  #end(text: string): End | null {
    const address = this.#address;
    if (address.readText(text)) return { family: address.family, value: address.value, port: -1 };
    const dot = text.lastIndexOf('.');
    if (dot === -1 || !address.readText(text.slice(0, dot))) return null;
    const port = servicePort(text.slice(dot + 1));
    return port === -1 ? null : { family: address.family, value: address.value, port };
  }
}

/** `(tos 0x0, ttl 64, id 54321, offset 0, flags [DF], proto TCP (6), length 60)`, and its form for IPv6. */
export function parseIpHead(text: string): IpHead {
  const numberAfter = (words: RegExp): number => Number(words.exec(text)?.[1] ?? Number.NaN);
  const isIPv6 = text.includes('hlim ') || text.includes('payload length');
  const length = numberAfter(/length:? (\d{1,5})/);
  const protocol = numberAfter(/(?:proto|next-header) [^()]{1,30} ?\((\d{1,3})\)/);
  return {
    ttl: numberAfter(/\b(?:ttl|hlim) (\d{1,3})/),
    id: numberAfter(/\bid (\d{1,5})/),
    length: isIPv6 ? length + 40 : length,
    protocol: protocol <= 255 ? protocol : PROTOCOL.unknown,
    fragmentOffset: numberAfter(/\boffset (\d{1,5})/),
  };
}

/** What OpenBSD and old versions write at the end: `(DF) (ttl 64, id 1, len 60)`, `(frag 1:1480@1480+)`. */
function tailOf(said: string): IpHead | null {
  const fragment = /[( ]frag \w{1,10}:\d{1,5}@(\d{1,5})/.exec(said);
  const tail = /\((?:\[[^\]]{0,30}\] )?ttl (\d{1,3}), id (\d{1,5})(?:, len (\d{1,5}))?/.exec(said);
  if (fragment === null && tail === null) return null;
  return {
    ttl: Number(tail?.[1] ?? Number.NaN),
    id: Number(tail?.[2] ?? Number.NaN),
    length: Number(tail?.[3] ?? Number.NaN),
    protocol: PROTOCOL.unknown,
    fragmentOffset: Number(fragment?.[1] ?? Number.NaN),
  };
}

function readHead(batch: EventBatch, row: number, head: IpHead | null): void {
  if (head === null) return;
  let marks = batch.marks[row] ?? 0;
  if (head.ttl <= 255) {
    batch.ttl[row] = head.ttl;
    marks |= MARK.ttl;
  }
  if (head.id <= 65_535) {
    batch.ipId[row] = head.id;
    // Of TCP the window belongs to it, which not every line has.
    if (batch.protocol[row] !== PROTOCOL.tcp || batch.window[row] !== 0) marks |= MARK.fingerprint;
  }
  if (head.fragmentOffset > 0) marks |= MARK.laterFragment;
  batch.bytes[row] = head.length;
  batch.marks[row] = marks;
}

function readTransport(
  batch: EventBatch,
  row: number,
  said: string,
  sport: number,
  dport: number,
  known: number,
): void {
  const flags = flagsOf(said);
  const protocol = known === PROTOCOL.unknown ? protocolBy(said, sport >= 0 && dport >= 0, flags) : known;
  batch.protocol[row] = protocol;
  if (hasPorts(protocol)) {
    if (sport >= 0 && dport >= 0) {
      batch.sport[row] = sport;
      batch.dport[row] = dport;
      batch.marks[row] = MARK.ports;
    } else if (known === PROTOCOL.unknown) batch.marks[row] = MARK.laterFragment;
  }
  if (protocol === PROTOCOL.tcp) readTcp(batch, row, said, flags);
  if (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6) {
    const icmp = tcpdumpIcmp(batch.family[row] ?? 0, said.replace(/^.{0,60}?icmp6?\b[:,]? ?/i, ''));
    if (icmp === null) return;
    [batch.sport[row], batch.dport[row]] = icmp;
    batch.marks[row] = MARK.ports;
  }
}

function readTcp(batch: EventBatch, row: number, said: string, flags: number): void {
  let marks = batch.marks[row] ?? 0;
  if (flags !== -1) {
    batch.flags[row] = flags;
    marks |= MARK.flags;
  }
  const window = /\bwin (\d{1,5})\b/.exec(said);
  if (window !== null && Number(window[1]) <= 65_535) batch.window[row] = Number(window[1]);
  const hasOptions = said.includes('options [') || said.includes('<') || said.includes('[|tcp]');
  if (flags === TCP.syn && window !== null && !hasOptions) marks |= MARK.bareSyn;
  batch.marks[row] = marks;
}

/** -1 where the line is not of TCP, or has no flags. */
function flagsOf(said: string): number {
  const now = /^Flags \[([^\]]{0,10})\]/.exec(said)?.[1];
  if (now !== undefined) return now === 'none' ? 0 : tcpFlagsOf(now);
  const old = OLD_FLAGS.exec(said)?.[1];
  if (old === undefined) return -1;
  return (old === '.' ? 0 : tcpFlagsOf(old)) | (/\back \d/.test(said.slice(0, 120)) ? TCP.ack : 0);
}

function protocolBy(said: string, ports: boolean, flags: number): number {
  if (ports) {
    if (flags !== -1 || /^(?:Flags \[|tcp \d|\[\|tcp\]|\[bad hdr length)/.test(said)) return PROTOCOL.tcp;
    if (/^sctp\b/i.test(said)) return PROTOCOL.sctp;
    if (/^DCCP\b/.test(said)) return PROTOCOL.dccp;
    // Only these have ports; of UDP what it carries is written, in the words of its protocol: `1+ A? example.org. (29)`.
    return PROTOCOL.udp;
  }
  const other = /^(?:ip-proto-(\d{1,3})|(tcp|udp))\b/.exec(said);
  if (other !== null) return protocolOf(other[1] ?? other[2] ?? '');
  return PROTOCOL_OF.find(([words]) => words.test(said))?.[1] ?? PROTOCOL.unknown;
}

/** Bytes of the packet, where the line tells those of its payload: the IP header is taken to have no options. */
function bytesOf(batch: EventBatch, row: number, said: string): number {
  const protocol = batch.protocol[row];
  const header = batch.family[row] === 4 ? 20 : 40;
  if (protocol === PROTOCOL.udp) {
    const payload =
      /^UDP,(?: bad)? length (\d{1,5})/.exec(said) ??
      /^udp (\d{1,5})\b/.exec(said) ??
      /^(?:NTPv\d.{0,60}|BOOTP\/DHCP.{0,200}), length (\d{1,5})$/.exec(said) ??
      /\((\d{1,5})\)$/.exec(said);
    return payload === null ? Number.NaN : Number(payload[1]) + UDP_HEADER_BYTES + header;
  }
  if (protocol !== PROTOCOL.icmp && protocol !== PROTOCOL.icmpv6) return Number.NaN;
  const length = /^ICMP6?\b.*, length (\d{1,5})$/.exec(said);
  return length === null ? Number.NaN : Number(length[1]) + header;
}
