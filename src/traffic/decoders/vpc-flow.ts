/**
 * AWS VPC flow logs, versions 2 to 8, as text: lines of fields parted by spaces.
 *
 *   version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status
 *   2 123456789010 eni-1235b8ca123456789 203.0.113.9 192.0.2.12 49761 3389 6 20 4249 1418530010 1418530070 REJECT OK
 *
 * These 14 are the default format; any other set and order is named by a header, the first line of an object in S3. In
 * CloudWatch there is no header, and exports put the time of the record in front, `aws logs tail` the stream's name too;
 * `aws logs filter-log-events`, `get-log-events` and Logs Insights have the line as a string of JSON. `-` is absent.
 * NODATA: nothing passed in the time; SKIPDATA: records were lost.
 *
 * A record is everything of one direction of a 5-tuple within 1 or 10 minutes. REJECT means dropped: security groups and
 * network ACLs send no answer. `tcp-flags` is the OR over that time of SYN, FIN, RST, and of ACK only in SYN-ACK: so it
 * tells whether the flow began with SYN or SYN-ACK, and nothing of stealth scans. `pkt-srcaddr` and `pkt-dstaddr` are the
 * ends themselves where `srcaddr` or `dstaddr` is an interface on the way (NAT gateway, pod).
 *
 * Source: Amazon VPC User Guide, "Flow log records" and "Flow log record examples".
 */
import { DIRECTION, MARK, OUTCOME, type EventBatch } from '../event-batch.ts';
import { hasPorts, PROTOCOL, TCP } from '../../net/protocol.ts';
import type { LineFormat, LineReader, LineVerdict } from './decoder.ts';
import { AddressText } from './text/address-text.ts';
import { readDecimal, readPort } from './text/digits.ts';
import { equalsAscii } from './text/equals.ts';
import { Fields } from './text/fields.ts';
import { latin1 } from './text/latin1.ts';

const DEFAULT_FIELDS =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status'.split(
    ' ',
  );
/** In the order of the guide, which is that of "all fields" in the console. */
const LATER_FIELDS =
  'vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr region az-id sublocation-type sublocation-id pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path'.split(
    ' ',
  );
/** Fields with all of versions 3, 4 and 5; other numbers behind the default ones are in an order nobody knows. */
const WHOLE_VERSIONS = new Set([21, 25, 29]);

const RECORD =
  /(^|[ "])\d{1,2} (\d{12}|unknown|-) [a-z]+-[\w*-]+ (?:[\da-fA-F.:-]+ ){2}(?:[\d-]+ ){7}(ACCEPT|REJECT|-) (OK|NODATA|SKIPDATA)/;
const MESSAGE = /^\s*(?:\[?\{.{0,2000}?)?"@?(?:message|value)"\s*:\s*"([^"\\]{10,})"/;
const JSON_LINE = /^\s*(?:[[\]{}],?\s*)*(?:"@?\w+"\s*:.*)?$/;
/** What may stand in front of the first of them. */
const JSON_HEAD = /^\s*(?:[[\]{}]|\{?\s*"(?:events|results|logStreamName|timestamp|field|@timestamp)"\s*:.*)$/;

const SPACE = 0x20;
const DASH = 0x2d;

/** Those that something is made of. */
const WANTED = [
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
  'log-status',
  'tcp-flags',
  'pkt-srcaddr',
  'pkt-dstaddr',
  'flow-direction',
  'reject-reason',
] as const;
type Wanted = (typeof WANTED)[number];

interface Layout {
  readonly count: number;
  /** -1 where the log lacks the field. */
  readonly places: Readonly<Record<Wanted, number>>;
}

export const vpcFlow: LineFormat = {
  kind: 'line',
  id: 'vpc-flow',
  title: 'AWS VPC flow log',
  abilities: { outcome: true, flags: false, bothDirections: false, payload: false, granularity: 'window' },
  sniff({ lines }) {
    if (lines.some((line) => headerLayout(line) !== null)) return 1;
    return lines.some((line) => RECORD.test(line)) ? 0.95 : 0;
  },
  open: () => new VpcFlowReader(),
};

class VpcFlowReader implements LineReader {
  readonly #fields = new Fields(SPACE);
  #layout: Layout = DEFAULT;
  #hasHeader = false;
  #wasJson = false;
  #address: AddressText | null = null;
  #noData = 0;
  #skipped = 0;
  #withoutAddress = 0;

  get variant(): string {
    return this.#wasJson ? 'AWS VPC flow log (CloudWatch JSON)' : 'AWS VPC flow log';
  }

  get notes(): readonly string[] {
    const notes: string[] = [];
    if (this.#skipped > 0) notes.push(`${this.#skipped} records say that flows were not logged (SKIPDATA)`);
    if (this.#noData > 0) notes.push(`${this.#noData} records say that there was no traffic (NODATA)`);
    if (this.#withoutAddress > 0) notes.push('the fields of this flow log lack the addresses');
    return notes;
  }

  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    const first = bytes[start] ?? 0;
    if (first >= 0x61 && first <= 0x7a) {
      const layout = headerLayout(latin1(bytes, start, Math.min(end, start + 2000)));
      if (layout === null) return this.#readRecord(bytes, start, end, batch);
      this.#layout = layout;
      this.#hasHeader = true;
      return 'silent';
    }
    const isJson =
      first === 0x7b || first === 0x5b || first === 0x5d || first === 0x7d || first === SPACE || first === 9;
    return isJson ? this.#readJson(bytes, start, end, batch) : this.#readRecord(bytes, start, end, batch);
  }

  /** A line of JSON as the `aws` command prints it: one key a line, or one object. */
  #readJson(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    const line = latin1(bytes, start, Math.min(end, start + 8000));
    const message = MESSAGE.exec(line)?.[1];
    if (message !== undefined) {
      const text = Buffer.from(message, 'latin1');
      const verdict = this.#readRecord(text, 0, text.length, batch);
      if (verdict !== 'foreign') this.#wasJson = true;
      if (verdict !== 'foreign' || !this.#wasJson) return verdict;
    }
    return (this.#wasJson ? JSON_LINE : JSON_HEAD).test(line) ? 'silent' : 'foreign';
  }

  #readRecord(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    const fields = this.#fields;
    const count = fields.split(bytes, start, end);
    const shift = this.#findRecord(bytes, count);
    if (shift === -1) return 'foreign';
    const { places } = this.#layoutFor(count - shift);
    const at = (place: number): number => this.#present(bytes, place === -1 ? -1 : place + shift);

    const statusAt = at(places['log-status']);
    if (this.#is(bytes, statusAt, 'NODATA')) {
      this.#noData++;
      return 'silent';
    }
    if (this.#is(bytes, statusAt, 'SKIPDATA')) {
      this.#skipped++;
      return 'silent';
    }
    const sourceAt = firstOf(at(places['pkt-srcaddr']), at(places.srcaddr));
    const destinationAt = firstOf(at(places['pkt-dstaddr']), at(places.dstaddr));
    if (sourceAt === -1 && destinationAt === -1) {
      this.#withoutAddress++;
      return 'silent';
    }
    const address = (this.#address ??= new AddressText(batch.addresses));
    if (!address.read(bytes, fields.start(sourceAt), fields.end(sourceAt))) return 'malformed';
    const [family, source] = [address.family, address.value];
    if (!address.read(bytes, fields.start(destinationAt), fields.end(destinationAt))) return 'malformed';
    if (address.family !== family) return 'malformed';

    const row = batch.add();
    batch.family[row] = family;
    batch.source[row] = source;
    batch.destination[row] = address.value;
    const begin = this.#number(bytes, at(places.start));
    const stop = this.#number(bytes, at(places.end));
    if (begin >= 0) batch.time[row] = begin;
    if (begin >= 0) batch.end[row] = Math.max(begin, stop);
    const packets = this.#number(bytes, at(places.packets));
    if (packets >= 0) batch.packets[row] = packets;
    const size = this.#number(bytes, at(places.bytes));
    if (size >= 0) batch.bytes[row] = size;
    const actionAt = at(places.action);
    if (this.#is(bytes, actionAt, 'ACCEPT')) batch.outcome[row] = OUTCOME.allowed;
    else if (this.#is(bytes, actionAt, 'REJECT')) batch.outcome[row] = OUTCOME.dropped;
    const directionAt = at(places['flow-direction']);
    if (this.#is(bytes, directionAt, 'ingress')) batch.direction[row] = DIRECTION.in;
    else if (this.#is(bytes, directionAt, 'egress')) batch.direction[row] = DIRECTION.out;
    const reasonAt = at(places['reject-reason']);
    if (reasonAt !== -1) batch.label[row] = batch.labels.place(fields.text(bytes, reasonAt));

    const number = this.#number(bytes, at(places.protocol));
    const protocol = number >= 0 && number < 256 ? number : PROTOCOL.unknown;
    batch.protocol[row] = protocol;
    if (!hasPorts(protocol)) return 'event';
    const sportAt = at(places.srcport);
    const dportAt = at(places.dstport);
    const sport = readPort(bytes, fields.start(sportAt), fields.end(sportAt));
    const dport = readPort(bytes, fields.start(dportAt), fields.end(dportAt));
    let marks = 0;
    if (sport >= 0 && dport >= 0) {
      batch.sport[row] = sport;
      batch.dport[row] = dport;
      marks |= MARK.ports;
    }
    const flags = this.#number(bytes, at(places['tcp-flags']));
    if (protocol === PROTOCOL.tcp && flags > 0 && (flags & TCP.syn) !== 0) {
      batch.flags[row] = flags & (TCP.syn | TCP.ack);
      marks |= MARK.flags;
    }
    batch.marks[row] = marks;
    return 'event';
  }

  /** The place itself; -1 where the field is `-`. */
  #present(bytes: Uint8Array, place: number): number {
    if (place === -1) return -1;
    const start = this.#fields.start(place);
    return bytes[start] === DASH && this.#fields.end(place) === start + 1 ? -1 : place;
  }

  #is(bytes: Uint8Array, place: number, text: string): boolean {
    return equalsAscii(bytes, this.#fields.start(place), this.#fields.end(place), text);
  }

  #number(bytes: Uint8Array, place: number): number {
    return readDecimal(bytes, this.#fields.start(place), this.#fields.end(place));
  }

  /** How many fields stand in front of the record: the time of an export, the stream's name; -1 where there is none. */
  #findRecord(bytes: Uint8Array, count: number): number {
    const fields = this.#fields;
    if (this.#hasHeader && count >= this.#layout.count) {
      if (count === this.#layout.count) return this.#hasStatus(bytes, 0, this.#layout) ? 0 : -1;
      if (count <= this.#layout.count + 2 && isExportTime(fields.text(bytes, 0))) {
        const shift = count - this.#layout.count;
        return this.#hasStatus(bytes, shift, this.#layout) ? shift : -1;
      }
    }
    for (let shift = 0; shift <= 3 && count - shift >= DEFAULT_FIELDS.length; shift++) {
      const version = readDecimal(bytes, fields.start(shift), fields.end(shift));
      if (version < 1 || version > 20) continue;
      if (this.#isStatus(bytes, shift + 13) && this.#isAction(bytes, shift + 12)) return shift;
    }
    return -1;
  }

  /** Whether what the header calls status and action is one, where it names them. */
  #hasStatus(bytes: Uint8Array, shift: number, { places }: Layout): boolean {
    const status = places['log-status'];
    if (status !== -1 && !this.#isStatus(bytes, status + shift)) return false;
    return places.action === -1 || this.#isAction(bytes, places.action + shift);
  }

  #isStatus(bytes: Uint8Array, place: number): boolean {
    return this.#is(bytes, place, 'OK') || this.#is(bytes, place, 'NODATA') || this.#is(bytes, place, 'SKIPDATA');
  }

  #isAction(bytes: Uint8Array, place: number): boolean {
    return this.#is(bytes, place, 'ACCEPT') || this.#is(bytes, place, 'REJECT') || this.#is(bytes, place, '-');
  }

  #layoutFor(count: number): Layout {
    if (this.#hasHeader && count === this.#layout.count) return this.#layout;
    return WHOLE_VERSIONS.has(count) ? WHOLE : DEFAULT;
  }
}

const layoutOf = (names: readonly string[]): Layout => ({
  count: names.length,
  places: Object.fromEntries(WANTED.map((name) => [name, names.indexOf(name)])) as Record<Wanted, number>,
});
const DEFAULT = layoutOf(DEFAULT_FIELDS);
const WHOLE = layoutOf([...DEFAULT_FIELDS, ...LATER_FIELDS]);
const KNOWN = new Set([...DEFAULT_FIELDS, ...LATER_FIELDS, 'reject-reason']);

/** The fields a header names; null where the line is none. Tables of Athena write `_` for `-`. */
function headerLayout(line: string): Layout | null {
  const names = line.trim().split(/ +/);
  if (names.length < 2 || !names.every((name) => /^[a-z][a-z0-9_-]*$/.test(name))) return null;
  const fields = names.map((name) => name.replaceAll('_', '-'));
  const known = fields.filter((name) => KNOWN.has(name));
  return known.length >= 2 && known.length * 2 > fields.length ? layoutOf(fields) : null;
}

const isExportTime = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text);

const firstOf = (place: number, other: number): number => (place === -1 ? other : place);
