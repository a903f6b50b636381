/**
 * NetFlow records as nfdump prints them with `-o json` (an array over many lines) and `-o json-log` or `-o ndjson` (one
 * object a line).
 *
 *   { "type" : "FLOW", "t_first" : "2026-10-09T08:06:26.5", "t_last" : "...", "proto" : 6, "src4_addr" : "203.0.113.9",
 *     "dst4_addr" : "192.0.2.7", "src_port" : 40001, "dst_port" : 22, "fwd_status" : 0, "tcp_flags" : "......S.",
 *     "in_packets" : 3, "in_bytes" : 180, "label" : "<none>" }
 *
 * Since 1.7 the times are `first` and `last`. Times are local; what stands behind the dot is a number of milliseconds,
 * without zeros in front in 1.6: `.5` is 5 ms. EVENT records come from a firewall (NSEL): `event` is CREATE, DELETE or
 * DENIED. Source: nfdump, bin/output_json.c (1.6), src/output/output_json.c and output_ndjson.c (1.7).
 */
import { MARK, OUTCOME, type EventBatch } from '../../event-batch.ts';
import { hasPorts, PROTOCOL } from '../../../net/protocol.ts';
import type { DecoderOptions, LineVerdict, StreamFormat } from '../decoder.ts';
import { JsonRecords, type JsonRecordReader } from '../json-records.ts';
import { AddressText } from '../text/address-text.ts';
import { readDecimal } from '../text/digits.ts';
import { IsoTime } from '../text/iso-time.ts';
import { JsonFields } from '../text/json-fields.ts';
import { latin1 } from '../text/latin1.ts';
import { forwardingOutcome, nfdumpFlags, plausibleBytes } from './nfdump-fields.ts';

const PATHS = [
  't_first',
  't_last',
  'first',
  'last',
  'src4_addr',
  'dst4_addr',
  'src6_addr',
  'dst6_addr',
  'proto',
  'src_port',
  'dst_port',
  'icmp_type',
  'icmp_code',
  'tcp_flags',
  'fwd_status',
  'in_packets',
  'in_bytes',
  'out_packets',
  'out_bytes',
  'ip_ttl',
  'event',
  'label',
] as const;
type Path = (typeof PATHS)[number];
const AT: Readonly<Record<string, number>> = Object.fromEntries(PATHS.map((path, place) => [path, place]));
const DOT = 0x2e;

const OUTCOME_OF: ReadonlyMap<string, number> = new Map([
  ['CREATE', OUTCOME.allowed],
  ['DELETE', OUTCOME.allowed],
  ['DENIED', OUTCOME.dropped],
]);

export const nfdumpJson: StreamFormat = {
  kind: 'stream',
  id: 'nfdump-json',
  title: 'nfdump JSON',
  abilities: { outcome: false, flags: true, bothDirections: true, payload: false, granularity: 'flow' },
  sniff({ bytes }) {
    const head = latin1(bytes, 0, Math.min(bytes.length, 8192));
    if (!/^[^\w{[]{0,8}[[{]/.test(head)) return 0;
    return /"src[46]_addr"\s*:\s*"/.test(head) && /"(in_packets|t_first|first)"\s*:/.test(head) ? 1 : 0;
  },
  open: (options) => new JsonRecords(new NfdumpRecord(options)),
};

class NfdumpRecord implements JsonRecordReader {
  readonly #fields = new JsonFields(PATHS);
  readonly #time: IsoTime;
  #bytes: Uint8Array = new Uint8Array(0);
  #address: AddressText | null = null;

  constructor(options: DecoderOptions) {
    this.#time = new IsoTime(options.clock);
  }

  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    this.#bytes = bytes;
    if (!this.#fields.read(bytes, start, end)) return 'malformed';
    const isSix = this.#has('src6_addr');
    // Records of the exporter's state, and of layer 2.
    if (!isSix && !this.#has('src4_addr')) return 'silent';
    const address = (this.#address ??= new AddressText(batch.addresses));
    if (!this.#readAddress(address, isSix ? 'src6_addr' : 'src4_addr')) return 'malformed';
    const [family, source] = [address.family, address.value];
    if (!this.#readAddress(address, isSix ? 'dst6_addr' : 'dst4_addr') || address.family !== family) return 'malformed';
    const time = this.#readTime('t_first', 'first');
    if (Number.isNaN(time)) return 'malformed';
    const last = this.#readTime('t_last', 'last');

    const row = batch.add();
    batch.time[row] = time;
    batch.end[row] = last >= time ? last : time;
    batch.family[row] = family;
    batch.source[row] = source;
    batch.destination[row] = address.value;
    const number = this.#number('proto');
    const protocol = number >= 0 && number < 256 ? number : PROTOCOL.unknown;
    batch.protocol[row] = protocol;
    this.#readPorts(protocol, batch, row);
    this.#readCounts(batch, row);
    const flags = nfdumpFlags(this.#text('tcp_flags'));
    if (protocol === PROTOCOL.tcp && flags > 0) {
      batch.flags[row] = flags;
      batch.marks[row] = (batch.marks[row] ?? 0) | MARK.flags;
    }
    const ttl = this.#number('ip_ttl');
    if (ttl > 0 && ttl < 256) {
      batch.ttl[row] = ttl;
      batch.marks[row] = (batch.marks[row] ?? 0) | MARK.ttl;
    }
    batch.outcome[row] = OUTCOME_OF.get(this.#text('event')) ?? forwardingOutcome(this.#number('fwd_status'));
    const label = this.#text('label');
    if (label !== '' && label !== '<none>') batch.label[row] = batch.labels.place(label);
    return 'event';
  }

  #readPorts(protocol: number, batch: EventBatch, row: number): void {
    const isIcmp = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6;
    if (!isIcmp && !hasPorts(protocol)) return;
    const first = this.#number(isIcmp ? 'icmp_type' : 'src_port');
    const second = this.#number(isIcmp ? 'icmp_code' : 'dst_port');
    if (!(first >= 0 && first <= 65_535 && second >= 0 && second <= 65_535)) return;
    batch.sport[row] = first;
    batch.dport[row] = second;
    batch.marks[row] = MARK.ports;
  }

  #readCounts(batch: EventBatch, row: number): void {
    const packets = this.#number('in_packets');
    if (packets >= 0) batch.packets[row] = packets;
    batch.bytes[row] = plausibleBytes(this.#number('in_bytes'), packets);
    const packetsBack = this.#number('out_packets');
    // 0 is what an exporter of one direction leaves there.
    if (!(packetsBack > 0)) return;
    batch.packetsBack[row] = packetsBack;
    batch.bytesBack[row] = plausibleBytes(this.#number('out_bytes'), packetsBack);
  }

  #readTime(old: Path, current: Path): number {
    const path = this.#has(old) ? old : current;
    if (!this.#has(path)) return Number.NaN;
    const start = this.#fields.start(AT[path] ?? 0);
    const end = this.#fields.end(AT[path] ?? 0);
    if (this.#bytes[start + 19] !== DOT || end > start + 23) return this.#time.read(this.#bytes, start, end);
    const milliseconds = readDecimal(this.#bytes, start + 20, end);
    if (milliseconds < 0) return Number.NaN;
    return this.#time.read(this.#bytes, start, start + 19) + milliseconds / 1000;
  }

  #readAddress(address: AddressText, path: Path): boolean {
    const field = AT[path] ?? 0;
    return this.#fields.has(field) && address.read(this.#bytes, this.#fields.start(field), this.#fields.end(field));
  }

  #has(path: Path): boolean {
    return this.#fields.has(AT[path] ?? 0);
  }

  #text(path: Path): string {
    return this.#fields.text(AT[path] ?? 0);
  }

  #number(path: Path): number {
    return this.#fields.number(AT[path] ?? 0);
  }
}
