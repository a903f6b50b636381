import { describe, expect, it } from 'vitest';
import { DIRECTION, MARK } from '../../event-batch.ts';
import { PROTOCOL, TCP } from '../../../net/protocol.ts';
import { utc } from '../clock.ts';
import { decode, expectRobust, type Decoded } from '../decode.fixture.ts';
import { headOf } from '../find-format.ts';
import { ciscoAsa } from './cisco-asa.ts';

const HEAD = '<166>Oct 10 2026 12:34:56 fw CiscoASA[999]: ';
const NOW = utc(2026, 10, 10, 12, 34, 56);
const FAR = 'outside:203.0.113.9';
const NEAR = 'inside:192.0.2.7';
const DENY =
  '%ASA-4-106023: Deny tcp src outside:203.0.113.9/80 dst inside:192.0.2.7/8443 by access-group "inbound" [0x0, 0x0]';

const built = (id: number, way = 'inbound', protocol = 'TCP'): string => {
  const [farPort, nearPort] = way === 'inbound' ? [50123, 443] : [443, 50123];
  const number = protocol === 'TCP' ? 302013 : 302015;
  return `%ASA-6-${number}: Built ${way} ${protocol} connection ${id} for ${FAR}/${farPort} (203.0.113.9/${farPort}) to ${NEAR}/${nearPort} (198.51.100.7/${nearPort})`;
};
const teardown = (id: number, said: string, way = 'inbound', protocol = 'TCP'): string => {
  const [farPort, nearPort] = way === 'inbound' ? [50123, 443] : [443, 50123];
  const number = protocol === 'TCP' ? 302014 : 302016;
  return `%ASA-6-${number}: Teardown ${protocol} connection ${id} for ${FAR}/${farPort}(LOCAL\\user, 7:tag) to ${NEAR}/${nearPort} duration ${said}`;
};
const read = (...messages: string[]) => decode(ciscoAsa, messages.map((message) => HEAD + message).join('\n'));
const one = (message: string): Decoded | undefined => read(message).events[0];

describe('a log of Cisco ASA', () => {
  it('is known by the names of its messages, whatever stands before them', () => {
    for (const head of [HEAD, '', '<134>1 2026-10-09T08:53:01Z fw ASA - - - ', 'Oct  9 08:53:01 fw : ']) {
      expect(ciscoAsa.sniff(headOf(Buffer.from(head + DENY), ''))).toBeGreaterThan(0.9);
      expect(decode(ciscoAsa, head + DENY).events).toHaveLength(1);
    }
    expect(one(DENY.replace('ASA-4', 'FTD-session-4'))).toBeDefined();
    expect(ciscoAsa.sniff(headOf(Buffer.from('100 %ASAP-4-1'), ''))).toBe(0);
  });

  it('gives events with everything the line says', () => {
    expect(one(DENY)).toMatchObject({
      time: NOW,
      end: NOW,
      source: '203.0.113.9',
      destination: '192.0.2.7',
      protocol: PROTOCOL.tcp,
      sport: 80,
      dport: 8443,
      packets: 1,
      outcome: 'dropped',
      marks: MARK.ports,
      label: 'inbound',
    });
  });

  it('makes one event of the two lines of a connection', () => {
    const { events, totals } = read(
      built(7),
      built(8, 'outbound'),
      teardown(7, '0:01:30 bytes 5000 TCP FINs from inside'),
    );
    expect(totals).toMatchObject({ records: 3, silent: 1, malformed: 0 });
    expect(events).toMatchObject([
      {
        time: NOW - 90,
        end: NOW,
        source: '203.0.113.9',
        destination: '192.0.2.7',
        sport: 50123,
        dport: 443,
        bytes: 5000,
        outcome: 'answered',
        direction: DIRECTION.in,
        record: 3,
      },
      // The one that was still open: at its own line.
      {
        time: NOW,
        source: '192.0.2.7',
        destination: '203.0.113.9',
        sport: 50123,
        dport: 443,
        outcome: 'allowed',
        direction: DIRECTION.out,
        record: 2,
      },
    ]);
    expect(events[1]?.bytes).toBeUndefined();
  });

  it('reads what became of a connection from the reason of its end', () => {
    const outcomes = (way: string, said: string) => read(built(1, way), teardown(1, said, way)).events[0]?.outcome;
    expect(outcomes('inbound', '0:00:30 bytes 0 SYN Timeout')).toBe('unanswered');
    expect(outcomes('inbound', '0:00:00 bytes 0 TCP Reset-I')).toBe('refused');
    expect(outcomes('inbound', '0:00:00 bytes 0 TCP Reset-O from outside')).toBe('answered');
    expect(outcomes('outbound', '0:00:00 bytes 0 TCP Reset-O from outside')).toBe('refused');
    expect(outcomes('outbound', '0:00:10 bytes 321 TCP Reset-O')).toBe('answered');
    expect(outcomes('outbound', '1:00:10 bytes 0 Conn-timeout')).toBe('answered');
    expect(outcomes('outbound', '0:00:00 bytes 0 Invalid SYN')).toBe('dropped');
    expect(outcomes('outbound', '0:00:00 bytes 0 Failover primary closed')).toBe('allowed');
    const udp = read(built(1, 'inbound', 'UDP'), teardown(1, '0:02:01 bytes 95', 'inbound', 'UDP')).events;
    expect(udp).toMatchObject([{ protocol: PROTOCOL.udp, bytes: 95, outcome: 'allowed' }]);
  });

  it('takes the low port for the one that was asked where the beginning is not in the log', () => {
    expect(one(teardown(1, '0:00:00 bytes 0 TCP Reset-O', 'outbound'))).toMatchObject({
      source: '192.0.2.7',
      dport: 443,
      outcome: 'allowed',
      direction: DIRECTION.unknown,
    });
  });

  it('reads ICMP connections at their beginning', () => {
    const icmp = 'ICMP connection for faddr 203.0.113.9/7(LOCAL\\user) gaddr 198.51.100.7/0 laddr 192.0.2.7/0';
    const { events, totals } = read(
      `%ASA-6-302020: Built inbound ${icmp} type 8 code 0`,
      `%ASA-6-302020: Built outbound ${icmp}`,
      `%ASA-6-302021: Teardown ${icmp} type 8 code 0`,
    );
    expect(totals).toMatchObject({ silent: 1, malformed: 0 });
    expect(events).toMatchObject([
      { source: '203.0.113.9', destination: '192.0.2.7', protocol: PROTOCOL.icmp, sport: 8, marks: MARK.ports },
      { source: '192.0.2.7', destination: '203.0.113.9', marks: 0 },
    ]);
  });

  it('reads every message about a packet', () => {
    const from = 'from 203.0.113.9/5000 to';
    const cases: [string, Partial<Decoded>][] = [
      [
        `106001: Inbound TCP connection denied ${from} 192.0.2.7/23 flags SYN  on interface outside`,
        { dport: 23, flags: TCP.syn, direction: DIRECTION.in, marks: MARK.ports | MARK.flags },
      ],
      [`106006: Deny inbound UDP ${from} 192.0.2.7/161 on interface outside`, { protocol: 17, dport: 161 }],
      [`106007: Deny inbound UDP ${from} 192.0.2.7/53 due to DNS Query`, { protocol: 17, dport: 53 }],
      ['106010: Deny inbound protocol 47 src outside:203.0.113.9 dst inside:192.0.2.7', { protocol: 47, marks: 0 }],
      [
        '106014: Deny inbound icmp src outside:203.0.113.9 dst inside:192.0.2.7 (type 8, code 0)',
        { protocol: 1, sport: 8, marks: MARK.ports },
      ],
      [
        `106015: Deny TCP (no connection) ${from} 192.0.2.7/443 flags FIN ACK  on interface outside`,
        { flags: TCP.fin | TCP.ack, outcome: 'dropped' },
      ],
      ['106016: Deny IP spoof from (203.0.113.9) to 192.0.2.7 on interface outside', { protocol: 255 }],
      ['106017: Deny IP due to Land Attack from 192.0.2.7 to 192.0.2.7', { source: '192.0.2.7' }],
      [
        '106021: Deny UDP reverse path check from 203.0.113.9 to 192.0.2.7 on interface outside',
        { protocol: 17, marks: 0 },
      ],
      [
        '106023: Deny icmp src outside:2001:db8::1 dst inside:2001:db8::2 (type 128, code 0) by access-group "a"',
        { source: '2001:db8::1', protocol: PROTOCOL.icmpv6, sport: 128 },
      ],
      [
        '106023: Deny protocol 50 src outside:203.0.113.9 dst inside:192.0.2.7(LOCAL\\user) by access-group "a" [0x0]',
        { protocol: PROTOCOL.esp, label: 'a' },
      ],
      [
        '313001: Denied ICMP type=8, code=0 from 203.0.113.9 on interface outside',
        { sport: 8, destination: '0.0.0.0' },
      ],
      [
        '313004: Denied ICMP type=0, from laddr 203.0.113.9 on interface outside to 192.0.2.7: no matching session',
        { sport: 0, destination: '192.0.2.7', marks: MARK.ports },
      ],
      [
        '313005: No matching connection for ICMP error message: icmp src outside:203.0.113.9 dst inside:192.0.2.7 (type 3, code 3) on outside interface.  Original IP payload: udp src 192.0.2.7/53 dst 203.0.113.9/60717.',
        { sport: 3, dport: 3 },
      ],
      [
        '313008: Denied ICMPv6 type=128, code=0 from 2001:db8::1 on interface outside',
        { sport: 128, destination: '::' },
      ],
      [
        '419002: Received duplicate TCP SYN from outside:203.0.113.9/5000 to inside:192.0.2.7/80 with different initial sequence number',
        { flags: TCP.syn, outcome: 'unknown' },
      ],
      [`710003: TCP access denied by ACL ${from} outside:192.0.2.7/ssh`, { dport: 22, direction: DIRECTION.in }],
      [`710005: UDP request discarded ${from} outside:192.0.2.7/68`, { dport: 68, protocol: 17 }],
    ];
    for (const [message, event] of cases) expect(one(`%ASA-4-${message}`), message).toMatchObject(event);
  });

  it('reads what access lists count, and no connection twice', () => {
    const list = (what: string, behind: string): string =>
      `%ASA-6-106100: access-list in ${what} outside/203.0.113.9(5000)(LOCAL\\user) -> inside/192.0.2.7(25) ${behind} [0x1, 0x0]`;
    const denied = one(list('denied tcp', 'hit-cnt 21 300-second interval'));
    expect(denied).toMatchObject({
      packets: 20,
      time: NOW - 300,
      end: NOW,
      dport: 25,
      outcome: 'dropped',
      label: 'in',
    });
    expect(one(list('permitted tcp', 'hit-cnt 1 first hit'))).toMatchObject({ packets: 1, outcome: 'allowed' });
    expect(read(built(1), list('permitted tcp', 'hit-cnt 1 first hit')).events).toHaveLength(1);
    const icmp = list('denied icmp', 'hit-cnt 1 first hit').replace('(5000)', '(8)').replace('(25)', '(0)');
    expect(one(icmp)).toMatchObject({ protocol: PROTOCOL.icmp, sport: 8, dport: 0 });
  });

  it('is silent on other messages, and counts what it cannot read', () => {
    const { totals } = read(
      '%ASA-6-305011: Built dynamic TCP translation from inside:192.0.2.7/5 to outside:198.51.100.7/5',
      '%ASA-4-733100: [ Scanning] drop rate-1 exceeded. Current burst rate is 10 per second',
      '%ASA-4-106023: Deny tcp src outside:303.0.113.9/80 dst inside:192.0.2.7/8443 by access-group "a"',
      '%ASA-6-302014: Teardown of the tent',
      'sshd[7]: hello',
    );
    expect(totals).toMatchObject({ silent: 2, malformed: 2, firstMalformed: [3, 4] });
    expect(totals.foreign.size).toBe(1);
  });

  it('is robust', () => {
    const lines = [DENY, built(7), teardown(7, '0:01:30 bytes 5000 TCP FINs'), DENY];
    expectRobust(ciscoAsa, lines.map((line) => `${HEAD}${line}\n`).join(''));
  });
});
