import { describe, expect, it } from 'vitest';
import { DIRECTION, MARK } from '../event-batch.ts';
import { PROTOCOL } from '../../net/protocol.ts';
import { utc } from './clock.ts';
import { decode, expectRobust } from './decode.fixture.ts';
import { headOf } from './find-format.ts';
import { fortigate } from './fortigate.ts';

const line = (change: Readonly<Record<string, string>> = {}): string => {
  const fields = {
    date: '2026-10-09',
    time: '08:53:01',
    devname: '"fw one"',
    devid: '"FG100E0000000001"',
    logid: '"0000000013"',
    type: '"traffic"',
    subtype: '"forward"',
    tz: '"+0200"',
    srcip: '192.0.2.7',
    srcport: '40123',
    srcintfrole: '"lan"',
    dstip: '203.0.113.9',
    dstport: '443',
    dstintfrole: '"wan"',
    sessionid: '7',
    proto: '6',
    action: '"close"',
    policyid: '12',
    service: '"a \\"b\\" srcip=192.0.2.99"',
    duration: '2',
    sentbyte: '3000',
    rcvdbyte: '9000',
    sentpkt: '58',
    rcvdpkt: '105',
    ...change,
  };
  return `<189>${Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')}`;
};

describe('a FortiGate traffic log', () => {
  it('is known by its fields', () => {
    expect(fortigate.sniff(headOf(Buffer.from(line()), ''))).toBeGreaterThan(0.9);
    expect(fortigate.sniff(headOf(Buffer.from(line({ type: '"utm"' })), ''))).toBe(0);
    expect(fortigate.sniff(headOf(Buffer.from('date=2026-10-09 type=traffic srcip=192.0.2.1'), ''))).toBe(0);
  });

  it('gives events with everything the line says', () => {
    const { events, totals } = decode(fortigate, line());
    expect(totals.malformed).toBe(0);
    expect(events).toMatchObject([
      {
        time: utc(2026, 10, 9, 6, 52, 59),
        end: utc(2026, 10, 9, 6, 53, 1),
        source: '192.0.2.7',
        destination: '203.0.113.9',
        protocol: PROTOCOL.tcp,
        sport: 40123,
        dport: 443,
        packets: 58,
        bytes: 3000,
        packetsBack: 105,
        bytesBack: 9000,
        outcome: 'answered',
        direction: DIRECTION.out,
        marks: MARK.ports,
        label: 'policy 12',
      },
    ]);
    const nanoseconds = decode(fortigate, line({ eventtime: '1790000000250000000', duration: '0' })).events[0];
    expect(nanoseconds?.time).toBeCloseTo(1_790_000_000.25, 3);
    expect(decode(fortigate, line({ eventtime: '1790000000' })).events[0]?.end).toBe(1_790_000_000);
  });

  it('says what became of a session', () => {
    const outcome = (change: Readonly<Record<string, string>>) => decode(fortigate, line(change)).events[0]?.outcome;
    expect(outcome({ action: '"deny"', rcvdpkt: '0' })).toBe('dropped');
    expect(outcome({ action: '"timeout"', rcvdpkt: '0' })).toBe('unanswered');
    expect(outcome({ action: '"server-rst"', rcvdpkt: '1' })).toBe('refused');
    expect(outcome({ action: '"server-rst"' })).toBe('answered');
    expect(outcome({ rcvdpkt: '-', rcvdbyte: '-' })).toBe('allowed');
  });

  it('reads ICMP and directions', () => {
    const ping = line({ proto: '1', service: '"PING"', srcintfrole: 'wan', dstintfrole: 'lan' });
    expect(decode(fortigate, ping).events[0]).toMatchObject({ sport: 8, dport: 0, direction: DIRECTION.in });
    const unreachable = line({ proto: '1', service: '"icmp/3/1"' });
    expect(decode(fortigate, unreachable).events[0]).toMatchObject({ sport: 3, dport: 1 });
  });

  it('counts a session once, though several lines tell of it', () => {
    const start = line({ action: '"start"', sessionid: '8' });
    const within = line({ logid: '"0000000020"' });
    const { events, totals } = decode(fortigate, [start, within, within, line()].join('\n'));
    expect(totals).toMatchObject({ records: 4, silent: 2 });
    expect(events.map(({ record }) => record)).toEqual([4, 1]);
  });

  it('is silent on other logs, and counts what it cannot read', () => {
    const { totals } = decode(
      fortigate,
      [line({ type: '"event"' }), line({ srcip: '192.0.2.700' }), line({ dstport: '70000' }), 'hello'].join('\n'),
    );
    expect(totals).toMatchObject({ silent: 1, malformed: 2, firstMalformed: [2, 3] });
    expect(totals.foreign.size).toBe(1);
  });

  it('is robust', () => {
    expectRobust(fortigate, `${line()}\n${line({ action: '"deny"' })}\n`);
  });
});
