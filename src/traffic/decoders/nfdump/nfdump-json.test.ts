import { describe, expect, it } from 'vitest';
import { MARK } from '../../event-batch.ts';
import { PROTOCOL, TCP } from '../../../net/protocol.ts';
import { utc } from '../clock.ts';
import { decode, expectRobust } from '../decode.fixture.ts';
import { headOf } from '../find-format.ts';
import { nfdumpJson } from './nfdump-json.ts';

const OLD = {
  type: 'FLOW',
  sampled: 0,
  t_first: '2026-10-09T08:06:26.5',
  t_last: '2026-10-09T08:06:27.120',
  proto: 6,
  src4_addr: '203.0.113.9',
  dst4_addr: '192.0.2.7',
  src_port: 40001,
  dst_port: 22,
  fwd_status: 64,
  tcp_flags: '......S.',
  in_packets: 3,
  in_bytes: 180,
  label: '<none>',
};
const CURRENT = {
  type: 'EVENT',
  first: '2026-10-09T08:06:26.005',
  last: '2026-10-09T08:06:26.005',
  in_packets: 2,
  in_bytes: 2,
  proto: 58,
  icmp_type: 128,
  icmp_code: 0,
  src6_addr: '2001:db8::1',
  dst6_addr: '2001:db8::2',
  ip_ttl: 60,
  event: 'DENIED',
  label: 'red',
};
/** As 1.6 prints it. */
const pretty = JSON.stringify([OLD, CURRENT], null, '\t').replaceAll('":', '" :').replaceAll('\n\t', '\n');

describe('the JSON of nfdump', () => {
  it('is known by its fields', () => {
    const sniff = (text: string): number => nfdumpJson.sniff(headOf(Buffer.from(text), ''));
    expect(sniff(pretty)).toBe(1);
    expect(sniff(JSON.stringify(CURRENT))).toBe(1);
    expect(sniff('{"src_ip":"192.0.2.1","in_packets":1}')).toBe(0);
  });

  it('reads the array, and lines', () => {
    const { events, totals } = decode(nfdumpJson, pretty);
    expect(totals).toMatchObject({ records: 2, malformed: 0 });
    expect(events).toMatchObject([
      {
        time: utc(2026, 10, 9, 8, 6, 26.005),
        end: utc(2026, 10, 9, 8, 6, 27.12),
        source: '203.0.113.9',
        destination: '192.0.2.7',
        sport: 40001,
        dport: 22,
        protocol: PROTOCOL.tcp,
        flags: TCP.syn,
        marks: MARK.ports | MARK.flags,
        packets: 3,
        bytes: 180,
        outcome: 'allowed',
        label: '',
      },
      {
        source: '2001:db8::1',
        protocol: PROTOCOL.icmpv6,
        sport: 128,
        dport: 0,
        packets: 2,
        ttl: 60,
        outcome: 'dropped',
        label: 'red',
        marks: MARK.ports | MARK.ttl,
      },
    ]);
    expect(events[1]).not.toHaveProperty('bytes');
    const lines = decode(nfdumpJson, `${JSON.stringify(OLD)}\n${JSON.stringify(CURRENT)}\n`);
    expect(lines.events.map((event) => ({ ...event, offset: 0 }))).toEqual(
      events.map((event) => ({ ...event, offset: 0 })),
    );
  });

  it('counts what it cannot read', () => {
    const text = [{ ...OLD, src4_addr: 'x' }, { ...OLD, t_first: 'never' }, { type: 'STAT' }, OLD];
    const { events, totals } = decode(nfdumpJson, JSON.stringify(text));
    expect(events).toHaveLength(1);
    expect(totals).toMatchObject({ records: 4, malformed: 2, silent: 1 });
  });

  it('is robust', () => {
    expectRobust(nfdumpJson, `${pretty}\n${JSON.stringify(OLD)}\n`);
  });
});
