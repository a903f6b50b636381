import { MARK } from '../../event-batch.ts';
import { PROTOCOL, protocolOf } from '../../protocol.ts';
import { readIPv4, type AddressText } from '../text/address-text.ts';
import { readDecimal } from '../text/digits.ts';
import { latin1 } from '../text/latin1.ts';
import { INTERFACE, SEEN, type LoggedPacket } from './logged-packet.ts';

/** Readers of the values of `KEY=value`, one a key. `at` is the first byte of the value, `stop` the one behind it. */

export function readSource(packet: LoggedPacket, bytes: Uint8Array, at: number, stop: number, text: AddressText): void {
  packet.seen |= SEEN.source;
  const value = readIPv4(bytes, at, stop);
  if (value >= 0) {
    packet.family = 4;
    packet.source = value | 0;
  } else if (text.read(bytes, at, stop)) {
    packet.family = text.family;
    packet.source = text.value;
  } else packet.isBroken = true;
}

export function readDestination(
  packet: LoggedPacket,
  bytes: Uint8Array,
  at: number,
  stop: number,
  text: AddressText,
): void {
  packet.seen |= SEEN.destination;
  const value = readIPv4(bytes, at, stop);
  if (value >= 0) {
    packet.destination = value | 0;
    if (packet.family !== 4) packet.isBroken = true;
  } else if (text.read(bytes, at, stop) && text.family === packet.family) packet.destination = text.value;
  else packet.isBroken = true;
}

/** LEN stands twice in UDP lines: the first is that of the IP header. */
export function readLength(packet: LoggedPacket, bytes: Uint8Array, at: number, stop: number): void {
  if ((packet.seen & (SEEN.length | SEEN.protocol)) !== 0) return;
  const value = readDecimal(bytes, at, stop);
  if (value < 0 || value > 0xff_ff_ff) packet.isBroken = true;
  packet.length = value;
  packet.seen |= SEEN.length;
}

/** ID stands twice in lines of pings: the first is that of the IP header. */
export function readId(packet: LoggedPacket, bytes: Uint8Array, at: number, stop: number): void {
  if ((packet.seen & (SEEN.id | SEEN.protocol)) !== 0) return;
  const value = readDecimal(bytes, at, stop);
  if (value < 0 || value > 0xff_ff) packet.isBroken = true;
  packet.id = value;
  packet.seen |= SEEN.id;
}

export function readTtl(packet: LoggedPacket, bytes: Uint8Array, at: number, stop: number): void {
  const value = readDecimal(bytes, at, stop);
  if (value < 0 || value > 255) packet.isBroken = true;
  packet.ttl = value;
  packet.seen |= SEEN.ttl;
}

export function readProtocol(packet: LoggedPacket, bytes: Uint8Array, at: number, stop: number): void {
  const [first, size] = [bytes[at], stop - at];
  packet.seen |= SEEN.protocol;
  if (first === 0x54 && size === 3) packet.protocol = PROTOCOL.tcp;
  else if (first === 0x55 && size === 3) packet.protocol = PROTOCOL.udp;
  else packet.protocol = size > 20 ? PROTOCOL.unknown : protocolOf(latin1(bytes, at, stop));
  if (packet.protocol === PROTOCOL.unknown) packet.isBroken = true;
}

/** SPT, and TYPE of ICMP. */
export function readSourcePort(packet: LoggedPacket, bytes: Uint8Array, at: number, stop: number): void {
  const value = readDecimal(bytes, at, stop);
  if (value < 0 || value > 0xff_ff) packet.isBroken = true;
  packet.sport = value;
  packet.seen |= SEEN.sport;
}

/** DPT, and CODE of ICMP. */
export function readDestinationPort(packet: LoggedPacket, bytes: Uint8Array, at: number, stop: number): void {
  const value = readDecimal(bytes, at, stop);
  if (value < 0 || value > 0xff_ff) packet.isBroken = true;
  packet.dport = value;
  packet.seen |= SEEN.dport;
}

export function readWindow(packet: LoggedPacket, bytes: Uint8Array, at: number, stop: number): void {
  const value = readDecimal(bytes, at, stop);
  if (value < 0 || value > 0xff_ff) packet.isBroken = true;
  packet.window = value;
  packet.seen |= SEEN.window;
}

/** The sequence number of TCP; pings have one of their own. */
export function readSequence(packet: LoggedPacket, bytes: Uint8Array, at: number, stop: number): void {
  if (packet.protocol !== PROTOCOL.tcp) return;
  const value = readDecimal(bytes, at, stop);
  if (value < 0 || value > 0xff_ff_ff_ff) packet.isBroken = true;
  packet.sequence = value | 0;
  packet.hasSequence = true;
}

/** The offset of a fragment: 0 in the first one. */
export function readFragment(packet: LoggedPacket, bytes: Uint8Array, at: number, stop: number): void {
  const value = readDecimal(bytes, at, stop);
  if (value < 0) packet.isBroken = true;
  if (value > 0) packet.marks |= MARK.laterFragment;
}

/** `lo` is the machine itself. */
export function interfaceOf(bytes: Uint8Array, at: number, stop: number): number {
  if (stop <= at) return INTERFACE.none;
  return stop - at === 2 && bytes[at] === 0x6c && bytes[at + 1] === 0x6f ? INTERFACE.loopback : INTERFACE.some;
}
