import { MARK, OUTCOMES, type DIRECTION, type EventBatch, type Outcome } from '../event-batch.ts';
import { hasPorts, PROTOCOL, protocolName, TCP } from '../../net/protocol.ts';
import { isoTime } from '../report/words-of.ts';

export const TCP_FLAGS = ['fin', 'syn', 'rst', 'psh', 'ack', 'urg', 'ece', 'cwr'] as const;
export type TcpFlag = (typeof TCP_FLAGS)[number];
export const DIRECTIONS = ['unknown', 'in', 'out', 'forward', 'local'] as const satisfies (keyof typeof DIRECTION)[];

/** An event as programs get it; what the log does not say is null. */
export interface TrafficEvent {
  /** ISO time of the packet, or of a connection's first. */
  readonly time: string | null;
  /** Of its last. */
  readonly end: string | null;
  /** `tcp`; `ip-89` for a protocol without a name here. */
  readonly transport: string;
  readonly src: string;
  readonly sport: number | null;
  readonly dst: string;
  readonly dport: number | null;
  readonly icmp: { readonly type: number; readonly code: number } | null;
  readonly action: Outcome;
  readonly direction: (typeof DIRECTIONS)[number];
  /** Of the first packet, or of all where only these are known. */
  readonly flags: readonly TcpFlag[] | null;
  readonly packets: number;
  readonly bytes: number | null;
  readonly packetsBack: number | null;
  readonly bytesBack: number | null;
  /** The log prefix, rule or signature; empty where there is none. */
  readonly label: string;
  readonly origin: { readonly file: string; readonly record: number; readonly offset: number };
}

export function eventOf(batch: EventBatch, row: number, file: string): TrafficEvent {
  const family = batch.family[row] ?? 0;
  const protocol = batch.protocol[row] ?? PROTOCOL.unknown;
  const marks = batch.marks[row] ?? 0;
  const numbers = (marks & MARK.ports) === 0 ? null : ([batch.sport[row] ?? 0, batch.dport[row] ?? 0] as const);
  const isIcmp = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6;
  const ports = hasPorts(protocol) ? numbers : null;
  const flags = batch.flags[row] ?? 0;
  return {
    time: isoTime(batch.time[row] ?? Number.NaN),
    end: isoTime(batch.end[row] ?? Number.NaN),
    transport: protocolName(protocol),
    src: batch.addresses.format(family, batch.source[row] ?? 0),
    sport: ports?.[0] ?? null,
    dst: batch.addresses.format(family, batch.destination[row] ?? 0),
    dport: ports?.[1] ?? null,
    icmp: isIcmp && numbers !== null ? { type: numbers[0], code: numbers[1] } : null,
    action: OUTCOMES[batch.outcome[row] ?? 0] ?? 'unknown',
    direction: DIRECTIONS[batch.direction[row] ?? 0] ?? 'unknown',
    flags: (marks & MARK.flags) === 0 ? null : TCP_FLAGS.filter((name) => (flags & TCP[name]) !== 0),
    packets: batch.packets[row] ?? 0,
    bytes: known(batch.bytes[row]),
    packetsBack: known(batch.packetsBack[row]),
    bytesBack: known(batch.bytesBack[row]),
    label: batch.labels.name(batch.label[row] ?? 0),
    origin: { file, record: batch.record[row] ?? 0, offset: batch.offset[row] ?? 0 },
  };
}

/** `2026-10-09 08:53:01.123  tcp  203.0.113.7:40000 > 192.0.2.1:22  SYN  unanswered  3 packets, 180 bytes` */
export function eventLine(event: TrafficEvent): string {
  const { time, transport, src, sport, dst, dport, icmp, flags, action } = event;
  const isSix = src.includes(':') || dst.includes(':');
  const end = (address: string, port: number | null): string =>
    port === null ? address : `${isSix ? `[${address}]` : address}:${port}`;
  const parts = [
    time === null ? '-' : time.replace('T', ' ').replace('Z', ''),
    icmp === null ? transport : `${transport} ${icmp.type}/${icmp.code}`,
    `${end(src, sport)} > ${end(dst, dport)}`,
  ];
  if (flags !== null) parts.push(flags.length === 0 ? 'no flags' : flags.map((flag) => flag.toUpperCase()).join(' '));
  if (action !== 'unknown') parts.push(action);
  parts.push(amount(event.packets, event.bytes));
  if (event.packetsBack !== null && event.packetsBack > 0) {
    parts.push(`back ${amount(event.packetsBack, event.bytesBack)}`);
  }
  return parts.join('  ');
}

function amount(packets: number, bytes: number | null): string {
  const text = `${packets} ${packets === 1 ? 'packet' : 'packets'}`;
  return bytes === null ? text : `${text}, ${bytes} bytes`;
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
