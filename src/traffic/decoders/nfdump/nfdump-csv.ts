/**
 * NetFlow records as nfdump prints them with `-o csv`: a header of names, then one flow a line.
 *
 *   1.6   ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt,in,out,sas,das,...
 *         2026-10-09 08:06:26,2026-10-09 08:06:27,1.000,203.0.113.9,192.0.2.7,40001,22,TCP,....S.,0,0,3,180,0,0,...
 *   1.7   firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,bps,bpp,flows
 *         2026-10-09 08:06:26.123,1.000,TCP,203.0.113.9,40001,192.0.2.7,22,3,180,1440,60,1
 *
 * In 1.7 the fields are chosen by the user; `csv-fast` has times in milliseconds. Times are local, to the millisecond at
 * best. The destination port of ICMP is `type.code`, or 256 * type + code. A summary follows behind `Summary`.
 * Source: nfdump, bin/output_csv.c (1.6), src/output/output_csv.c and output_csv_fast.c (1.7).
 */
import { MARK, type EventBatch } from '../../event-batch.ts';
import { hasPorts, PROTOCOL, protocolOf } from '../../../net/protocol.ts';
import type { DecoderOptions, LineFormat, LineReader, LineVerdict } from '../decoder.ts';
import { AddressText } from '../text/address-text.ts';
import { readDecimal, readPort } from '../text/digits.ts';
import { Fields } from '../text/fields.ts';
import { IsoTime } from '../text/iso-time.ts';
import { latin1 } from '../text/latin1.ts';
import { forwardingOutcome, nfdumpFlags, plausibleBytes } from './nfdump-fields.ts';

const COMMA = 0x2c;
const OLD_HEADER = 'ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt';
const OLD_LINE =
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?,\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?,\d+\.\d+,[\da-fA-F.:]+,[\da-fA-F.:]+,/;
const NO_FLOWS = /^No match(ing|ed) flows$/;
const AFTER_SUMMARY = /^(flows,bytes,packets,avg_bps,avg_pps,avg_bpp|\d+(,\d+){3,6})$/;

/** The names of both versions. */
const NAMES = {
  first: ['ts', 'firstSeen'],
  last: ['te', 'lastSeen'],
  duration: ['td', 'duration'],
  source: ['sa', 'srcAddr'],
  destination: ['da', 'dstAddr'],
  sport: ['sp', 'srcPort'],
  dport: ['dp', 'dstPort'],
  protocol: ['pr', 'proto'],
  flags: ['flg', 'flags'],
  forwarding: ['fwd', 'fwdStatus'],
  packets: ['ipkt', 'packets', 'inPackets'],
  bytes: ['ibyt', 'bytes', 'inBytes'],
  packetsBack: ['opkt', 'outPackets'],
  bytesBack: ['obyt', 'outBytes'],
  icmpType: ['icmpTYpe', 'icmpType'],
  icmpCode: ['icmpCode'],
  ttl: ['minTTL'],
  label: ['label'],
} as const;
type Name = keyof typeof NAMES;
type Places = Readonly<Record<Name, number>>;

export const nfdumpCsv: LineFormat = {
  kind: 'line',
  id: 'nfdump-csv',
  title: 'nfdump CSV',
  abilities: { outcome: false, flags: true, bothDirections: true, payload: false, granularity: 'flow' },
  sniff({ lines }) {
    if (lines.some((line) => headerPlaces(line) !== null)) return 1;
    return lines.some((line) => OLD_LINE.test(line)) ? 0.7 : 0;
  },
  open: (options) => new NfdumpCsvReader(options),
};

class NfdumpCsvReader implements LineReader {
  readonly #fields = new Fields(COMMA);
  readonly #time: IsoTime;
  #places: Places | null = null;
  #isSummary = false;
  #address: AddressText | null = null;

  constructor(options: DecoderOptions) {
    this.#time = new IsoTime(options.clock);
  }

  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    const first = bytes[start] ?? 0;
    if (first < 0x30 || first > 0x39) return this.#readWords(latin1(bytes, start, Math.min(end, start + 2000)));
    if (this.#isSummary)
      return AFTER_SUMMARY.test(latin1(bytes, start, Math.min(end, start + 200))) ? 'silent' : 'foreign';
    const places = (this.#places ??= this.#oldPlaces(bytes, start, end));
    if (places === null) return 'foreign';
    const fields = this.#fields;
    const count = fields.split(bytes, start, end);
    if (count <= Math.max(places.source, places.destination)) return count < 4 ? 'foreign' : 'malformed';
    return this.#readFlow(bytes, places, batch);
  }

  /** Lines that begin with a letter: headers, and the summary. */
  #readWords(line: string): LineVerdict {
    const places = headerPlaces(line);
    if (places !== null) {
      this.#places = places;
      this.#isSummary = false;
      return 'silent';
    }
    if (this.#places === null) return 'foreign';
    if (line === 'Summary') this.#isSummary = true;
    return line === 'Summary' || NO_FLOWS.test(line) || (this.#isSummary && AFTER_SUMMARY.test(line))
      ? 'silent'
      : 'foreign';
  }

  /** `-q` leaves out the header; the old one is known by its two times. */
  #oldPlaces(bytes: Uint8Array, start: number, end: number): Places | null {
    return OLD_LINE.test(latin1(bytes, start, Math.min(end, start + 200))) ? headerPlaces(OLD_HEADER) : null;
  }

  #readFlow(bytes: Uint8Array, places: Places, batch: EventBatch): LineVerdict {
    const fields = this.#fields;
    const address = (this.#address ??= new AddressText(batch.addresses));
    if (!address.read(bytes, fields.start(places.source), fields.end(places.source))) return 'malformed';
    const [family, source] = [address.family, address.value];
    if (!address.read(bytes, fields.start(places.destination), fields.end(places.destination))) return 'malformed';
    if (address.family !== family) return 'malformed';
    const time = this.#readTime(bytes, places.first);
    if (Number.isNaN(time)) return 'malformed';

    const row = batch.add();
    batch.time[row] = time;
    batch.end[row] = this.#readEnd(bytes, places, time);
    batch.family[row] = family;
    batch.source[row] = source;
    batch.destination[row] = address.value;
    const protocol = protocolOf(fields.text(bytes, places.protocol).trim());
    batch.protocol[row] = protocol;
    this.#readPorts(bytes, places, protocol, batch, row);
    this.#readCounts(bytes, places, batch, row);
    const flags = nfdumpFlags(fields.text(bytes, places.flags));
    if (protocol === PROTOCOL.tcp && flags > 0) {
      batch.flags[row] = flags;
      batch.marks[row] = (batch.marks[row] ?? 0) | MARK.flags;
    }
    batch.outcome[row] = forwardingOutcome(this.#number(bytes, places.forwarding));
    const ttl = this.#number(bytes, places.ttl);
    if (ttl > 0 && ttl < 256) {
      batch.ttl[row] = ttl;
      batch.marks[row] = (batch.marks[row] ?? 0) | MARK.ttl;
    }
    const label = fields.text(bytes, places.label);
    if (label !== '' && label !== '<none>') batch.label[row] = batch.labels.place(label);
    return 'event';
  }

  #readPorts(bytes: Uint8Array, places: Places, protocol: number, batch: EventBatch, row: number): void {
    const fields = this.#fields;
    const isIcmp = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6;
    let first = -1;
    let second = -1;
    if (isIcmp && places.icmpType !== -1) {
      first = this.#number(bytes, places.icmpType);
      second = this.#number(bytes, places.icmpCode);
    } else if (isIcmp) {
      const [type, code] = fields.text(bytes, places.dport).split('.', 2);
      const both = type !== undefined && /^\d{1,5}$/.test(type) ? Number(type) : -1;
      first = code === undefined ? both >> 8 : both;
      second = code === undefined ? both & 255 : /^\d{1,3}$/.test(code) ? Number(code) : -1;
    } else if (hasPorts(protocol)) {
      first = readPort(bytes, fields.start(places.sport), fields.end(places.sport));
      second = readPort(bytes, fields.start(places.dport), fields.end(places.dport));
    }
    if (!(first >= 0 && second >= 0) || (isIcmp && (first > 255 || second > 255))) return;
    batch.sport[row] = first;
    batch.dport[row] = second;
    batch.marks[row] = MARK.ports;
  }

  #readCounts(bytes: Uint8Array, places: Places, batch: EventBatch, row: number): void {
    const packets = this.#number(bytes, places.packets);
    if (packets >= 0) batch.packets[row] = packets;
    batch.bytes[row] = plausibleBytes(this.#number(bytes, places.bytes), packets);
    const packetsBack = this.#number(bytes, places.packetsBack);
    // 0 is what an exporter of one direction leaves there.
    if (!(packetsBack > 0)) return;
    batch.packetsBack[row] = packetsBack;
    batch.bytesBack[row] = plausibleBytes(this.#number(bytes, places.bytesBack), packetsBack);
  }

  #readEnd(bytes: Uint8Array, places: Places, time: number): number {
    const last = this.#readTime(bytes, places.last);
    if (last >= time) return last;
    const duration = Number.parseFloat(this.#fields.text(bytes, places.duration));
    return duration > 0 ? time + duration : time;
  }

  /** A local time; in `csv-fast` milliseconds, with `%tsr` seconds. */
  #readTime(bytes: Uint8Array, place: number): number {
    const fields = this.#fields;
    const start = fields.start(place);
    const end = fields.end(place);
    if (end - start < 10) return Number.NaN;
    if (bytes[start + 4] === 0x2d) return this.#time.read(bytes, start, end);
    const milliseconds = readDecimal(bytes, start, end);
    if (milliseconds >= 0) return milliseconds / 1000;
    const text = fields.text(bytes, place);
    return /^\d{9,11}\.\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  }

  /** NaN where there is none. */
  #number(bytes: Uint8Array, place: number): number {
    const value = readDecimal(bytes, this.#fields.start(place), this.#fields.end(place));
    return value < 0 ? Number.NaN : value;
  }
}

/** Where the fields stand that a header names; null where the line is no header of flows. */
function headerPlaces(line: string): Places | null {
  if (!/^[A-Za-z]\w*(,[\w-]*){4,}$/.test(line)) return null;
  const names = line.split(',');
  const place = (wanted: readonly string[]): number => names.findIndex((name) => wanted.includes(name));
  const places = Object.fromEntries(Object.entries(NAMES).map(([name, wanted]) => [name, place(wanted)])) as Record<
    Name,
    number
  >;
  return places.source !== -1 && places.destination !== -1 && places.first !== -1 ? places : null;
}
