import { describe, expect, it } from 'vitest';
import type { Decoded } from '../decoders/decode.fixture.ts';
import { DIRECTION, MARK, OUTCOME } from '../event-batch.ts';
import { PROTOCOL, TCP } from '../../net/protocol.ts';
import { ASK, assemble, back, inTurn, PING, PONG, SYN, type Packet } from './assemble.fixture.ts';

const SYN_ACK = TCP.syn | TCP.ack;
const FIN_ACK = TCP.fin | TCP.ack;

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
