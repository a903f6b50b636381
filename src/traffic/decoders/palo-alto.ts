/**
 * Traffic logs of Palo Alto firewalls (PAN-OS): values parted by commas in a fixed order, with or without a syslog head.
 *
 *   n,received,serial,TRAFFIC,subtype(start|end|drop|deny),n,generated,source,destination,NAT source,NAT destination,rule,
 *   source user,destination user,application,virtual system,source zone,destination zone,interface,interface,log action,n,
 *   session,repeat count,source port,destination port,NAT port,NAT port,flags,protocol,action,bytes,bytes sent,bytes
 *   received,packets,start,elapsed seconds,category,n,sequence,flags,country,country,n,packets sent,packets received,reason
 *
 * Times are local. `start` is held back until the end of its session. Source: Palo Alto Networks, Traffic Log Fields.
 */
import { OUTCOME, type EventBatch } from '../event-batch.ts';
import { protocolOf } from '../../net/protocol.ts';
import type { Clock } from './clock.ts';
import type { DecoderOptions, LineFormat, LineReader, LineVerdict } from './decoder.ts';
import { AddressText } from './text/address-text.ts';
import { csvFields } from './text/csv-fields.ts';
import { latin1 } from './text/latin1.ts';
import { addConnection, OpenConnections } from './text/open-connections.ts';
import { countText, sessionOutcome, setCounters } from './text/session-end.ts';
import { sessionOf } from './text/session-head.ts';
import { parseIsoTime } from './text/syslog-frame.ts';

const LOG = /(?:^|[ ,])(\d{1,3},)?\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d,\w{1,20},(TRAFFIC),(start|end|drop|deny),/;

/** Places behind `TRAFFIC`. */
const PLACE = {
  subtype: 1,
  generated: 3,
  source: 4,
  destination: 5,
  rule: 8,
  session: 19,
  repeatCount: 20,
  sport: 21,
  dport: 22,
  protocol: 26,
  action: 27,
  bytesSent: 29,
  bytesReceived: 30,
  start: 32,
  elapsed: 33,
  packetsSent: 41,
  packetsReceived: 42,
  reason: 43,
} as const;

export const paloAlto: LineFormat = {
  kind: 'line',
  id: 'palo-alto',
  title: 'Palo Alto traffic log',
  abilities: { outcome: true, flags: false, bothDirections: true, payload: false, granularity: 'flow' },
  sniff: ({ lines }) => (lines.some((line) => LOG.test(line)) ? 0.95 : 0),
  open: (options) => new PaloAltoReader(options),
};

class PaloAltoReader implements LineReader {
  readonly #clock: Clock;
  readonly #open = new OpenConnections();
  #address: AddressText | null = null;

  constructor({ clock }: DecoderOptions) {
    this.#clock = clock;
  }

  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    const line = latin1(bytes, start, end);
    const match = LOG.exec(line);
    if (match === null) return 'foreign';
    const fields = csvFields(line.slice(line.indexOf(',TRAFFIC,', match.index) + 1));
    const field = (name: keyof typeof PLACE): string => fields[PLACE[name]] ?? '';
    const tuple = {
      source: field('source'),
      destination: field('destination'),
      sport: field('sport'),
      dport: field('dport'),
      protocol: protocolOf(field('protocol')),
    };
    const address = (this.#address ??= new AddressText(batch.addresses));
    const generated = this.#timeOf(field('generated'));
    const session = sessionOf(tuple, generated, 0, address, batch);
    if (session === null) return 'malformed';
    const key = `${field('session')} ${tuple.source} ${tuple.sport} ${tuple.destination} ${tuple.dport}`;
    if (field('subtype') === 'start') return this.#open.begin(key, session, batch) ? 'event' : 'silent';
    this.#open.end(key);
    const row = addConnection(session, batch);
    batch.label[row] = batch.labels.place(field('rule').slice(0, 80));
    const begun = this.#timeOf(field('start'));
    const elapsed = countText(field('elapsed'));
    if (!Number.isNaN(begun)) {
      batch.time[row] = begun;
      batch.end[row] = Number.isNaN(elapsed) ? begun : begun + elapsed;
    }
    const counters = {
      packets: countText(field('packetsSent')),
      bytes: countText(field('bytesSent')),
      packetsBack: countText(field('packetsReceived')),
      bytesBack: countText(field('bytesReceived')),
    };
    setCounters(batch, row, counters);
    batch.outcome[row] = outcomeOf(field('action'), () =>
      sessionOutcome(counters, field('reason') === 'tcp-rst-from-server'),
    );
    // Sessions of one kind within five seconds are one line.
    const repeated = countText(field('repeatCount'));
    if (Number.isNaN(counters.packets) && repeated > 1) batch.packets[row] = repeated;
    return 'event';
  }

  end(batch: EventBatch): number {
    return this.#open.addAll(batch);
  }

  #timeOf(text: string): number {
    return parseIsoTime(text.replaceAll('/', '-'), this.#clock);
  }
}

function outcomeOf(action: string, allowed: () => number): number {
  if (action === 'allow') return allowed();
  if (action.startsWith('reset') || action === 'drop-icmp') return OUTCOME.rejected;
  return action.startsWith('d') ? OUTCOME.dropped : OUTCOME.unknown;
}
