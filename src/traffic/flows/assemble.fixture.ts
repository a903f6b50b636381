import { decodedAt, type Decoded } from '../decoders/decode.fixture.ts';
import { DIRECTION, EventBatch, MARK, OUTCOME } from '../event-batch.ts';
import type { Payload } from '../payload.ts';
import { PROTOCOL, TCP } from '../../net/protocol.ts';
import { FlowAssembler } from './flow-assembler.ts';

/** A packet of a test; TCP from client to server where nothing is said. */
export interface Packet {
  readonly at?: number;
  readonly family?: number;
  readonly from?: number;
  readonly to?: number;
  readonly protocol?: number;
  readonly sport?: number;
  readonly dport?: number;
  readonly flags?: number;
  readonly bytes?: number;
  readonly marks?: number;
  readonly outcome?: number;
  readonly direction?: number;
  readonly payload?: Payload;
}

export const CLIENT = 0xcb007105; // 203.0.113.5
export const SERVER = 0xc0000207; // 192.0.2.7
export const SYN: Packet = { from: CLIENT, to: SERVER, sport: 40_000, dport: 22, flags: TCP.syn };
export const ASK: Packet = { ...SYN, protocol: PROTOCOL.udp, dport: 53, flags: 0 };
export const PING: Packet = { ...SYN, protocol: PROTOCOL.icmp, sport: 8, dport: 0, flags: 0 };
export const PONG: Packet = { ...PING, from: SERVER, to: CLIENT, sport: 0 };

/** A packet the other way. */
export const back = (packet: Packet, more: Packet = {}): Packet => ({
  ...packet,
  from: packet.to ?? SERVER,
  to: packet.from ?? CLIENT,
  sport: packet.dport ?? 0,
  dport: packet.sport ?? 0,
  ...more,
});
/** The packets one after another, `step` seconds apart where they have no time. */
export const inTurn = (packets: readonly Packet[], step = 0.1): Packet[] =>
  packets.map((packet, index) => ({ at: 1_790_000_000 + index * step, ...packet }));

/** The flows of packets, in the order they are handed on. `limit`: of open flows. */
export function assemble(packets: readonly Packet[], limit?: number): { flows: Decoded[]; evicted: number } {
  const flows: Decoded[] = [];
  const batch: EventBatch = new EventBatch((full) => assembler.take(full));
  const assembler = new FlowAssembler(
    (full) => {
      for (let row = 0; row < full.length; row++) flows.push(decodedAt(full, row));
    },
    batch.addresses,
    batch.labels,
    limit,
  );
  for (const [index, packet] of packets.entries()) {
    const protocol = packet.protocol ?? PROTOCOL.tcp;
    batch.nextOffset = 100 * index;
    batch.nextRecord = index + 1;
    const row = batch.add();
    batch.time[row] = packet.at ?? Number.NaN;
    batch.end[row] = packet.at ?? Number.NaN;
    batch.family[row] = packet.family ?? 4;
    batch.source[row] = packet.from ?? CLIENT;
    batch.destination[row] = packet.to ?? SERVER;
    batch.protocol[row] = protocol;
    batch.sport[row] = packet.sport ?? 0;
    batch.dport[row] = packet.dport ?? 0;
    batch.flags[row] = packet.flags ?? 0;
    batch.bytes[row] = packet.bytes ?? 40;
    batch.outcome[row] = packet.outcome ?? OUTCOME.unknown;
    batch.direction[row] = packet.direction ?? DIRECTION.unknown;
    batch.ttl[row] = 50 + index;
    batch.window[row] = 60_000 + index;
    batch.ipId[row] = 65_535 - index;
    batch.label[row] = batch.labels.place(`rule ${index}`);
    const usual = MARK.ttl | MARK.fingerprint | MARK.ports;
    batch.marks[row] = packet.marks ?? (protocol === PROTOCOL.tcp ? usual | MARK.flags : usual);
    if (packet.payload !== undefined) batch.payloads.set(row, packet.payload);
  }
  batch.flush();
  assembler.flush();
  return { flows, evicted: assembler.evicted };
}
