import { describe, expect, it } from 'vitest';
import { MARK } from '../../event-batch.ts';
import { PROTOCOL, TCP } from '../../../net/protocol.ts';
import { decode } from '../decode.fixture.ts';
import { netflow } from './netflow.ts';
import { FLOW, SECONDS, v5 } from './netflow.fixture.ts';

describe('NetFlow v5', () => {
  it('gives what its records say', () => {
    const ping = { ...FLOW, protocol: PROTOCOL.icmp, sport: 0, dport: 0x0303, flags: 0 };
    const { events, totals, titles } = decode(netflow, v5([FLOW, ping, { ...ping, dport: 0 }]));
    expect(titles).toEqual(['NetFlow v5']);
    expect(totals).toMatchObject({ records: 3, silent: 0, malformed: 0 });
    expect(events).toMatchObject([
      {
        time: SECONDS + 0.5 - 2.5,
        end: SECONDS,
        source: '203.0.113.9',
        destination: '192.0.2.7',
        protocol: 6,
        sport: 40_000,
        dport: 22,
        flags: TCP.syn,
        packets: 3,
        bytes: 180,
        outcome: 'unknown',
        marks: MARK.flags | MARK.ports,
        offset: 24,
        record: 1,
      },
      { protocol: 1, sport: 3, dport: 3, marks: MARK.ports, offset: 72, record: 2 },
      // Type 0, code 0; or an exporter that has none: nobody knows.
      { protocol: 1, sport: 0, dport: 0, marks: 0 },
    ]);
    expect(events[0]).not.toHaveProperty('packetsBack');
  });

  it('does not take flags that are not there for a packet without flags', () => {
    expect(decode(netflow, v5([{ ...FLOW, flags: 0 }])).events).toMatchObject([{ flags: 0, marks: MARK.ports }]);
  });

  it('says when only a part of the packets was looked at', () => {
    const { totals, events } = decode(netflow, v5([FLOW], { sampling: 0x4000 | 1000 }));
    expect(events).toMatchObject([{ packets: 3 }]);
    expect([...totals.notes]).toEqual(['1 packet of 1000 was sampled: counts are those of the sampled packets']);
  });

  it('counts what is missing, by the sequence numbers', () => {
    const datagrams = [0, 2, 10].map((sequence) => v5([FLOW, FLOW], { sequence }));
    const { events, totals } = decode(netflow, Buffer.concat([...datagrams, v5([FLOW], { sequence: 3, domain: 1 })]));
    expect(events).toHaveLength(7);
    expect([...totals.notes]).toEqual(['gaps in the sequence numbers: 6 records never came']);
  });

  it('is told when it is cut off, or has something else in it', () => {
    const cut = decode(netflow, Buffer.concat([v5([FLOW]), v5([FLOW, FLOW]).subarray(0, 100)]));
    expect(cut.events).toHaveLength(1);
    expect(cut.totals).toMatchObject({ records: 2, malformed: 1, firstMalformed: [2] });
    expect([...cut.totals.notes]).toEqual(['cut off in the middle of a datagram']);

    const mixed = Buffer.concat([v5([FLOW]), Buffer.from('what is this? '.repeat(9)), v5([FLOW]), Buffer.alloc(33)]);
    expect(decode(netflow, mixed)).toMatchObject({ events: [{ record: 1 }, { record: 3 }], totals: { malformed: 1 } });
    const tooMany = v5([FLOW]);
    tooMany.writeUInt16BE(31, 2);
    expect(decode(netflow, tooMany)).toMatchObject({ events: [], totals: { malformed: 1 } });
  });
});
