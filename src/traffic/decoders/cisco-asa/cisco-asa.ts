/**
 * Syslog of Cisco ASA, PIX, FWSM and the ASA part of FTD.
 *
 *   line     := {"<"PRI">"} {time {year}} {host} {program:} "%ASA-"{group-}level"-"number": " text
 *   302013   := "Built" inbound|outbound "TCP connection" id "for" if:ip/port "("ip/port")" "to" if:ip/port "("ip/port")"
 *   302014   := "Teardown TCP connection" id "for" if:ip/port "to" if:ip/port "duration" h:mm:ss "bytes" n {reason}
 *   106023   := "Deny" protocol "src" if:ip{/port} "dst" if:ip{/port} {"(type" n", code" n")"} "by access-group" name
 *
 * One connection is one event: that of its teardown, or of its beginning where the log has no teardown of it. Addresses are
 * the real ones, before translation. Other messages are silent. Source: Cisco Secure Firewall ASA Series Syslog Messages.
 */
import { DIRECTION, MARK, OUTCOME, type EventBatch } from '../../event-batch.ts';
import { hasPorts, PROTOCOL, protocolOf, TCP } from '../../../net/protocol.ts';
import type { DecoderOptions, LineFormat, LineReader, LineVerdict } from '../decoder.ts';
import { AddressText } from '../text/address-text.ts';
import { latin1 } from '../text/latin1.ts';
import { addConnection, OpenConnections, type OpenConnection } from '../text/open-connections.ts';
import { servicePort } from '../text/service-port.ts';
import { SyslogFrame } from '../text/syslog-frame.ts';
import { tcpOutcome } from './outcome.ts';
import { BUILT, BUILT_ICMP, PACKET_MESSAGES, TEARDOWN, type PacketMessage } from './patterns.ts';

const MESSAGE = /%(?:ASA|PIX|FWSM|FTD)-(?:[A-Za-z]\w{0,20}-)?[0-7]-(\d{6}): ?/;
const EPHEMERAL = 1024;

const FLAG_OF: ReadonlyMap<string, number> = new Map([
  ['FIN', TCP.fin],
  ['SYN', TCP.syn],
  ['RST', TCP.rst],
  ['PSH', TCP.psh],
  ['ACK', TCP.ack],
  ['URG', TCP.urg],
]);

type Groups = Readonly<Record<string, string | undefined>>;

export const ciscoAsa: LineFormat = {
  kind: 'line',
  id: 'cisco-asa',
  title: 'Cisco ASA log',
  abilities: { outcome: true, flags: false, bothDirections: false, payload: false, granularity: 'flow' },
  sniff: ({ lines }) => (lines.some((line) => MESSAGE.test(line)) ? 0.95 : 0),
  open: (options) => new CiscoAsaReader(options),
};

class CiscoAsaReader implements LineReader {
  readonly #frame: SyslogFrame;
  readonly #open = new OpenConnections();
  #address: AddressText | null = null;
  /** Connections are logged: what an access list permits is one of them. */
  #hasConnections = false;

  constructor({ clock }: DecoderOptions) {
    this.#frame = new SyslogFrame(clock);
  }

  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict {
    const line = latin1(bytes, start, end);
    const match = MESSAGE.exec(line);
    if (match === null) return 'foreign';
    const time = this.#frame.read(bytes, start, end) ? this.#frame.time : Number.NaN;
    const text = line.slice(match.index + match[0].length);
    switch (match[1]) {
      case '302013':
      case '302015':
        return this.#readBuilt(text, time, batch);
      case '302014':
      case '302016':
        return this.#readTeardown(text, time, batch);
      case '302020':
        return this.#readIcmp(text, time, batch);
      default: {
        const message = PACKET_MESSAGES.get(match[1] ?? '');
        return message === undefined ? 'silent' : this.#readPacket(text, message, time, batch);
      }
    }
  }

  end(batch: EventBatch): number {
    return this.#open.addAll(batch);
  }

  #readBuilt(text: string, time: number, batch: EventBatch): LineVerdict {
    const groups = BUILT.exec(text)?.groups;
    if (groups === undefined) return 'malformed';
    const direction = groups['direction'] === 'inbound' ? DIRECTION.in : DIRECTION.out;
    const connection = this.#connection(groups, time, direction, batch);
    if (connection === null) return 'malformed';
    this.#hasConnections = true;
    return this.#open.begin(keyOf(groups), connection, batch) ? 'event' : 'silent';
  }

  #readTeardown(text: string, end: number, batch: EventBatch): LineVerdict {
    const groups = TEARDOWN.exec(text)?.groups;
    if (groups === undefined) return 'malformed';
    const part = (name: string): number => Number(groups[name]);
    const began = end - (part('hours') * 3600 + part('minutes') * 60 + part('seconds'));
    const parsed = this.#connection(groups, began, DIRECTION.unknown, batch);
    if (parsed === null) return 'malformed';
    this.#hasConnections = true;
    const connection = this.#open.end(keyOf(groups)) ?? parsed;
    const row = addConnection(connection, batch);
    batch.time[row] = began;
    batch.end[row] = end;
    batch.bytes[row] = part('bytes');
    if (connection.protocol === PROTOCOL.tcp) {
      batch.outcome[row] = tcpOutcome(groups['reason'] ?? '', part('bytes'), connection.direction);
    }
    return 'event';
  }

  #readIcmp(text: string, time: number, batch: EventBatch): LineVerdict {
    const groups = BUILT_ICMP.exec(text)?.groups;
    if (groups === undefined) return 'malformed';
    const direction = groups['direction'] === 'inbound' ? DIRECTION.in : DIRECTION.out;
    const connection = this.#connection({ ...groups, protocol: 'icmp' }, time, direction, batch);
    if (connection === null) return 'malformed';
    // Its teardown (302021) says nothing more, and is silent.
    const row = addConnection(connection, batch);
    if (groups['type'] !== undefined) setIcmp(batch, row, Number(groups['type']), Number(groups['code']));
    return 'event';
  }

  /** Null where an address or port is none. */
  #connection(groups: Groups, time: number, direction: number, batch: EventBatch): OpenConnection | null {
    const address = (this.#address ??= new AddressText(batch.addresses));
    if (!address.readText(groups['far'] ?? '')) return null;
    const far = { value: address.value, family: address.family, port: servicePort(groups['farPort'] ?? '0') };
    if (!address.readText(groups['near'] ?? '') || address.family !== far.family) return null;
    const near = { value: address.value, port: servicePort(groups['nearPort'] ?? '0') };
    if (far.port === -1 || near.port === -1) return null;
    const protocol = protocolFor(groups['protocol'] ?? '', far.family);
    // A teardown whose beginning is not in the log does not say who began it: a low port is the one that was asked.
    const isFarAsked =
      direction === DIRECTION.out || (direction === 0 && far.port < EPHEMERAL && near.port >= EPHEMERAL);
    const [asking, asked] = isFarAsked ? [near, far] : [far, near];
    return {
      time,
      family: far.family,
      source: asking.value,
      destination: asked.value,
      protocol,
      sport: asking.port,
      dport: asked.port,
      marks: hasPorts(protocol) ? MARK.ports : 0,
      direction,
      outcome: OUTCOME.allowed,
      offset: batch.nextOffset,
      record: batch.nextRecord,
    };
  }

  #readPacket(text: string, message: PacketMessage, time: number, batch: EventBatch): LineVerdict {
    const groups = message.pattern.exec(text)?.groups;
    if (groups === undefined) return 'malformed';
    const isPermitted = groups['action'] !== undefined && groups['action'] !== 'denied';
    const address = (this.#address ??= new AddressText(batch.addresses));
    if (!address.readText(groups['source'] ?? '')) return 'malformed';
    const { family, value: source } = address;
    // The device does not say which of its own addresses was meant: the unspecified one stands for it.
    const destination = message.isToDevice === true ? (family === 4 ? '0.0.0.0' : '::') : (groups['destination'] ?? '');
    if (!address.readText(destination) || address.family !== family) return 'malformed';
    const sport = servicePort(groups['sport'] ?? '0');
    const dport = servicePort(groups['dport'] ?? '0');
    if (sport === -1 || dport === -1) return 'malformed';
    if (isPermitted && this.#hasConnections) return 'silent';

    const row = batch.add();
    batch.time[row] = time;
    batch.end[row] = time;
    batch.family[row] = family;
    batch.source[row] = source;
    batch.destination[row] = address.value;
    const protocol = protocolFor(groups['protocol'] ?? message.protocol ?? '', family);
    batch.protocol[row] = protocol;
    batch.outcome[row] = message.outcome;
    if (groups['action'] !== undefined) batch.outcome[row] = isPermitted ? OUTCOME.allowed : OUTCOME.dropped;
    batch.direction[row] = message.direction ?? DIRECTION.unknown;
    batch.label[row] = batch.labels.place(groups['acl'] ?? '');
    if (groups['interval'] !== undefined) {
      // The hits of the interval, the first of which had a line of its own.
      batch.packets[row] = Math.max(Number(groups['hits']) - 1, 1);
      batch.time[row] = time - Number(groups['interval']);
    }
    readTransport(batch, row, groups, sport, dport);
    const flags = groups['flags'] ?? message.flags;
    if (flags !== undefined) {
      for (const word of flags.split(' ')) batch.flags[row] = (batch.flags[row] ?? 0) | (FLAG_OF.get(word) ?? 0);
      batch.marks[row] = (batch.marks[row] ?? 0) | MARK.flags;
    }
    return 'event';
  }
}

function readTransport(batch: EventBatch, row: number, groups: Groups, sport: number, dport: number): void {
  const protocol = batch.protocol[row] ?? 0;
  if (hasPorts(protocol)) {
    if (groups['sport'] === undefined || groups['dport'] === undefined) return;
    batch.sport[row] = sport;
    batch.dport[row] = dport;
    batch.marks[row] = MARK.ports;
    return;
  }
  if (protocol !== PROTOCOL.icmp && protocol !== PROTOCOL.icmpv6) return;
  if (groups['type'] !== undefined) setIcmp(batch, row, Number(groups['type']), Number(groups['code'] ?? 0));
  // 106100 has type and code in the place of the ports, or no source port and the type in that of the destination.
  else if (groups['sport'] !== undefined) {
    if (sport === 0) setIcmp(batch, row, dport, 0);
    else setIcmp(batch, row, sport, dport);
  }
}

/** Numbers of connections are unique on one device only, and logs of several come together. */
function keyOf(groups: Groups): string {
  const { id, far, farPort, near, nearPort } = groups;
  return `${id} ${far} ${farPort} ${near} ${nearPort}`;
}

function setIcmp(batch: EventBatch, row: number, type: number, code: number): void {
  batch.sport[row] = type;
  batch.dport[row] = code;
  batch.marks[row] = MARK.ports;
}

function protocolFor(text: string, family: number): number {
  const protocol = protocolOf(text.replace(/^protocol /, ''));
  return protocol === PROTOCOL.icmp && family === 6 ? PROTOCOL.icmpv6 : protocol;
}
