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
import { hasPorts, PROTOCOL, TCP } from '../protocol.ts';
import type { DecoderOptions, LineFormat, LineReader, LineVerdict } from './decoder.ts';
import { AddressText } from './text/address-text.ts';
import { latin1 } from './text/latin1.ts';
import { pfIcmp } from './text/pf-icmp-names.ts';
import { SyslogFrame } from './text/syslog-frame.ts';
import { tcpFlagsOf } from './text/tcp-flag-letters.ts';

const PROGRAM = 'filterlog';
/** What stands between the program's name and the fields; in RFC 5424 process, message id and structured data. */
const BEFORE_FIELDS = /^filterlog(?:\[\d{1,10}\])?:? +(?:(?:\d{1,10}|-) \S{1,32} (?:-|\[.*\]) +)?/;
const FIELDS = /filterlog.*[ ,](?:in|out),[46],/;

const OUTCOME_OF: ReadonlyMap<string, number> = new Map([
  ['pass', OUTCOME.allowed],
  ['block', OUTCOME.dropped],
  ['reject', OUTCOME.rejected],
]);

const GENERAL_FIELDS = 9;
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
  #address: AddressText | null = null;

  constructor({ clock }: DecoderOptions) {
    this.#frame = new SyslogFrame(clock);
  }

  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    const line = latin1(bytes, start, end);
    const at = line.indexOf(PROGRAM);
    if (at === -1) return 'foreign';
    const before = BEFORE_FIELDS.exec(line.slice(at));
    if (before === null) return 'foreign';
    const fields = line.slice(at + before[0].length).split(',');
    const time = this.#frame.read(bytes, start, end) ? this.#frame.time : Number.NaN;
    const family = fields[8] === '4' ? 4 : 6;
    const direction = fields[7];
    if (fields[8] !== '4' && fields[8] !== '6') return 'malformed';
    if (direction !== 'in' && direction !== 'out') return 'malformed';

    const ip = fields.slice(GENERAL_FIELDS, GENERAL_FIELDS + (family === 4 ? 11 : 8));
    const address = (this.#address ??= new AddressText(batch.addresses));
    if (!address.readText(ip.at(-2) ?? '') || address.family !== family) return 'malformed';
    const source = address.value;
    if (!address.readText(ip.at(-1) ?? '') || address.family !== family) return 'malformed';
    const protocol = numberOf(family === 4 ? ip[6] : ip[4], 255);
    if (ip.length !== (family === 4 ? 11 : 8) || Number.isNaN(protocol)) return 'malformed';

    const row = batch.add();
    batch.time[row] = time;
    batch.end[row] = time;
    batch.family[row] = family;
    batch.source[row] = source;
    batch.destination[row] = address.value;
    batch.protocol[row] = protocol;
    batch.outcome[row] = OUTCOME_OF.get(fields[6] ?? '') ?? OUTCOME.unknown;
    batch.direction[row] = direction === 'in' ? DIRECTION.in : DIRECTION.out;
    const label = fields[3] === '' || fields[3] === '0' ? fields[0] : fields[3];
    batch.label[row] = batch.labels.place((label ?? '').slice(0, MAX_LABEL));
    const length = numberOf(family === 4 ? ip[8] : ip[5], 65_535);
    batch.bytes[row] = family === 4 ? length : length + IPV6_HEADER_BYTES;
    readHeader(batch, row, ip);
    readTransport(batch, row, fields.slice(GENERAL_FIELDS + ip.length));
    return 'event';
  }
}

function readHeader(batch: EventBatch, row: number, ip: readonly string[]): void {
  const isIPv4 = batch.family[row] === 4;
  const ttl = numberOf(ip[2], 255);
  let marks = 0;
  if (!Number.isNaN(ttl)) {
    batch.ttl[row] = ttl;
    marks |= MARK.ttl;
  }
  const id = numberOf(ip[3], 65_535);
  // The window of TCP belongs to the fingerprint too: `readTcp` takes the mark back where it is not logged.
  if (isIPv4 && !Number.isNaN(id)) {
    batch.ipId[row] = id;
    marks |= MARK.fingerprint;
  }
  if (isIPv4 && numberOf(ip[4], 65_535) > 0) marks |= MARK.laterFragment;
  batch.marks[row] = marks;
}

function readTransport(batch: EventBatch, row: number, fields: readonly string[]): void {
  const protocol = batch.protocol[row] ?? 0;
  if (((batch.marks[row] ?? 0) & MARK.laterFragment) !== 0) return;
  if (hasPorts(protocol)) readPorts(batch, row, fields);
  if (protocol === PROTOCOL.tcp) readTcp(batch, row, fields);
  if (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6) readIcmp(batch, row, fields);
}

function readPorts(batch: EventBatch, row: number, fields: readonly string[]): void {
  const sport = numberOf(fields[0], 65_535);
  const dport = numberOf(fields[1], 65_535);
  if (Number.isNaN(sport) || Number.isNaN(dport)) return;
  batch.sport[row] = sport;
  batch.dport[row] = dport;
  batch.marks[row] = (batch.marks[row] ?? 0) | MARK.ports;
}

function readTcp(batch: EventBatch, row: number, fields: readonly string[]): void {
  const letters = fields[3];
  const flags = letters === undefined ? -1 : tcpFlagsOf(letters);
  let marks = batch.marks[row] ?? 0;
  if (flags !== -1) {
    batch.flags[row] = flags;
    marks |= MARK.flags;
  }
  const window = fields.length < 9 ? Number.NaN : numberOf(fields[6], 65_535);
  if (Number.isNaN(window)) marks &= ~MARK.fingerprint;
  else batch.window[row] = window;
  if (flags === TCP.syn && fields[8] === '') marks |= MARK.bareSyn;
  batch.marks[row] = marks;
}

function readIcmp(batch: EventBatch, row: number, fields: readonly string[]): void {
  const hasLength = fields[0]?.startsWith('datalength=') ?? false;
  const [type = '', code = ''] = hasLength ? fields.slice(1) : [fields[0]];
  const known = pfIcmp(batch.family[row] ?? 0, type, code);
  if (known === null) return;
  [batch.sport[row], batch.dport[row]] = known;
  batch.marks[row] = (batch.marks[row] ?? 0) | MARK.ports;
}

/** NaN where the field is not there, is no number or is too large. */
function numberOf(field: string | undefined, limit: number): number {
  const value = field !== undefined && /^\d{1,5}$/.test(field) ? Number(field) : Number.NaN;
  return value <= limit ? value : Number.NaN;
}
