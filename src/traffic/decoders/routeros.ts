/**
 * Firewall log of MikroTik's RouterOS, as it sends it by syslog. The words before the chain are the rule's log prefix.
 *
 *   2026-10-09T08:53:01+02:00 gw firewall,info drop-tcp input: in:ether1 out:(unknown 0), connection-state:new
 *     src-mac 00:17:10:88:bc:02, proto TCP (SYN), 203.0.113.9:59388->192.0.2.7:23, len 40
 *   .. proto ICMP (type 8, code 0), 203.0.113.9->192.0.2.7, len 56
 *   .. proto UDP, [2001:db8::1]:17850->[2001:db8::2]:53, NAT (..), prio 0->0, len 112
 *
 * Source: MikroTik documentation, "Log" and "Filter" (action=log); samples of CrowdSec's parser.
 */
import { DIRECTION, MARK, type EventBatch } from '../event-batch.ts';
import { hasPorts, PROTOCOL, protocolOf, TCP } from '../../net/protocol.ts';
import type { DecoderOptions, LineFormat, LineReader, LineVerdict } from './decoder.ts';
import { outcomeOfPrefix } from './netfilter/verdict-of-prefix.ts';
import { AddressText } from './text/address-text.ts';
import { latin1 } from './text/latin1.ts';
import { SyslogFrame } from './text/syslog-frame.ts';

const MAX_TEXT = 2000;
const TOPIC = /(?:^| )firewall,(?:info|warning|error|critical|debug) /;
const HEAD = /(?:^| )([\w-]{1,64}): in:(.{1,64}?) out:(.{1,64}?), /;
const PROTOCOL_WORDS = /(?:^|,? )proto ([\w-]{1,20})(?: \(([^)]{0,60})\))?, /;
// With a port, IPv6 addresses stand in brackets.
const ENDPOINT = String.raw`(\[[\da-fA-F:.%]{2,64}\]|[\d.]{7,15}|[\da-fA-F:]{2,45})(?::(\d{1,5}))?`;
const ENDPOINTS = new RegExp(`, ${ENDPOINT}->${ENDPOINT}(?:, |$)`);
const LENGTH = /, len (\d{1,6})(?: |$)/;
const ICMP = /type (\d{1,3}), code (\d{1,3})/;

const FLAG_OF: Readonly<Record<string, number>> = {
  FIN: TCP.fin,
  SYN: TCP.syn,
  RST: TCP.rst,
  PSH: TCP.psh,
  ACK: TCP.ack,
  URG: TCP.urg,
  ECE: TCP.ece,
  CWR: TCP.cwr,
};

const DIRECTION_OF: Readonly<Record<string, number>> = {
  input: DIRECTION.in,
  output: DIRECTION.out,
  forward: DIRECTION.forward,
};

export const routerOs: LineFormat = {
  kind: 'line',
  id: 'routeros',
  title: 'RouterOS firewall log',
  abilities: { outcome: true, flags: true, bothDirections: false, payload: false, granularity: 'packet' },
  sniff: ({ lines }) => (lines.some((line) => TOPIC.test(line) && HEAD.test(line)) ? 0.95 : 0),
  open: (options) => new RouterOsReader(options),
};

class RouterOsReader implements LineReader {
  readonly #frame: SyslogFrame;
  #address: AddressText | null = null;

  constructor({ clock }: DecoderOptions) {
    this.#frame = new SyslogFrame(clock);
  }

  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    const text = latin1(bytes, start, Math.min(end, start + MAX_TEXT));
    const topic = TOPIC.exec(text);
    if (topic === null) return 'foreign';
    const message = text.slice(topic.index + topic[0].length);
    const head = HEAD.exec(message);
    if (head === null) return 'foreign';
    const rest = message.slice(head.index + head[0].length - 2);
    const words = PROTOCOL_WORDS.exec(rest);
    const ends = ENDPOINTS.exec(rest);
    if (words === null || ends === null) return 'malformed';
    const [, source, sport, destination, dport] = ends;
    const address = (this.#address ??= new AddressText(batch.addresses));
    if (!address.readText(withoutBrackets(source))) return 'malformed';
    const [family, from] = [address.family, address.value];
    if (!address.readText(withoutBrackets(destination)) || address.family !== family) return 'malformed';
    if (Number(sport ?? 0) > 65_535 || Number(dport ?? 0) > 65_535) return 'malformed';

    this.#frame.read(bytes, start, end);
    const row = batch.add();
    batch.time[row] = this.#frame.time;
    batch.end[row] = this.#frame.time;
    batch.family[row] = family;
    batch.source[row] = from;
    batch.destination[row] = address.value;
    batch.direction[row] = DIRECTION_OF[head[1] ?? ''] ?? DIRECTION.unknown;
    const prefix = message.slice(0, head.index).trim();
    batch.label[row] = batch.labels.place(prefix);
    batch.outcome[row] = outcomeOfPrefix(prefix);
    const length = LENGTH.exec(rest)?.[1];
    if (length !== undefined) batch.bytes[row] = Number(length);
    const protocol = protocolOf(words[1] ?? '');
    batch.protocol[row] = protocol;
    fillTransport(batch, row, protocol, words[2] ?? '', sport, dport);
    return 'event';
  }
}

/** `details`: `SYN,ACK` of TCP, `type 8, code 0` of ICMP. */
function fillTransport(
  batch: EventBatch,
  row: number,
  protocol: number,
  details: string,
  sport: string | undefined,
  dport: string | undefined,
): void {
  let marks = 0;
  if (hasPorts(protocol) && sport !== undefined && dport !== undefined) {
    batch.sport[row] = Number(sport);
    batch.dport[row] = Number(dport);
    marks |= MARK.ports;
  }
  const icmp = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6 ? ICMP.exec(details) : null;
  if (icmp !== null) {
    batch.sport[row] = Number(icmp[1]);
    batch.dport[row] = Number(icmp[2]);
    marks |= MARK.ports;
  }
  if (protocol === PROTOCOL.tcp && details !== '') {
    for (const word of details.split(',')) batch.flags[row] = (batch.flags[row] ?? 0) | (FLAG_OF[word.trim()] ?? 0);
    marks |= MARK.flags;
  }
  batch.marks[row] = marks;
}

function withoutBrackets(address: string | undefined): string {
  return (address ?? '').replace(/^\[|\]$/g, '');
}
