/**
 * Flows of Argus as `ra -c ,` writes them: the `.binetflow` files of the CTU data sets. Values named by the first line.
 *
 *   StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label
 *   2026/10/09 08:53:01.250000,1.500000,tcp,203.0.113.9,40123,   ->,192.0.2.7,8443,S_RA,0,0,4,240,120,flow=Background
 *
 * State of TCP is the flags of both directions, `FSPA_FSPA`; of others CON (both have sent), INT (nobody has answered), or
 * ICMP's. Ports of ICMP are hexadecimal: the source's is its type, with the code in the high byte. Times are local. Counts
 * are of both directions, SrcBytes of one. Source: Argus `ra(1)`; Stratosphere IPS, CTU-13.
 */
import { MARK, OUTCOME, type EventBatch } from '../event-batch.ts';
import { PROTOCOL, protocolOf, TCP } from '../../net/protocol.ts';
import type { Clock } from './clock.ts';
import type { DecoderOptions, LineFormat, LineReader, LineVerdict } from './decoder.ts';
import { AddressText } from './text/address-text.ts';
import { csvFields } from './text/csv-fields.ts';
import { latin1 } from './text/latin1.ts';
import { addConnection } from './text/open-connections.ts';
import { sessionOf } from './text/session-head.ts';
import { parseIsoTime } from './text/syslog-frame.ts';
import { tcpFlagsOf } from './text/tcp-flag-letters.ts';

const HEADER = /^StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,/;
const FLOW = /^\d{4}[/-]\d\d[/-]\d\d \d\d:\d\d:\d\d\.\d{1,9},\d{1,9}\.\d{1,9},/;
const MAX_LABEL = 80;
const USUAL_FIELDS =
  'StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label';

export const binetflow: LineFormat = {
  kind: 'line',
  id: 'binetflow',
  title: 'Argus flows (binetflow)',
  abilities: { outcome: true, flags: true, bothDirections: true, payload: false, granularity: 'flow' },
  sniff: ({ lines }) => (lines.some((line) => HEADER.test(line)) ? 1 : 0),
  open: (options) => new BinetflowReader(options),
};

class BinetflowReader implements LineReader {
  readonly #clock: Clock;
  #places = placesOf(USUAL_FIELDS);
  #address: AddressText | null = null;

  constructor({ clock }: DecoderOptions) {
    this.#clock = clock;
  }

  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    const line = latin1(bytes, start, end);
    if (HEADER.test(line)) {
      this.#places = placesOf(line);
      return 'silent';
    }
    if (!FLOW.test(line)) return 'foreign';
    const fields = csvFields(line);
    const field = (name: string): string => fields[this.#places.get(name) ?? -1]?.trim() ?? '';
    if (!/^(?:[a-z]|ipv6-icmp)/.test(field('proto'))) return 'malformed';
    // ARP, LLC, IPX and others with addresses that are not IP's.
    if (!/^[\da-f:.]*[.:][\da-f:.]*$/i.test(field('srcaddr')) || isMac(field('srcaddr'))) return 'silent';
    if (field('proto') === 'arp' || field('proto') === 'rarp') return 'silent';
    const protocol = protocolOf(field('proto'));
    const isIcmp = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6;
    const tuple = {
      source: field('srcaddr'),
      destination: field('dstaddr'),
      sport: portText(field('sport')),
      dport: portText(field('dport')),
      protocol,
      icmp: isIcmp ? icmpOf(field('sport')) : null,
    };
    const time = parseIsoTime(field('starttime').replaceAll('/', '-'), this.#clock);
    const session = sessionOf(tuple, time, 0, (this.#address ??= new AddressText(batch.addresses)), batch);
    if (session === null) return 'malformed';
    const row = addConnection(session, batch);
    batch.end[row] = time + numberOf(field('dur'));
    const label = field('label').slice(0, MAX_LABEL);
    batch.label[row] = batch.labels.place(label);
    readCounts(batch, row, field);
    readState(batch, row, field('state'));
    return 'event';
  }
}

/** Packets are not told apart by direction: where nobody answered they are all the source's. */
function readCounts(batch: EventBatch, row: number, field: (name: string) => string): void {
  const bytes = numberOf(field('srcbytes'));
  const back = numberOf(field('totbytes')) - bytes;
  batch.bytes[row] = bytes;
  if (!(back >= 0)) return;
  batch.bytesBack[row] = back;
  const packets = numberOf(field('totpkts'));
  if (back > 0 || Number.isNaN(packets)) return;
  batch.packets[row] = packets;
  batch.packetsBack[row] = 0;
}

function readState(batch: EventBatch, row: number, state: string): void {
  const isAnswered = (batch.bytesBack[row] ?? 0) > 0;
  batch.outcome[row] = isAnswered ? OUTCOME.answered : OUTCOME.unanswered;
  if (Number.isNaN(batch.bytesBack[row])) batch.outcome[row] = OUTCOME.unknown;
  const letters = /^([FSRPAUEC]{0,8})_([FSRPAUEC]{0,8})$/.exec(state);
  if (batch.protocol[row] !== PROTOCOL.tcp || letters === null) return;
  batch.flags[row] = tcpFlagsOf(letters[1] ?? '');
  batch.marks[row] = (batch.marks[row] ?? 0) | MARK.flags;
  const back = tcpFlagsOf(letters[2] ?? '');
  if ((back & TCP.rst) !== 0 && (back & TCP.syn) === 0 && (batch.flags[row] ?? 0) === TCP.syn) {
    batch.outcome[row] = OUTCOME.refused;
  }
}

/** `0x0103`: type 3, code 1. */
function icmpOf(text: string): readonly [number, number] | null {
  const match = /^0x([\da-f]{2})([\da-f]{2})$/i.exec(text);
  return match === null ? null : [parseInt(match[2] ?? '', 16), parseInt(match[1] ?? '', 16)];
}

/** Some flows of TCP and UDP have hexadecimal ports too. */
function portText(text: string): string {
  return /^0x[\da-f]{1,4}$/i.test(text) ? String(parseInt(text.slice(2), 16)) : text;
}

function isMac(text: string): boolean {
  return /^[\da-f]{1,2}(?::[\da-f]{1,2}){5}$/i.test(text);
}

function numberOf(text: string): number {
  return /^\d{1,15}(?:\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN;
}

function placesOf(header: string): ReadonlyMap<string, number> {
  return new Map(csvFields(header).map((name, place) => [name.trim().toLowerCase(), place]));
}
