/**
 * Sessions of Juniper SRX in structured syslog (RFC 5424).
 *
 *   <14>1 2026-10-09T08:53:01.8Z fw RT_FLOW - RT_FLOW_SESSION_CLOSE [junos@2636.1.1.1.2.129 reason="TCP FIN"
 *   source-address="192.0.2.7" source-port="40123" destination-address="203.0.113.9" destination-port="443" protocol-id="6"
 *   policy-name="out" session-id-32="7" packets-from-client="6" bytes-from-client="600" packets-from-server="5"
 *   bytes-from-server="5000" elapsed-time="4"]
 *
 * CREATE is held back until the CLOSE; DENY is a packet that was dropped. Source: Juniper, System Log Explorer, RT_FLOW_*.
 */
import { OUTCOME, type EventBatch } from '../event-batch.ts';
import type { DecoderOptions, LineFormat, LineReader, LineVerdict } from './decoder.ts';
import { AddressText } from './text/address-text.ts';
import { keyValues } from './text/key-values.ts';
import { latin1 } from './text/latin1.ts';
import { addConnection, OpenConnections } from './text/open-connections.ts';
import { countText, sessionOutcome, setCounters } from './text/session-end.ts';
import { sessionOf } from './text/session-head.ts';
import { SyslogFrame } from './text/syslog-frame.ts';

const SESSION = /\bRT_FLOW_SESSION_(CREATE|CLOSE|DENY)(?:_LS)? \[junos@[\d.]{1,40} /;

export const juniperSrx: LineFormat = {
  kind: 'line',
  id: 'juniper-srx',
  title: 'Juniper SRX session log',
  abilities: { outcome: true, flags: false, bothDirections: true, payload: false, granularity: 'flow' },
  sniff: ({ lines }) => (lines.some((line) => SESSION.test(line)) ? 0.95 : 0),
  open: (options) => new JuniperSrxReader(options),
};

class JuniperSrxReader implements LineReader {
  readonly #frame: SyslogFrame;
  readonly #open = new OpenConnections();
  #address: AddressText | null = null;

  constructor({ clock }: DecoderOptions) {
    this.#frame = new SyslogFrame(clock);
  }

  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    const line = latin1(bytes, start, end);
    const match = SESSION.exec(line);
    if (match === null) return 'foreign';
    const fields = keyValues(line.slice(match.index + match[0].length));
    const time = this.#frame.read(bytes, start, end) ? this.#frame.time : Number.NaN;
    const type = countText(fields.get('icmp-type'));
    const tuple = {
      source: fields.get('source-address'),
      destination: fields.get('destination-address'),
      sport: fields.get('source-port'),
      dport: fields.get('destination-port'),
      protocol: countText(fields.get('protocol-id')),
      // Of sessions the ports of ICMP are its identifier; 0 is what a DENY of another protocol has here.
      icmp: type <= 255 ? ([type, 0] as const) : null,
    };
    const session = sessionOf(tuple, time, 0, (this.#address ??= new AddressText(batch.addresses)), batch);
    if (session === null) return 'malformed';
    // Not by its number, which is in the part of the line that syslog over UDP may cut.
    const key = `${tuple.source} ${tuple.sport} ${tuple.destination} ${tuple.dport} ${tuple.protocol}`;
    if (match[1] === 'CREATE') return this.#open.begin(key, session, batch) ? 'event' : 'silent';
    if (match[1] === 'CLOSE') this.#open.end(key);
    const row = addConnection(session, batch);
    batch.label[row] = batch.labels.place(fields.get('policy-name') ?? '');
    if (match[1] === 'DENY') {
      batch.outcome[row] = OUTCOME.dropped;
      return 'event';
    }
    const elapsed = countText(fields.get('elapsed-time'));
    if (!Number.isNaN(elapsed)) batch.time[row] = time - elapsed;
    const counters = {
      packets: countText(fields.get('packets-from-client')),
      bytes: countText(fields.get('bytes-from-client')),
      packetsBack: countText(fields.get('packets-from-server')),
      bytesBack: countText(fields.get('bytes-from-server')),
    };
    setCounters(batch, row, counters);
    batch.outcome[row] = sessionOutcome(counters, fields.get('reason') === 'TCP SERVER RST');
    return 'event';
  }

  end(batch: EventBatch): number {
    return this.#open.addAll(batch);
  }
}
