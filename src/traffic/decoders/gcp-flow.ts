/**
 * Google Cloud: VPC flow logs and firewall rules logging, as entries of Cloud Logging. One JSON object an entry: one a
 * line (exports to Cloud Storage), or an array (`gcloud logging read --format=json`).
 *
 *   {"insertId":"...","jsonPayload":{"bytes_sent":"1776","connection":{"src_ip":"192.0.2.76","src_port":5601,
 *    "dest_ip":"203.0.113.12","dest_port":33478,"protocol":6},"packets_sent":"7","reporter":"SRC",
 *    "start_time":"2026-10-09T03:45:37.186Z","end_time":"..."},
 *    "logName":"projects/p/logs/compute.googleapis.com%2Fvpc_flows","timestamp":"..."}
 *   {"jsonPayload":{"connection":{...},"disposition":"DENIED","rule_details":{"direction":"INGRESS",
 *    "reference":"network:default/firewall:deny-all"}},"timestamp":"..."}
 *
 * A flow record is one direction of a connection within some seconds or minutes; packets are sampled. Between two
 * machines of the project both ends may report it (`reporter` SRC and DEST); samples differ, so which records belong
 * together cannot be told, and none is left out. What arrives is sampled behind the firewall's rules, so it was let
 * through; what leaves is sampled before them. DENIED means dropped: no answer is sent. ICMP has no type and code.
 *
 * Sources: Google Cloud, "VPC Flow Logs records", "VPC firewall rules log format".
 */
import { DIRECTION, MARK, OUTCOME, type EventBatch } from '../event-batch.ts';
import { hasPorts, protocolOf } from '../../net/protocol.ts';
import type { DecoderOptions, LineVerdict, StreamFormat } from './decoder.ts';
import { JsonRecords, type JsonRecordReader } from './json-records.ts';
import { AddressText } from './text/address-text.ts';
import { IsoTime } from './text/iso-time.ts';
import { JsonFields } from './text/json-fields.ts';

const PATHS = [
  'timestamp',
  'jsonPayload/connection/src_ip',
  'jsonPayload/connection/src_port',
  'jsonPayload/connection/dest_ip',
  'jsonPayload/connection/dest_port',
  'jsonPayload/connection/protocol',
  'jsonPayload/bytes_sent',
  'jsonPayload/packets_sent',
  'jsonPayload/start_time',
  'jsonPayload/end_time',
  'jsonPayload/reporter',
  'jsonPayload/src_instance/vm_name',
  'jsonPayload/dest_instance/vm_name',
  'jsonPayload/disposition',
  'jsonPayload/rule_details/direction',
  'jsonPayload/rule_details/reference',
];
const AT = {
  timestamp: 0,
  source: 1,
  sport: 2,
  destination: 3,
  dport: 4,
  protocol: 5,
  bytes: 6,
  packets: 7,
  start: 8,
  end: 9,
  reporter: 10,
  sourceInstance: 11,
  destinationInstance: 12,
  disposition: 13,
  ruleDirection: 14,
  rule: 15,
};

export const gcpFlow: StreamFormat = {
  kind: 'stream',
  id: 'gcp-flow',
  title: 'Google Cloud flow or firewall log',
  abilities: { outcome: true, flags: false, bothDirections: false, payload: false, granularity: 'window' },
  sniff({ bytes }) {
    const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 65_536)).toString('latin1');
    if (!/^[^\w{[]{0,8}[[{]/.test(head) || !/"jsonPayload"\s*:\s*\{/.test(head)) return 0;
    if (/compute\.googleapis\.com%2F(vpc_flows|firewall)|networkmanagement\.googleapis\.com%2Fvpc_flows/.test(head))
      return 1;
    return /"connection"\s*:\s*\{/.test(head) && /"(dest_ip|src_ip)"\s*:/.test(head) ? 0.9 : 0;
  },
  open: (options) => new JsonRecords(new GcpEntry(options)),
};

class GcpEntry implements JsonRecordReader {
  readonly #fields = new JsonFields(PATHS);
  readonly #time: IsoTime;
  #bytes: Uint8Array = new Uint8Array(0);
  #address: AddressText | null = null;
  #flows = 0;
  #firewall = 0;
  /** Flows between two machines that Google knows, by who reports them. */
  #bySource = 0;
  #byDestination = 0;

  constructor(options: DecoderOptions) {
    this.#time = new IsoTime(options.clock);
  }

  get variant(): string | null {
    if (this.#flows > 0 && this.#firewall > 0) return null;
    if (this.#firewall > 0) return 'Google Cloud firewall log';
    return this.#flows > 0 ? 'Google Cloud VPC flow log' : null;
  }

  get notes(): readonly string[] {
    if (this.#bySource === 0 || this.#byDestination === 0) return [];
    const count = Math.min(this.#bySource, this.#byDestination);
    return [`up to ${count} records are of flows that both ends report: their packets and bytes count twice`];
  }

  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    const fields = this.#fields;
    this.#bytes = bytes;
    if (!fields.read(bytes, start, end)) return 'malformed';
    if (!fields.has(AT.source) && !fields.has(AT.destination)) return 'foreign';
    const address = (this.#address ??= new AddressText(batch.addresses));
    if (!this.#readAddress(address, AT.source)) return 'malformed';
    const [family, source] = [address.family, address.value];
    if (!this.#readAddress(address, AT.destination) || address.family !== family) return 'malformed';
    const time = this.#readTime(AT.timestamp);
    const begin = this.#readTime(AT.start);
    const stop = this.#readTime(AT.end);

    const row = batch.add();
    batch.time[row] = Number.isNaN(begin) ? time : begin;
    batch.end[row] = stop >= begin ? stop : (batch.time[row] ?? time);
    batch.family[row] = family;
    batch.source[row] = source;
    batch.destination[row] = address.value;
    const number = fields.number(AT.protocol);
    const protocol = number >= 0 && number < 256 ? number : protocolOf(fields.text(AT.protocol));
    batch.protocol[row] = protocol;
    const sport = fields.number(AT.sport);
    const dport = fields.number(AT.dport);
    if (hasPorts(protocol) && sport >= 0 && sport <= 65_535 && dport >= 0 && dport <= 65_535) {
      batch.sport[row] = sport;
      batch.dport[row] = dport;
      batch.marks[row] = MARK.ports;
    }
    if (fields.has(AT.disposition)) this.#readFirewall(batch, row);
    else this.#readFlow(batch, row);
    return 'event';
  }

  #readFlow(batch: EventBatch, row: number): void {
    const fields = this.#fields;
    this.#flows++;
    const packets = fields.number(AT.packets);
    if (packets >= 0) batch.packets[row] = packets;
    batch.bytes[row] = fields.number(AT.bytes);
    const areBothKnown = fields.has(AT.sourceInstance) && fields.has(AT.destinationInstance);
    if (fields.is(AT.reporter, 'DEST')) {
      batch.direction[row] = DIRECTION.in;
      batch.outcome[row] = OUTCOME.allowed;
      if (areBothKnown) this.#byDestination++;
    } else if (fields.is(AT.reporter, 'SRC')) {
      batch.direction[row] = DIRECTION.out;
      if (areBothKnown) this.#bySource++;
    }
  }

  #readFirewall(batch: EventBatch, row: number): void {
    const fields = this.#fields;
    this.#firewall++;
    if (fields.is(AT.disposition, 'DENIED')) batch.outcome[row] = OUTCOME.dropped;
    else if (fields.is(AT.disposition, 'ALLOWED')) batch.outcome[row] = OUTCOME.allowed;
    if (fields.is(AT.ruleDirection, 'INGRESS')) batch.direction[row] = DIRECTION.in;
    else if (fields.is(AT.ruleDirection, 'EGRESS')) batch.direction[row] = DIRECTION.out;
    if (fields.has(AT.rule)) batch.label[row] = batch.labels.place(fields.text(AT.rule));
  }

  #readAddress(address: AddressText, field: number): boolean {
    return this.#fields.has(field) && address.read(this.#bytes, this.#fields.start(field), this.#fields.end(field));
  }

  #readTime(field: number): number {
    if (!this.#fields.has(field)) return Number.NaN;
    return this.#time.read(this.#bytes, this.#fields.start(field), this.#fields.end(field));
  }
}
