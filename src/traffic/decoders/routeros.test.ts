import { describe, expect, it } from 'vitest';
import { DIRECTION, MARK } from '../event-batch.ts';
import { PROTOCOL, TCP } from '../../net/protocol.ts';
import { HAS_RECORDINGS, recording } from '../recorded.fixture.ts';
import { utc } from './clock.ts';
import { decode, expectRobust } from './decode.fixture.ts';
import { headOf } from './find-format.ts';
import { routerOs } from './routeros.ts';

const HEAD = '2026-10-09T10:53:01+02:00 gw firewall,info';
const STATE = 'connection-state:new src-mac 02:00:00:00:00:01,';
const SYN = `${HEAD} drop-tcp input: in:ether1-WAN out:(unknown 0), ${STATE} proto TCP (SYN), 203.0.113.9:59388->192.0.2.7:23, len 40`;
const IPV6 = `${HEAD} forward: in:WAN out:LAN, ${STATE} proto UDP, [2001:db8::1]:17850->[2001:db8::2]:53, len 112`;
const PING = `${HEAD} ACCEPT all output: in:(unknown 0) out:WAN, connection-state:new proto ICMP (type 8, code 0), 192.0.2.7->203.0.113.9, len 56`;
const PING6 = `${HEAD} input: in:WAN out:(unknown 0), ${STATE} proto ICMPv6 (type 128, code 0), 2001:db8::1->2001:db8::2, len 56`;

describe('a RouterOS firewall log', () => {
  it('is known by its topics', () => {
    expect(routerOs.sniff(headOf(Buffer.from(SYN), ''))).toBeGreaterThan(0.9);
    expect(routerOs.sniff(headOf(Buffer.from(`${HEAD} changed by admin`), ''))).toBe(0);
  });

  it('gives events with everything the line says', () => {
    const { events, totals } = decode(routerOs, [SYN, IPV6, PING, PING6].join('\n'));
    expect(totals).toMatchObject({ records: 4, malformed: 0 });
    expect(events).toMatchObject([
      {
        time: utc(2026, 10, 9, 8, 53, 1),
        source: '203.0.113.9',
        destination: '192.0.2.7',
        protocol: PROTOCOL.tcp,
        sport: 59_388,
        dport: 23,
        flags: TCP.syn,
        bytes: 40,
        label: 'drop-tcp',
        outcome: 'dropped',
        direction: DIRECTION.in,
        marks: MARK.ports | MARK.flags,
      },
      { source: '2001:db8::1', sport: 17_850, dport: 53, direction: DIRECTION.forward, outcome: 'unknown', label: '' },
      { protocol: PROTOCOL.icmp, sport: 8, dport: 0, direction: DIRECTION.out, outcome: 'allowed', marks: MARK.ports },
      { protocol: PROTOCOL.icmpv6, source: '2001:db8::1', destination: '2001:db8::2', sport: 128 },
    ]);
  });

  it('counts what it cannot read', () => {
    const { totals } = decode(
      routerOs,
      [
        SYN.replace('203.0.113.9', '203.0.113.999'),
        SYN.replace(':23,', ':70000,'),
        SYN.replace('->', '-'),
        '2026-10-09T10:53:01+02:00 gw system,error,critical login failure for user admin from 203.0.113.9 via ssh',
      ].join('\n'),
    );
    expect(totals).toMatchObject({ malformed: 3, firstMalformed: [1, 2, 3] });
    expect([...totals.foreign]).toEqual([['other lines', 1]]);
  });

  it('is robust', () => expectRobust(routerOs, [SYN, IPV6, PING].join('\n')));
});

describe.skipIf(!HAS_RECORDINGS)('a recorded RouterOS log', () => {
  it('is decoded completely', () => {
    const { events, totals } = decode(routerOs, recording('crowdsec/mikrotik-logs/mikrotik-logs.log'));
    expect(totals).toMatchObject({ records: 7, malformed: 0 });
    expect(events).toHaveLength(6);
    expect(events[3]).toMatchObject({ source: '2001:db8:1234::1', sport: 17_850, dport: 51_413, bytes: 112 });
  });
});
