/**
 * Suricata's EVE log (`eve.json`): one JSON object a line, whose `event_type` says what it tells.
 *
 *   {"timestamp":"2026-10-09T08:53:01.378379+0000","flow_id":883709815679084,"event_type":"flow","src_ip":"192.0.2.6",
 *    "src_port":56814,"dest_ip":"198.51.100.1","dest_port":22,"proto":"TCP","app_proto":"ssh",
 *    "flow":{"pkts_toserver":2,"pkts_toclient":1,"bytes_toserver":108,"bytes_toclient":54,"start":"...","end":"...",
 *    "state":"closed","reason":"timeout"},"tcp":{"tcp_flags":"16","tcp_flags_ts":"06","tcp_flags_tc":"14"}}
 *
 * One connection is told of many times, so only these are events:
 *   flow      the connection, with both directions; one event
 *   netflow   one direction of it, and only in a log that has no `flow` before it
 *   drop      a packet that was dropped (inline mode)
 *   alert     a signature that matched: labelled, and with 0 packets, since the packets are those of the flow
 * `dns`, `http`, `ssh`, `tls` and all others tell more of a connection that `flow` counts: silent. `bytes` are of
 * frames, link layer included, where Suricata reads frames. AWS Network Firewall wraps the object: `{"event":{...}}`.
 *
 * Sources: Suricata user guide, "EVE JSON format"; src/output-json-flow.c, -netflow.c, -drop.c, -alert.c.
 */
import { MARK, OUTCOME, type EventBatch } from '../../event-batch.ts';
import { hasPorts, PROTOCOL, TCP } from '../../../net/protocol.ts';
import type { DecoderOptions, LineFormat, LineReader, LineVerdict } from '../decoder.ts';
import { AddressText } from '../text/address-text.ts';
import { latin1 } from '../text/latin1.ts';
import { EveRecord, type EvePath } from './eve-record.ts';

const DROP_FLAGS: readonly (readonly [EvePath, number])[] = [
  ['drop/syn', TCP.syn],
  ['drop/ack', TCP.ack],
  ['drop/psh', TCP.psh],
  ['drop/rst', TCP.rst],
  ['drop/urg', TCP.urg],
  ['drop/fin', TCP.fin],
];

/** Those that become events, the commonest first. */
const EVENT_TYPES = ['flow', 'alert', 'drop', 'netflow'] as const;
type EventType = (typeof EVENT_TYPES)[number];

/** In front of the object: the head of a syslog line, or `@cee:`. */
const MAX_HEAD = 256;
const OPEN_OBJECT = 0x7b;

export const suricataEve: LineFormat = {
  kind: 'line',
  id: 'suricata-eve',
  title: 'Suricata EVE log',
  abilities: { outcome: true, flags: true, bothDirections: true, payload: false, granularity: 'flow' },
  sniff({ lines }) {
    const isEve = (line: string): boolean =>
      /^[^{]{0,256}\{/.test(line) &&
      /"event_type": ?"[a-z_0-9]+"/.test(line) &&
      (/"flow_id": ?\d/.test(line) || /"(src_ip|stats|dest_ip)": ?["{]/.test(line));
    return lines.some(isEve) ? 0.95 : 0;
  },
  open: (options) => new EveReader(options),
};

class EveReader implements LineReader {
  readonly #record: EveRecord;
  #address: AddressText | null = null;
  /** Both tell of the same connections: the one that comes first is taken. */
  #connections: 'flow' | 'netflow' | null = null;
  #left = 0;
  #transactions = 0;
  #alerts = 0;

  constructor(options: DecoderOptions) {
    this.#record = new EveRecord(options.clock);
  }

  get notes(): readonly string[] {
    const notes: string[] = [];
    if (this.#left > 0) {
      const other = this.#connections === 'flow' ? 'netflow' : 'flow';
      notes.push(
        `${this.#left} ${other} records left out: the ${this.#connections} records tell of the same connections`,
      );
    }
    if (this.#connections === null && this.#transactions > 0) {
      notes.push(
        `no flow records: connections that only ${this.#transactions} dns, http, tls or other records tell of are not seen`,
      );
    }
    if (this.#alerts > 0) notes.push(`${this.#alerts} alerts count as 0 packets: their packets are those of the flows`);
    return notes;
  }

  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    let from = start;
    while (from < end && from < start + MAX_HEAD && bytes[from] !== OPEN_OBJECT) from++;
    if (bytes[from] !== OPEN_OBJECT || from >= end) return 'foreign';
    const record = this.#record;
    if (!record.read(bytes, from, end)) {
      return latin1(bytes, from, Math.min(end, from + 512)).includes('"event_type":') ? 'malformed' : 'foreign';
    }
    if (!record.has('event_type')) return 'foreign';
    const type = EVENT_TYPES.find((one) => record.is('event_type', one));
    if (type === undefined) {
      if (record.has('src_ip')) this.#transactions++;
      return 'silent';
    }
    if (type === 'flow' || type === 'netflow') {
      this.#connections ??= type;
      if (this.#connections !== type) {
        this.#left++;
        return 'silent';
      }
    }
    // Alerts on packets that are not IP (decoder events) have no address.
    if (!this.#record.has('src_ip') && !this.#record.has('dest_ip')) return 'silent';
    return this.#readEvent(type, batch);
  }

  #readEvent(type: EventType, batch: EventBatch): LineVerdict {
    const address = (this.#address ??= new AddressText(batch.addresses));
    if (!this.#record.address('src_ip', address)) return 'malformed';
    const [family, source] = [address.family, address.value];
    if (!this.#record.address('dest_ip', address) || address.family !== family) return 'malformed';
    const time = this.#record.time('timestamp');
    if (Number.isNaN(time)) return 'malformed';

    const row = batch.add();
    batch.time[row] = time;
    batch.end[row] = time;
    batch.family[row] = family;
    batch.source[row] = source;
    batch.destination[row] = address.value;
    const protocol = this.#record.protocol();
    batch.protocol[row] = protocol;
    this.#readPorts(protocol, batch, row);
    if (this.#record.has('alert/signature'))
      batch.label[row] = batch.labels.place(this.#record.text('alert/signature'));
    if (type === 'flow') this.#readFlow(protocol, batch, row);
    else if (type === 'netflow') this.#readNetflow(batch, row);
    else if (type === 'drop') this.#readDrop(family, batch, row);
    else this.#readAlert(batch, row);
    return 'event';
  }

  #readPorts(protocol: number, batch: EventBatch, row: number): void {
    const isIcmp = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6;
    if (!isIcmp && !hasPorts(protocol)) return;
    const first = this.#record.number(isIcmp ? 'icmp_type' : 'src_port');
    const second = this.#record.number(isIcmp ? 'icmp_code' : 'dest_port');
    if (!(first >= 0 && first <= 65_535 && second >= 0 && second <= 65_535)) return;
    batch.sport[row] = first;
    batch.dport[row] = second;
    batch.marks[row] = (batch.marks[row] ?? 0) | MARK.ports;
  }

  #readFlow(protocol: number, batch: EventBatch, row: number): void {
    const packets = this.#record.number('flow/pkts_toserver');
    const packetsBack = this.#record.number('flow/pkts_toclient');
    if (!Number.isNaN(packets)) batch.packets[row] = packets;
    batch.packetsBack[row] = packetsBack;
    batch.bytes[row] = this.#record.number('flow/bytes_toserver');
    batch.bytesBack[row] = this.#record.number('flow/bytes_toclient');
    this.#readSpan('flow/start', 'flow/end', batch, row);
    const forth = this.#record.flags('tcp/tcp_flags_ts');
    const back = this.#record.flags('tcp/tcp_flags_tc');
    this.#setFlags(forth, batch, row);
    const action = this.#record.text('flow/action');
    if (action === 'drop') batch.outcome[row] = OUTCOME.dropped;
    else if (action === 'reject') batch.outcome[row] = OUTCOME.rejected;
    else batch.outcome[row] = outcomeOf(protocol, packetsBack, forth, back);
  }

  #readNetflow(batch: EventBatch, row: number): void {
    const packets = this.#record.number('netflow/pkts');
    if (!Number.isNaN(packets)) batch.packets[row] = packets;
    batch.bytes[row] = this.#record.number('netflow/bytes');
    this.#readSpan('netflow/start', 'netflow/end', batch, row);
    this.#setFlags(this.#record.flags('tcp/tcp_flags'), batch, row);
    this.#setTtl(this.#record.number('netflow/min_ttl'), batch, row);
  }

  #readAlert(batch: EventBatch, row: number): void {
    this.#alerts++;
    batch.packets[row] = 0;
    // `allowed` only says that Suricata did not drop it: a firewall may have done so.
    const verdict = this.#record.text('verdict/action');
    if (verdict === 'reject') batch.outcome[row] = OUTCOME.rejected;
    else if (verdict === 'drop' || this.#record.text('alert/action') === 'blocked')
      batch.outcome[row] = OUTCOME.dropped;
  }

  #readDrop(family: number, batch: EventBatch, row: number): void {
    batch.outcome[row] = this.#record.text('verdict/action') === 'reject' ? OUTCOME.rejected : OUTCOME.dropped;
    // Of IPv6 it is the payload length, without the header.
    batch.bytes[row] = this.#record.number('drop/len') + (family === 6 ? 40 : 0);
    this.#setTtl(this.#record.number(family === 6 ? 'drop/hoplimit' : 'drop/ttl'), batch, row);
    const window = this.#record.number('drop/tcpwin');
    const id = this.#record.number('drop/ipid');
    if (!Number.isNaN(window) && !Number.isNaN(id)) {
      batch.window[row] = window;
      batch.ipId[row] = id;
      batch.marks[row] = (batch.marks[row] ?? 0) | MARK.fingerprint;
    }
    if (!this.#record.has('drop/syn')) return;
    let flags = 0;
    for (const [path, flag] of DROP_FLAGS) if (this.#record.is(path, 'true')) flags |= flag;
    this.#setFlags(flags, batch, row);
  }

  #readSpan(startAt: EvePath, endAt: EvePath, batch: EventBatch, row: number): void {
    const start = this.#record.time(startAt);
    const end = this.#record.time(endAt);
    if (Number.isNaN(start)) return;
    batch.time[row] = start;
    batch.end[row] = end >= start ? end : start;
  }

  #setFlags(flags: number, batch: EventBatch, row: number): void {
    if (flags < 0 || batch.protocol[row] !== PROTOCOL.tcp) return;
    batch.flags[row] = flags;
    batch.marks[row] = (batch.marks[row] ?? 0) | MARK.flags;
  }

  #setTtl(ttl: number, batch: EventBatch, row: number): void {
    if (!(ttl > 0)) return;
    batch.ttl[row] = ttl;
    batch.marks[row] = (batch.marks[row] ?? 0) | MARK.ttl;
  }
}

/** What the packets of both directions say; a flow that Suricata did not see from its first packet says nothing. */
function outcomeOf(protocol: number, packetsBack: number, forth: number, back: number): number {
  if (Number.isNaN(packetsBack)) return OUTCOME.unknown;
  if (packetsBack === 0) return OUTCOME.unanswered;
  if (protocol !== PROTOCOL.tcp) return OUTCOME.answered;
  if (back < 0) return OUTCOME.unknown;
  if ((back & TCP.syn) !== 0) return OUTCOME.answered;
  return (back & TCP.rst) !== 0 && (forth & TCP.syn) !== 0 ? OUTCOME.refused : OUTCOME.unknown;
}
