import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decoded } from '../decoders/decode.fixture.ts';
import { OUTCOME } from '../event-batch.ts';
import { PROTOCOL, TCP } from '../../net/protocol.ts';
import { assemble, back, CLIENT, SERVER, SYN, type Packet } from './assemble.fixture.ts';

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
