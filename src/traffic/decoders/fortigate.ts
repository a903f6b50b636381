/**
 * Traffic logs of FortiGate: `name=value` fields in any order, with or without a syslog head.
 *
 *   date=2026-10-09 time=08:53:01 eventtime=1791535981000000000 tz="+0200" logid="0000000013" type="traffic"
 *   subtype="forward" srcip=192.0.2.7 srcport=40123 srcintfrole="lan" dstip=203.0.113.9 dstport=443 dstintfrole="wan"
 *   sessionid=7 proto=6 action="close" policyid=1 duration=2 sentbyte=3000 rcvdbyte=9000 sentpkt=58 rcvdpkt=105
 *
 * A line is written at the end of a session; `start` at its beginning, and logid 20 within a long one, are held back until
 * then. `eventtime` is in nanoseconds, in seconds before FortiOS 6.2. Source: Fortinet, FortiOS Log Message Reference.
 */
import { DIRECTION, OUTCOME, type EventBatch } from '../event-batch.ts';
import type { DecoderOptions, LineFormat, LineReader, LineVerdict } from './decoder.ts';
import type { Clock } from './clock.ts';
import { AddressText } from './text/address-text.ts';
import { keyValues } from './text/key-values.ts';
import { latin1 } from './text/latin1.ts';
import { addConnection, OpenConnections } from './text/open-connections.ts';
import { countText, sessionOutcome, setCounters } from './text/session-end.ts';
import { sessionOf } from './text/session-head.ts';
import { parseIsoTime } from './text/syslog-frame.ts';

const TRAFFIC = /\btype="?traffic"?(?: |$)/;
const OURS = /\bdevid="?F|\blogid="?\d{10}"? /;
/** LOG_ID_TRAFFIC_STAT */
const WITHIN_SESSION = '0000000020';

type Fields = ReadonlyMap<string, string>;

export const fortigate: LineFormat = {
  kind: 'line',
  id: 'fortigate',
  title: 'FortiGate traffic log',
  abilities: { outcome: true, flags: false, bothDirections: true, payload: false, granularity: 'flow' },
  sniff: ({ lines }) => (lines.some((line) => OURS.test(line) && TRAFFIC.test(line)) ? 0.95 : 0),
  open: (options) => new FortigateReader(options),
};

class FortigateReader implements LineReader {
  readonly #clock: Clock;
  readonly #open = new OpenConnections();
  #address: AddressText | null = null;

  constructor({ clock }: DecoderOptions) {
    this.#clock = clock;
  }

  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    const line = latin1(bytes, start, end);
    if (!OURS.test(line)) return 'foreign';
    if (!TRAFFIC.test(line)) return 'silent';
    const fields = keyValues(line);
    const time = this.#timeOf(fields);
    const address = (this.#address ??= new AddressText(batch.addresses));
    const tuple = {
      source: fields.get('srcip'),
      destination: fields.get('dstip'),
      sport: fields.get('srcport'),
      dport: fields.get('dstport'),
      protocol: countText(fields.get('proto')),
      icmp: icmpOf(fields),
    };
    const session = sessionOf(tuple, time, directionOf(fields), address, batch);
    if (session === null) return 'malformed';
    const action = fields.get('action') ?? '';
    const key = `${fields.get('devid')} ${fields.get('vd')} ${fields.get('sessionid')}`;
    if (action === 'start' || fields.get('logid') === WITHIN_SESSION) {
      if (this.#open.get(key) !== undefined) return 'silent';
      return this.#open.begin(key, session, batch) ? 'event' : 'silent';
    }
    this.#open.end(key);
    const row = addConnection(session, batch);
    const duration = countText(fields.get('duration'));
    if (!Number.isNaN(duration)) batch.time[row] = time - duration;
    const counters = {
      packets: countText(fields.get('sentpkt')),
      bytes: countText(fields.get('sentbyte')),
      packetsBack: countText(fields.get('rcvdpkt')),
      bytesBack: countText(fields.get('rcvdbyte')),
    };
    const isDenied = action === 'deny' || action.startsWith('block');
    // Of what it did not let through it counts nothing.
    if (!isDenied) setCounters(batch, row, counters);
    batch.outcome[row] = isDenied ? OUTCOME.dropped : sessionOutcome(counters, action === 'server-rst');
    const policy = fields.get('policyid');
    if (policy !== undefined) batch.label[row] = batch.labels.place(`policy ${policy}`);
    return 'event';
  }

  end(batch: EventBatch): number {
    return this.#open.addAll(batch);
  }

  #timeOf(fields: Fields): number {
    const event = fields.get('eventtime') ?? '';
    if (/^\d{19}$/.test(event)) return Number(event) / 1e9;
    if (/^\d{10}$/.test(event)) return Number(event);
    const zone = /^[+-]\d{4}$/.exec(fields.get('tz') ?? '')?.[0] ?? '';
    return parseIsoTime(`${fields.get('date')}T${fields.get('time')}${zone}`, this.#clock);
  }
}

function icmpOf(fields: Fields): readonly [number, number] | null {
  const service = fields.get('service') ?? '';
  if (service === 'PING') return [8, 0];
  if (service === 'PING6') return [128, 0];
  const match = /^icmp6?\/(\d{1,3})\/(\d{1,3})$/i.exec(service);
  return match === null ? null : [Math.min(Number(match[1]), 255), Math.min(Number(match[2]), 255)];
}

function directionOf(fields: Fields): number {
  const isFromWan = fields.get('srcintfrole') === 'wan';
  const isToWan = fields.get('dstintfrole') === 'wan';
  if (isFromWan && isToWan) return DIRECTION.forward;
  if (isFromWan) return DIRECTION.in;
  return isToWan ? DIRECTION.out : DIRECTION.unknown;
}
