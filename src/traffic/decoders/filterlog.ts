/**
 * pf's `filterlog` on OPNsense and pfSense: fields parted by commas, behind a syslog head of either kind.
 *
 *   general := rule,subrule,anchor,label,interface,reason,action,direction(in|out),version(4|6)
 *   v4      := tos,ecn,ttl,id,offset,flags,protocol-number,protocol,length,source,destination
 *   v6      := class,flow,hop-limit,protocol,protocol-number,length,source,destination
 *   tcp     := source-port,destination-port,data-length,flags,sequence,ack,window,urgent,options
 *   udp     := source-port,destination-port,data-length
 *   carp    := type,ttl,vhid,version,advskew,advbase
 *   icmp    := kind,...  (pfSense)  |  datalength=n,type,code,id,sequence,mtu  (OPNsense)
 *
 * The length of v4 is that of the packet, that of v6 lacks the 40 bytes of the header. A packet that was cut short, and a
 * later fragment, end behind the addresses. Sources: opnsense/ports `opnsense/filterlog/files/description.txt`; Netgate,
 * "Raw Filter Log Format".
 */
import { DIRECTION, MARK, OUTCOME, type EventBatch } from '../event-batch.ts';
import { hasPorts, PROTOCOL, TCP } from '../../net/protocol.ts';
import type { DecoderOptions, LineFormat, LineReader, LineVerdict } from './decoder.ts';
import { AddressText } from './text/address-text.ts';
import { readDecimal } from './text/digits.ts';
import { latin1 } from './text/latin1.ts';
import { pfIcmp } from './text/pf-icmp-names.ts';
import { SyslogFrame } from './text/syslog-frame.ts';
import { tcpFlagsOf } from './text/tcp-flag-letters.ts';

const PROGRAM = Buffer.from('filterlog');
/** What stands between the program's name and the fields; in RFC 5424 process, message id and structured data. */
const BEFORE_FIELDS = /^filterlog(?:\[\d{1,10}\])?:? +(?:(?:\d{1,10}|-) \S{1,32} (?:-|\[.*\]) +)?/;
const FIELDS = /filterlog.*[ ,](?:in|out),[46],/;

const OUTCOME_OF: ReadonlyMap<string, number> = new Map([
  ['pass', OUTCOME.allowed],
  ['block', OUTCOME.dropped],
  ['reject', OUTCOME.rejected],
]);

/** Places of fields that differ. */
const IPV4 = { protocolAt: 15, lengthAt: 17, addressesAt: 18 } as const;
const IPV6 = { protocolAt: 13, lengthAt: 14, addressesAt: 15 } as const;
const MAX_FIELDS = 40;
const LETTER_F = 0x66;
const COLON = 0x3a;
const SPACE = 0x20;
const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const IPV6_HEADER_BYTES = 40;
const MAX_LABEL = 80;

export const filterlog: LineFormat = {
  kind: 'line',
  id: 'filterlog',
  title: 'pf log (filterlog of OPNsense or pfSense)',
  abilities: { outcome: true, flags: true, bothDirections: false, payload: false, granularity: 'packet' },
  sniff: ({ lines }) => (lines.some((line) => FIELDS.test(line)) ? 0.95 : 0),
  open: (options) => new FilterlogReader(options),
};

class FilterlogReader implements LineReader {
  readonly #frame: SyslogFrame;
  readonly #fields = new Fields();
  #address: AddressText | null = null;

  constructor({ clock }: DecoderOptions) {
    this.#frame = new SyslogFrame(clock);
  }

  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    const hasTime = this.#frame.read(bytes, start, end);
    const at = fieldsAt(bytes, this.#frame.rest, end);
    if (at === -1) return 'foreign';
    const fields = this.#fields;
    fields.read(bytes, at, end);
    const isIn = fields.text(7) === 'in';
    if (!isIn && fields.text(7) !== 'out') return 'malformed';
    const family = fields.number(8, 6);
    if (family !== 4 && family !== 6) return 'malformed';
    const { protocolAt, lengthAt, addressesAt } = family === 4 ? IPV4 : IPV6;
    const protocol = fields.number(protocolAt, 255);
    const address = (this.#address ??= new AddressText(batch.addresses));
    if (protocol === -1 || !fields.address(addressesAt, address) || address.family !== family) return 'malformed';
    const source = address.value;
    if (!fields.address(addressesAt + 1, address) || address.family !== family) return 'malformed';

    const row = batch.add();
    const time = hasTime ? this.#frame.time : Number.NaN;
    batch.time[row] = time;
    batch.end[row] = time;
    batch.family[row] = family;
    batch.source[row] = source;
    batch.destination[row] = address.value;
    batch.protocol[row] = protocol;
    batch.outcome[row] = OUTCOME_OF.get(fields.text(6)) ?? OUTCOME.unknown;
    batch.direction[row] = isIn ? DIRECTION.in : DIRECTION.out;
    const label = fields.text(3);
    batch.label[row] = batch.labels.place((label === '' || label === '0' ? fields.text(0) : label).slice(0, MAX_LABEL));
    const length = fields.number(lengthAt, 65_535);
    if (length !== -1) batch.bytes[row] = family === 4 ? length : length + IPV6_HEADER_BYTES;
    readHeader(batch, row, fields);
    readTransport(batch, row, fields, addressesAt + 2);
    return 'event';
  }
}

/** The fields of one line, in its bytes. */
class Fields {
  #bytes: Uint8Array = PROGRAM;
  /** Where each begins; one more, behind the last. */
  readonly #starts = new Int32Array(MAX_FIELDS + 1);
  count = 0;

  read(bytes: Uint8Array, start: number, end: number): void {
    this.#bytes = bytes;
    const starts = this.#starts;
    let count = 0;
    starts[0] = start;
    for (let at = start; at <= end && count < MAX_FIELDS; at++) {
      if (at === end || bytes[at] === COMMA) starts[++count] = at + 1;
    }
    this.count = count;
  }

  text(place: number): string {
    return place < this.count ? latin1(this.#bytes, this.#start(place), this.#stop(place)) : '';
  }

  /** -1 where there is no such field, or it is no number up to the limit. */
  number(place: number, limit: number): number {
    if (place >= this.count) return -1;
    const value = readDecimal(this.#bytes, this.#start(place), this.#stop(place));
    return value <= limit ? value : -1;
  }

  address(place: number, into: AddressText): boolean {
    return place < this.count && into.read(this.#bytes, this.#start(place), this.#stop(place));
  }

  #start(place: number): number {
    return this.#starts[place] ?? 0;
  }

  #stop(place: number): number {
    return (this.#starts[place + 1] ?? 1) - 1;
  }
}

/** Where the fields begin; -1 where the line is another program's. */
function fieldsAt(bytes: Uint8Array, start: number, end: number): number {
  const found = indexOfProgram(bytes, start, end);
  if (found === -1) return -1;
  let at = found + PROGRAM.length;
  if (bytes[at] === COLON && bytes[at + 1] === SPACE && bytes[at + 2] !== SPACE) return at + 2;
  if (bytes[at] === OPEN) {
    while (at < end && bytes[at] !== CLOSE) at++;
    if (bytes[at + 1] === COLON && bytes[at + 2] === SPACE && bytes[at + 3] !== SPACE) return at + 3;
  }
  const before = BEFORE_FIELDS.exec(latin1(bytes, found, end));
  return before === null ? -1 : found + before[0].length;
}

function indexOfProgram(bytes: Uint8Array, start: number, end: number): number {
  const last = end - PROGRAM.length;
  for (let at = start; at <= last; at++) {
    if (bytes[at] !== LETTER_F) continue;
    let same = 1;
    while (same < PROGRAM.length && bytes[at + same] === PROGRAM[same]) same++;
    if (same === PROGRAM.length) return at;
  }
  return -1;
}

function readHeader(batch: EventBatch, row: number, fields: Fields): void {
  let marks = 0;
  const ttl = fields.number(11, 255);
  if (ttl !== -1) {
    batch.ttl[row] = ttl;
    marks |= MARK.ttl;
  }
  if (batch.family[row] === 4) {
    const id = fields.number(12, 65_535);
    // The window of TCP belongs to the fingerprint too: `readTcp` takes the mark back where it is not logged.
    if (id !== -1) {
      batch.ipId[row] = id;
      marks |= MARK.fingerprint;
    }
    if (fields.number(13, 65_535) > 0) marks |= MARK.laterFragment;
  }
  batch.marks[row] = marks;
}

/** `at`: the first field behind the addresses. */
function readTransport(batch: EventBatch, row: number, fields: Fields, at: number): void {
  const protocol = batch.protocol[row] ?? 0;
  if (((batch.marks[row] ?? 0) & MARK.laterFragment) !== 0) return;
  if (hasPorts(protocol)) readPorts(batch, row, fields, at);
  if (protocol === PROTOCOL.tcp) readTcp(batch, row, fields, at);
  if (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6) readIcmp(batch, row, fields, at);
}

function readPorts(batch: EventBatch, row: number, fields: Fields, at: number): void {
  const sport = fields.number(at, 65_535);
  const dport = fields.number(at + 1, 65_535);
  if (sport === -1 || dport === -1) return;
  batch.sport[row] = sport;
  batch.dport[row] = dport;
  batch.marks[row] = (batch.marks[row] ?? 0) | MARK.ports;
}

function readTcp(batch: EventBatch, row: number, fields: Fields, at: number): void {
  const flags = fields.count > at + 3 ? tcpFlagsOf(fields.text(at + 3)) : -1;
  let marks = batch.marks[row] ?? 0;
  if (flags !== -1) {
    batch.flags[row] = flags;
    marks |= MARK.flags;
  }
  const hasOptions = fields.count > at + 8;
  const window = hasOptions ? fields.number(at + 6, 65_535) : -1;
  if (window === -1) marks &= ~MARK.fingerprint;
  else batch.window[row] = window;
  if (flags === TCP.syn && hasOptions && fields.text(at + 8) === '') marks |= MARK.bareSyn;
  batch.marks[row] = marks;
}

function readIcmp(batch: EventBatch, row: number, fields: Fields, at: number): void {
  const hasLength = fields.text(at).startsWith('datalength=');
  const known = pfIcmp(
    batch.family[row] ?? 0,
    fields.text(hasLength ? at + 1 : at),
    hasLength ? fields.text(at + 2) : '',
  );
  if (known === null) return;
  [batch.sport[row], batch.dport[row]] = known;
  batch.marks[row] = (batch.marks[row] ?? 0) | MARK.ports;
}
