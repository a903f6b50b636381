import type { LoggedPacket } from './packet-line.ts';
import type { Random } from './random.ts';

/** Addresses that are ours: two networks for documentation (RFC 5737). */
export const OUR_HOSTS = 512;
export const ourHost = (index: number): string =>
  index < 256 ? `192.0.2.${index}` : `198.51.100.${(index - 256) % 256}`;

/** A source somewhere in the Internet; the same for the same number. */
export function sourceOf(index: number): string {
  let value = Math.imul(index + 1, 0x9e3779b1);
  value = Math.imul(value ^ (value >>> 15), 0x85ebca77);
  value ^= value >>> 13;
  // 24 to 87: none of these networks is private, reserved or multicast.
  return `${24 + ((value >>> 24) & 63)}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

export const PREFIXES = [
  '[UFW BLOCK] ',
  '[UFW BLOCK] ',
  '[UFW BLOCK] ',
  'FINAL_REJECT: ',
  'Shorewall:net-fw:DROP:',
  'DROP ',
  'IPTABLES-DROP: ',
  'nft-drop ',
  'INPUT packet: ',
] as const;

/** Who sends: what of a packet is the same in all packets of one tool. */
export interface Sender {
  readonly source: string;
  readonly prefix: string;
  readonly ttl: number;
  readonly window: number;
  /** IP bytes of its SYN: 40 without options. */
  readonly length: number;
  /** Fixed IP ID, as ZMap has it; -1: random. */
  readonly id: number;
}

const TOOLS = [
  { window: 1024, length: 44, id: -1 },
  { window: 1024, length: 40, id: -1 },
  { window: 65_535, length: 40, id: 54_321 },
  { window: 64_240, length: 60, id: -1 },
  { window: 29_200, length: 60, id: -1 },
  { window: 8192, length: 52, id: -1 },
] as const;

export function newSender(random: Random, source: string): Sender {
  return { source, prefix: random.pick(PREFIXES), ttl: random.between(38, 243), ...random.pick(TOOLS) };
}

export function tcp(
  random: Random,
  from: Sender,
  destination: string,
  ports: readonly [number, number],
  flags = 'SYN',
): LoggedPacket {
  // One rule of them has --log-tcp-options.
  const options = flags === 'SYN' && from.length > 40 && from.prefix === 'DROP ' ? ' OPT (020405B40402080A)' : '';
  const words = flags === '' ? '' : `${flags} `;
  return {
    prefix: from.prefix,
    source: from.source,
    destination,
    transport: `PROTO=TCP SPT=${ports[0]} DPT=${ports[1]} WINDOW=${from.window} RES=0x00 ${words}URGP=0${options}`,
    length: flags === 'SYN' ? from.length : 40,
    ttl: from.ttl,
    id: from.id === -1 ? random.between(0, 65_535) : from.id,
  };
}

export function udp(
  random: Random,
  from: Sender,
  destination: string,
  ports: readonly [number, number],
  length = 48,
  isToAll = false,
): LoggedPacket {
  return {
    prefix: from.prefix,
    source: from.source,
    destination,
    transport: `PROTO=UDP SPT=${ports[0]} DPT=${ports[1]} LEN=${length - 20}`,
    length,
    ttl: from.ttl,
    id: random.between(0, 65_535),
    isToAll,
  };
}

/** An error that quotes a packet we are said to have sent. */
export function icmpError(random: Random, from: Sender, destination: string, type: number, code: number): LoggedPacket {
  const inner = `SRC=${destination} DST=${from.source} LEN=60 TOS=0x00 PREC=0x00 TTL=1 ID=${random.between(0, 65_535)} DF PROTO=TCP SPT=${random.between(1024, 65_535)} DPT=80 WINDOW=8192 RES=0x00 SYN URGP=0`;
  return {
    prefix: from.prefix,
    source: from.source,
    destination,
    transport: `PROTO=ICMP TYPE=${type} CODE=${code} [${inner} ]`,
    length: 88,
    ttl: from.ttl,
    id: random.between(0, 65_535),
  };
}
