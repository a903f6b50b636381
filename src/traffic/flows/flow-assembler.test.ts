import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodedAt, type Decoded } from '../decoders/decode.fixture.ts';
import { DIRECTION, EventBatch, MARK, OUTCOME } from '../event-batch.ts';
import type { Payload } from '../payload.ts';
import { PROTOCOL, TCP } from '../protocol.ts';
import { FlowAssembler } from './flow-assembler.ts';

interface Packet {
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

const CLIENT = 0xcb007105; // 203.0.113.5
const SERVER = 0xc0000207; // 192.0.2.7
const SYN_ACK = TCP.syn | TCP.ack;
const FIN_ACK = TCP.fin | TCP.ack;

const SYN: Packet = { from: CLIENT, to: SERVER, sport: 40_000, dport: 22, flags: TCP.syn };
const ASK: Packet = { ...SYN, protocol: PROTOCOL.udp, dport: 53, flags: 0 };
const PING: Packet = { ...SYN, protocol: PROTOCOL.icmp, sport: 8, dport: 0, flags: 0 };
const PONG: Packet = { ...PING, from: SERVER, to: CLIENT, sport: 0 };

/** A packet the other way. */
const back = (packet: Packet, more: Packet = {}): Packet => ({
  ...packet,
  from: packet.to ?? SERVER,
  to: packet.from ?? CLIENT,
  sport: packet.dport ?? 0,
  dport: packet.sport ?? 0,
  ...more,
});
/** The packets one after another, `step` seconds apart where they have no time. */
const inTurn = (packets: readonly Packet[], step = 0.1): Packet[] =>
  packets.map((packet, index) => ({ at: 1_790_000_000 + index * step, ...packet }));

function assemble(packets: readonly Packet[], limit?: number): { flows: Decoded[]; evicted: number } {
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
/** The only flow of these packets. */
function flowOf(packets: readonly Packet[]): Decoded | undefined {
  const { flows } = assemble(inTurn(packets));
  expect(flows).toHaveLength(1);
  return flows[0];
}

describe('a flow', () => {
  it('is what goes both ways between the same ports, and all else of it is the first packet', () => {
    const packets = [SYN, back(SYN, { flags: SYN_ACK, bytes: 44 }), { ...SYN, flags: TCP.ack }];
    expect(flowOf(packets.map((packet) => ({ ...packet, direction: DIRECTION.in })))).toEqual({
      time: 1_790_000_000,
      end: 1_790_000_000.2,
      source: '203.0.113.5',
      destination: '192.0.2.7',
      protocol: PROTOCOL.tcp,
      sport: 40_000,
      dport: 22,
      flags: TCP.syn,
      packets: 2,
      bytes: 80,
      packetsBack: 1,
      bytesBack: 44,
      outcome: 'answered',
      direction: DIRECTION.in,
      ttl: 50,
      window: 60_000,
      ipId: 65_535,
      marks: MARK.flags | MARK.ttl | MARK.fingerprint | MARK.ports,
      label: 'rule 0',
      offset: 0,
      record: 1,
    });
  });

  it('is not another one: other ports, protocol, family, or inside a tunnel', () => {
    const packets = [SYN, { ...SYN, sport: 40_001 }, ASK, { ...ASK, dport: 54 }, { ...SYN, dport: 23 }];
    const inner = { ...SYN, marks: MARK.ports | MARK.flags | MARK.inner };
    expect(assemble(inTurn([...packets, inner, { ...SYN, family: 6, from: 0, to: 0 }])).flows).toHaveLength(7);
  });

  it.each([
    ['refused', [SYN, back(SYN, { flags: TCP.rst | TCP.ack })]],
    ['unanswered', [SYN]],
    ['unanswered', [SYN, SYN, SYN]],
    ['unanswered', [SYN, { ...SYN, flags: TCP.rst }]],
    ['answered', [SYN, back(SYN, { flags: SYN_ACK }), back(SYN, { flags: TCP.rst })]],
    ['unanswered', [SYN, back(SYN)]],
    // One direction was captured.
    ['unknown', [SYN, { ...SYN, flags: TCP.ack }]],
    ['unknown', [SYN, { ...SYN, flags: TCP.ack }, back(SYN, { flags: TCP.rst })]],
    ['refused', [{ ...SYN, flags: TCP.fin }, back(SYN, { flags: TCP.rst | TCP.ack })]],
    ['unanswered', [{ ...SYN, flags: 0 }]],
    ['unknown', [{ ...SYN, flags: TCP.ack }, back(SYN, { flags: TCP.rst })]],
    ['unknown', [{ ...SYN, marks: MARK.ports, flags: 0 }]],
    ['answered', [ASK, back(ASK)]],
    ['unanswered', [ASK]],
    ['answered', [PING, PONG]],
    ['unanswered', [PING]],
    ['unknown', [PONG]],
    ['unanswered', [{ ...ASK, protocol: PROTOCOL.sctp }]],
    ['unknown', [{ ...ASK, protocol: PROTOCOL.sctp }, back({ ...ASK, protocol: PROTOCOL.sctp })]],
  ] as const)('is %s: case %#', (outcome, packets) => {
    expect(flowOf(packets)?.outcome).toBe(outcome);
  });

  it('stays as it is when its first packet answers something: it is backscatter', () => {
    for (const flags of [SYN_ACK, TCP.rst, TCP.rst | TCP.ack]) {
      const first = back(SYN, { flags });
      expect(flowOf([first, { ...SYN, flags: TCP.rst }])).toMatchObject({
        source: '192.0.2.7',
        sport: 22,
        flags,
        packetsBack: 1,
        outcome: 'unknown',
      });
    }
  });

  it('is turned when it was first seen in its middle, from the side of the service', () => {
    const data = { flags: TCP.psh | TCP.ack, bytes: 1500, direction: DIRECTION.out };
    expect(flowOf([back(SYN, data), back(SYN, data), { ...SYN, flags: TCP.ack }])).toMatchObject({
      source: '203.0.113.5',
      sport: 40_000,
      destination: '192.0.2.7',
      dport: 22,
      flags: TCP.psh | TCP.ack,
      packets: 1,
      bytes: 40,
      packetsBack: 2,
      bytesBack: 3000,
      outcome: 'answered',
      direction: DIRECTION.in,
      // These were the service's.
      ttl: 0,
      window: 0,
      ipId: 0,
      marks: MARK.flags | MARK.ports,
      record: 1,
    });
    const database = { ...SYN, dport: 5432 };
    expect(flowOf([back(database, data), { ...database, flags: TCP.ack }])).toMatchObject({ sport: 40_000 });
  });

  it('is not turned when it may be a scan from the port of a service', () => {
    const scan = back(SYN, { flags: TCP.ack });
    expect(flowOf([scan])).toMatchObject({ source: '192.0.2.7', sport: 22 });
    expect(flowOf([scan, { ...SYN, flags: TCP.rst }])).toMatchObject({ source: '192.0.2.7' });
    const both = { ...SYN, sport: 80, flags: TCP.ack };
    expect(flowOf([both, back(both)])).toMatchObject({ source: '203.0.113.5', sport: 80 });
  });

  it('is finished by a RST, or by a FIN from both sides; a SYN after that is a new one', () => {
    const ends: readonly (readonly Packet[])[] = [
      [back(SYN, { flags: TCP.rst | TCP.ack })],
      [back(SYN, { flags: SYN_ACK }), { ...SYN, flags: FIN_ACK }, back(SYN, { flags: FIN_ACK })],
    ];
    for (const end of ends) {
      const { flows } = assemble(inTurn([SYN, ...end, { ...SYN, flags: TCP.ack }, SYN]));
      expect(flows).toMatchObject([{ packetsBack: end.length === 1 ? 1 : 2 }, { packets: 1, outcome: 'unanswered' }]);
    }
    const half = [SYN, back(SYN, { flags: SYN_ACK }), { ...SYN, flags: FIN_ACK }, SYN];
    expect(assemble(inTurn(half)).flows).toHaveLength(1);
  });

  it.each([
    ['TCP', SYN, 300],
    ['finished TCP', { ...SYN, flags: TCP.rst }, 15],
    ['UDP', ASK, 120],
    ['ICMP', PING, 30],
  ])('of %s ends when it was idle for its time, in either direction of the clock', (_, packet, seconds) => {
    for (const sign of [1, -1]) {
      expect(assemble(inTurn([packet, packet], sign * seconds)).flows).toHaveLength(1);
      expect(assemble(inTurn([packet, packet], sign * (seconds + 1))).flows).toHaveLength(2);
    }
  });

  it('is handed on when it is idle, though nothing of it follows', () => {
    const others = Array.from({ length: 20_000 }, (_, index) => ({ ...ASK, at: 1_790_000_600 + index / 1000 }));
    const { flows } = assemble([{ ...SYN, at: 1_790_000_000 }, ...others]);
    expect(flows.map(({ protocol }) => protocol)).toEqual([PROTOCOL.tcp, PROTOCOL.udp]);
  });

  it('keeps the outcome that a firewall logged, and does not join what it judged otherwise', () => {
    const dropped = { ...SYN, outcome: OUTCOME.dropped };
    const allowed = { ...SYN, outcome: OUTCOME.allowed };
    const { flows } = assemble(inTurn([dropped, dropped, allowed, back(SYN, { flags: SYN_ACK })]));
    expect(flows).toMatchObject([
      { outcome: 'dropped', packets: 2 },
      { outcome: 'allowed', packets: 1, packetsBack: 1 },
    ]);
  });

  it('tells pings both ways apart', () => {
    const { flows } = assemble(inTurn([PING, { ...PONG, sport: 8 }, PONG, { ...PING, sport: 0 }]));
    expect(flows).toMatchObject([
      { source: '203.0.113.5', sport: 8, packets: 1, packetsBack: 1, outcome: 'answered' },
      { source: '192.0.2.7', sport: 8, packets: 1, packetsBack: 1, outcome: 'answered' },
    ]);
    const v6 = { protocol: PROTOCOL.icmpv6, family: 6, from: 0, to: 0 };
    expect(
      flowOf([
        { ...PING, ...v6, sport: 128 },
        { ...PONG, ...v6, sport: 129 },
      ]),
    ).toMatchObject({ sport: 128 });
  });

  it('has the payloads of its packets, the first 8 values of a field', () => {
    const user = { ...SYN, flags: TCP.ack, payload: { 'ftp.command': ['USER', 'PASS'], 'dns.type': [1] } };
    const many = { ...user, payload: { 'ftp.command': ['USER', ...'ABCDEFGH'] } };
    expect(flowOf([SYN, user, many])?.payload).toEqual({
      'ftp.command': ['USER', 'PASS', 'A', 'B', 'C', 'D', 'E', 'F'],
      'dns.type': [1],
    });
  });

  it('is handed on early when there are too many, and counted; then an answer may still come', () => {
    const syns = Array.from({ length: 20 }, (_, index) => ({ ...SYN, sport: 1000 + index }));
    const { flows, evicted } = assemble(inTurn(syns, 1), 5);
    expect(evicted).toBe(15);
    expect(flows.map(({ sport }) => sport)).toEqual(syns.map(({ sport }) => sport));
    expect(flows.every(({ outcome }) => outcome === 'unanswered')).toBe(true);
    const quick = assemble(inTurn(syns, 0.1), 5).flows;
    expect(quick.map(({ outcome }) => outcome)).toEqual([
      ...Array.from({ length: 15 }, () => 'unknown'),
      ...Array.from({ length: 5 }, () => 'unanswered'),
    ]);
  });
});

describe('a packet of no flow', () => {
  it.each([
    ['a later fragment', { ...ASK, marks: MARK.laterFragment | MARK.ttl, sport: 0, dport: 0 }],
    ['cut off before its ports', { ...SYN, marks: MARK.ttl, sport: 0, dport: 0 }],
    ['another ICMP', { ...PING, sport: 3, dport: 3 }],
    ['an echo that is a probe', { ...PING, dport: 9 }],
    ['IGMP', { ...SYN, protocol: PROTOCOL.igmp, marks: MARK.ttl }],
    ['without IP', { family: 0, protocol: PROTOCOL.unknown, marks: 0 }],
  ] as const)('is handed on as it is: %s', (_, packet) => {
    const payload = { 'dns.type': [255] };
    const { flows } = assemble(inTurn([packet, { ...packet, payload, outcome: OUTCOME.dropped }]));
    expect(flows).toMatchObject([
      { packets: 1, bytes: 40, ttl: 50, window: 60_000, label: 'rule 0', outcome: 'unknown', record: 1 },
      { packets: 1, bytes: 40, ttl: 51, label: 'rule 1', outcome: 'dropped', record: 2, offset: 100, payload },
    ]);
    expect(flows[0]).not.toHaveProperty('packetsBack');
  });
});

describe('whatever packets come', () => {
  const anyPacket = fc.record({
    at: fc.oneof(
      fc.integer({ min: 0, max: 1000 }).map((tenths) => 1_790_000_000 + tenths / 10),
      fc.double(),
    ),
    from: fc.constantFrom(CLIENT, SERVER, 1, 0xffffffff),
    to: fc.constantFrom(CLIENT, SERVER, 1, 0xffffffff),
    protocol: fc.constantFrom(PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.icmp, PROTOCOL.icmpv6, PROTOCOL.sctp, 255),
    sport: fc.constantFrom(0, 8, 22, 128, 129, 40_000, 65_535),
    dport: fc.constantFrom(0, 8, 22, 40_000, 65_535),
    flags: fc.integer({ min: 0, max: 255 }),
    bytes: fc.integer({ min: 20, max: 65_535 }),
    marks: fc.integer({ min: 0, max: 255 }),
    outcome: fc.constantFrom(OUTCOME.unknown, OUTCOME.unknown, OUTCOME.unknown, OUTCOME.dropped, OUTCOME.allowed),
  });
  const sum = (values: readonly (number | undefined)[]): number =>
    values.reduce<number>((total, value) => total + (value ?? 0), 0);

  it('none is lost and none is counted twice', () => {
    fc.assert(
      fc.property(
        fc.array(anyPacket, { maxLength: 400, size: 'max' }),
        fc.integer({ min: 1, max: 50 }),
        (packets, limit) => {
          const { flows } = assemble(packets, limit);
          expect(sum(flows.map((flow) => flow.packets + (flow.packetsBack ?? 0)))).toBe(packets.length);
          expect(sum(flows.flatMap((flow) => [flow.bytes, flow.bytesBack]))).toBe(
            sum(packets.map(({ bytes }) => bytes)),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('flows are the same however those of several ends are mixed', () => {
    const anyOrder = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 120, maxLength: 120 });
    fc.assert(
      fc.property(fc.array(anyPacket, { minLength: 4, maxLength: 30 }), anyOrder, (packets, order) => {
        // Four hosts each send the same packets, in the same order; which of them is next is any. Times are within 10
        // seconds, because a time far off ends the flows of all.
        const queues = [0, 1, 2, 3].map((host) =>
          packets.map((packet) => ({ ...packet, at: packet.bytes % 10, marks: 33, from: host, to: 9 })),
        );
        const mixed: Packet[] = [];
        for (const number of order) {
          const waiting = queues.filter((queue) => queue.length > 0);
          const next = waiting[number % Math.max(waiting.length, 1)]?.shift();
          if (next !== undefined) mixed.push(next);
        }
        const plain = ({ packets: count, bytes, sport, dport, outcome, flags }: Decoded): string =>
          [count, bytes, sport, dport, outcome, flags].join(' ');
        const compare = (a: string, b: string): number => (a < b ? -1 : 1);
        const { flows } = assemble(mixed);
        const byHost = ['0.0.0.0', '0.0.0.1', '0.0.0.2', '0.0.0.3'].map((host) =>
          flows
            .filter(({ source }) => source === host)
            .map(plain)
            .toSorted(compare),
        );
        for (const one of byHost) expect(one).toEqual(byHost[0]);
      }),
      { numRuns: 100 },
    );
  });

  it('the table holds when it grows, and when flows are taken out of it in any order', () => {
    const count = 5000;
    const syns = Array.from({ length: count }, (_, index) => ({ ...SYN, from: index * 257, at: 1_790_000_000 }));
    const some = syns.filter((_, index) => index % 3 !== 0);
    const resets = some.map((syn) => back(syn, { flags: TCP.rst, at: 1_790_000_001 }));
    const again = syns.map((syn) => ({ ...syn, at: 1_790_000_010 }));
    const { flows } = assemble([...syns, ...resets, ...again]);
    expect(flows.filter(({ outcome }) => outcome === 'refused')).toHaveLength(some.length);
    expect(flows.filter(({ packets, outcome }) => packets === 2 && outcome === 'unanswered')).toHaveLength(
      count - some.length,
    );
    expect(flows).toHaveLength(count + some.length);
  });
});
