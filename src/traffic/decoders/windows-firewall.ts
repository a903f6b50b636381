/**
 * Windows Firewall's `pfirewall.log`: lines of fields parted by spaces, named by a `#Fields:` line.
 *
 *   #Fields: date time action protocol src-ip dst-ip src-port dst-port size tcpflags tcpsyn tcpack tcpwin icmptype
 *            icmpcode info path {pid}
 *   2005-04-11 08:06:26 DROP TCP 123.45.78.90 123.156.78.90 80 1774 576 A 123456789 987654321 12345 - - - RECEIVE
 *
 * `-` is absent. Times are local unless `#Time Format: UTC`. Actions: ALLOW, DROP, OPEN, OPEN-INBOUND, CLOSE,
 * INFO-EVENTS-LOST (then `info` is how many). Source: Microsoft Learn, "Interpreting the Windows Firewall Log".
 */
import { DIRECTION, MARK, OUTCOME, type EventBatch } from '../event-batch.ts';
import { hasPorts, PROTOCOL, protocolOf, TCP } from '../../net/protocol.ts';
import { utc } from './clock.ts';
import type { DecoderOptions, LineFormat, LineReader, LineVerdict } from './decoder.ts';
import { AddressText } from './text/address-text.ts';
import { latin1 } from './text/latin1.ts';

const USUAL_FIELDS =
  'date time action protocol src-ip dst-ip src-port dst-port size tcpflags tcpsyn tcpack tcpwin icmptype icmpcode info path';

const OUTCOME_OF: ReadonlyMap<string, number> = new Map([
  ['ALLOW', OUTCOME.allowed],
  ['OPEN', OUTCOME.allowed],
  ['OPEN-INBOUND', OUTCOME.allowed],
  ['CLOSE', OUTCOME.allowed],
  ['DROP', OUTCOME.dropped],
]);

const DIRECTION_OF: ReadonlyMap<string, number> = new Map([
  ['RECEIVE', DIRECTION.in],
  ['SEND', DIRECTION.out],
  ['FORWARD', DIRECTION.forward],
]);

const FLAG_OF: Readonly<Record<string, number>> = {
  F: TCP.fin,
  S: TCP.syn,
  R: TCP.rst,
  P: TCP.psh,
  A: TCP.ack,
  U: TCP.urg,
};

const LINE = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [A-Z-]+ /;

export const windowsFirewall: LineFormat = {
  kind: 'line',
  id: 'windows-firewall',
  title: 'Windows Firewall log',
  abilities: { outcome: true, flags: true, bothDirections: false, payload: false, granularity: 'packet' },
  sniff({ lines }) {
    if (lines.some((line) => /^#Software:.*Windows.*Firewall/i.test(line))) return 1;
    return lines.some((line) => LINE.test(line) && line.split(' ').length >= 16) ? 0.8 : 0;
  },
  open: (options) => new WindowsFirewallReader(options),
};

class WindowsFirewallReader implements LineReader {
  readonly #options: DecoderOptions;
  #fields = fieldPlaces(USUAL_FIELDS);
  #isUtc = false;
  #address: AddressText | null = null;

  constructor(options: DecoderOptions) {
    this.#options = options;
  }

  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    const line = latin1(bytes, start, end);
    if (line.startsWith('#')) return this.#readHeader(line);
    if (!LINE.test(line)) return 'foreign';
    const words = line.split(' ');
    const outcome = OUTCOME_OF.get(words[2] ?? '');
    if (outcome === undefined) return words[2] === 'INFO-EVENTS-LOST' ? 'silent' : 'malformed';
    const field = (name: string): string => words[this.#fields.get(name) ?? -1] ?? '-';
    const address = (this.#address ??= new AddressText(batch.addresses));
    if (!address.readText(field('src-ip'))) return 'malformed';
    const [family, source] = [address.family, address.value];
    if (!address.readText(field('dst-ip')) || address.family !== family) return 'malformed';
    const time = this.#readTime(line);
    if (Number.isNaN(time)) return 'malformed';

    const row = batch.add();
    batch.time[row] = time;
    batch.end[row] = time;
    batch.family[row] = family;
    batch.source[row] = source;
    batch.destination[row] = address.value;
    batch.outcome[row] = outcome;
    batch.direction[row] = DIRECTION_OF.get(field('path')) ?? DIRECTION.unknown;
    const protocol = protocolOf(field('protocol'));
    batch.protocol[row] = protocol;
    const size = Number(field('size'));
    // OPEN and CLOSE tell of a connection, not of a packet, and have no size.
    if (size > 0) batch.bytes[row] = size;
    let marks = 0;
    if (hasPorts(protocol)) {
      batch.sport[row] = Number(field('src-port')) || 0;
      batch.dport[row] = Number(field('dst-port')) || 0;
      marks |= MARK.ports;
    } else if (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6) {
      batch.sport[row] = Number(field('icmptype')) || 0;
      batch.dport[row] = Number(field('icmpcode')) || 0;
      if (field('icmptype') !== '-') marks |= MARK.ports;
    }
    const flags = field('tcpflags');
    if (protocol === PROTOCOL.tcp && flags !== '-') {
      for (const letter of flags) batch.flags[row] = (batch.flags[row] ?? 0) | (FLAG_OF[letter] ?? 0);
      marks |= MARK.flags;
    }
    batch.marks[row] = marks;
    return 'event';
  }

  #readHeader(line: string): LineVerdict {
    if (line.startsWith('#Fields:')) this.#fields = fieldPlaces(line.slice('#Fields:'.length).trim());
    else if (line.startsWith('#Time Format:')) this.#isUtc = /utc|gmt/i.test(line);
    return 'silent';
  }

  #readTime(line: string): number {
    const part = (from: number, to: number): number => Number(line.slice(from, to));
    const parts = [part(0, 4), part(5, 7), part(8, 10), part(11, 13), part(14, 16), part(17, 19)] as const;
    return this.#isUtc ? utc(...parts) : this.#options.clock.local(...parts);
  }
}

function fieldPlaces(names: string): ReadonlyMap<string, number> {
  return new Map(names.split(/\s+/).map((name, place) => [name.toLowerCase(), place]));
}
