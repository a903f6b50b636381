import { describe, expect, it } from 'vitest';
import { DIRECTION, MARK } from '../event-batch.ts';
import { PROTOCOL, TCP } from '../../net/protocol.ts';
import { utc } from './clock.ts';
import { decode, expectRobust } from './decode.fixture.ts';
import { headOf } from './find-format.ts';
import { windowsFirewall } from './windows-firewall.ts';

const HEADER = `#Version: 1.5
#Software: Microsoft Windows Firewall
#Time Format: Local
#Fields: date time action protocol src-ip dst-ip src-port dst-port size tcpflags tcpsyn tcpack tcpwin icmptype icmpcode info path

`;
const LATE_ANSWER =
  '2026-10-09 08:06:26 DROP TCP 203.0.113.90 192.0.2.7 80 1774 576 A 123456789 987654321 12345 - - - RECEIVE';
const PING = '2026-10-09 08:06:27 ALLOW ICMP 2001:db8::1 2001:db8::2 - - 60 - - - - 8 0 - SEND';

describe('a Windows Firewall log', () => {
  it('is known by its header, and by its lines', () => {
    expect(windowsFirewall.sniff(headOf(Buffer.from(HEADER), 'pfirewall.log'))).toBe(1);
    expect(windowsFirewall.sniff(headOf(Buffer.from(LATE_ANSWER), ''))).toBeGreaterThan(0.5);
    expect(windowsFirewall.sniff(headOf(Buffer.from('2026-10-09 08:06:26 DROP of rain'), ''))).toBe(0);
  });

  it('gives events with everything the line says', () => {
    const { events, totals } = decode(windowsFirewall, `${HEADER}${LATE_ANSWER}\r\n${PING}\r\n`);
    expect(totals).toMatchObject({ records: 7, silent: 5, malformed: 0 });
    expect(events).toMatchObject([
      {
        time: utc(2026, 10, 9, 8, 6, 26),
        source: '203.0.113.90',
        destination: '192.0.2.7',
        protocol: PROTOCOL.tcp,
        sport: 80,
        dport: 1774,
        flags: TCP.ack,
        bytes: 576,
        outcome: 'dropped',
        direction: DIRECTION.in,
        marks: MARK.flags | MARK.ports,
        record: 6,
        offset: HEADER.length,
      },
      {
        source: '2001:db8::1',
        protocol: PROTOCOL.icmp,
        sport: 8,
        dport: 0,
        outcome: 'allowed',
        direction: DIRECTION.out,
      },
    ]);
  });

  it('reads the fields in the order of the header', () => {
    const header = '#Fields: date time action protocol dst-ip src-ip src-port dst-port path';
    const { events } = decode(
      windowsFirewall,
      `${header}\n2026-10-09 08:06:26 DROP UDP 192.0.2.7 203.0.113.9 5 9 RECEIVE`,
    );
    expect(events).toMatchObject([{ source: '203.0.113.9', destination: '192.0.2.7', sport: 5, dport: 9 }]);
  });

  it('counts what it cannot read, by line', () => {
    const { events, totals } = decode(windowsFirewall, `${LATE_ANSWER.replace('203', '303')}\nhello\n${LATE_ANSWER}\n`);
    expect(events).toHaveLength(1);
    expect(totals).toMatchObject({ records: 3, malformed: 1, firstMalformed: [1] });
    expect([...totals.foreign]).toEqual([['other lines', 1]]);
  });

  it('is robust', () => {
    expectRobust(windowsFirewall, `${HEADER}${LATE_ANSWER}\n${PING}\n${LATE_ANSWER}\n`);
  });
});
