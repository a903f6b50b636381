import { describe, expect, it } from 'vitest';
import { MARK } from '../event-batch.ts';
import { PROTOCOL } from '../../net/protocol.ts';
import { utc } from './clock.ts';
import { conntrack } from './conntrack.ts';
import { decode, expectRobust } from './decode.fixture.ts';
import { headOf } from './find-format.ts';

const THERE = 'src=192.0.2.7 dst=203.0.113.9 sport=1025 dport=80';
const BACK = 'src=203.0.113.9 dst=198.51.100.7 sport=80 dport=1025';
const NEW = `[1790000000.250000]\t    [NEW] tcp      6 120 SYN_SENT ${THERE} [UNREPLIED] ${BACK} id=7`;
const UPDATE = `[1790000000.500000]\t [UPDATE] tcp      6 60 SYN_RECV ${THERE} ${BACK}`;
const DESTROY = `[1790000009.250000]\t[DESTROY] tcp      6 ${THERE} packets=5 bytes=300 ${BACK} packets=4 bytes=900 [ASSURED]`;
const UNREPLIED = `[1790000009.250000]\t[DESTROY] tcp      6 ${THERE} packets=1 bytes=60 [UNREPLIED] ${BACK} packets=0 bytes=0`;
const PROC = `ipv4     2 tcp      6 431999 ESTABLISHED ${THERE} ${BACK} [ASSURED] mark=0 zone=0 use=2`;
const SIX =
  'ipv6     10 icmpv6   58 29 src=2001:db8::1 dst=2001:db8::2 type=128 code=0 id=7 [UNREPLIED] src=2001:db8::2 dst=2001:db8::1 type=129 code=0 id=7 mark=0 use=2';

describe('connection tracking', () => {
  it('is known by its tuples', () => {
    for (const line of [NEW, UPDATE, DESTROY, PROC, SIX, DESTROY.replace(/^.*\t/, ''), `   853  ${PROC}`]) {
      expect(conntrack.sniff(headOf(Buffer.from(line), '')), line).toBeGreaterThan(0.5);
    }
    expect(conntrack.sniff(headOf(Buffer.from('tcp 6 src=here dst=there'), ''))).toBe(0);
  });

  it('makes one event of a connection, with everything the lines say', () => {
    const { events, totals } = decode(conntrack, [NEW, UPDATE, DESTROY].join('\n'));
    expect(totals).toMatchObject({ records: 3, silent: 2, malformed: 0 });
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      time: 1_790_000_000.25,
      end: 1_790_000_009.25,
      source: '192.0.2.7',
      destination: '203.0.113.9',
      protocol: PROTOCOL.tcp,
      sport: 1025,
      dport: 80,
      packets: 5,
      bytes: 300,
      packetsBack: 4,
      bytesBack: 900,
      outcome: 'answered',
      marks: MARK.ports,
      record: 3,
    });
  });

  it('says what became of it only as far as it is known', () => {
    const outcomes = (...lines: string[]): (string | undefined)[] =>
      decode(conntrack, lines.join('\n')).events.map(({ outcome }) => outcome);
    expect(outcomes(NEW, UNREPLIED)).toEqual(['unanswered']);
    expect(outcomes(UNREPLIED.replace('packets=0', 'packets=1'))).toEqual(['refused']);
    expect(outcomes(NEW)).toEqual(['unknown']);
    expect(outcomes(NEW, UPDATE)).toEqual(['answered']);
    expect(outcomes(PROC, SIX)).toEqual(['answered', 'unanswered']);
  });

  it('does not lose connections that are still open', () => {
    const other = NEW.replaceAll('1025', '1026');
    const { events, totals } = decode(conntrack, [NEW, other, DESTROY].join('\n'));
    expect(totals).toMatchObject({ records: 3, silent: 1 });
    expect(events.map(({ sport, record, offset }) => [sport, record, offset])).toEqual([
      [1025, 3, NEW.length + other.length + 2],
      [1026, 2, NEW.length + 1],
    ]);
  });

  it('reads tables, which have no time', () => {
    const { events, totals } = decode(conntrack, `${PROC}\n${SIX}\nconntrack v1.4.6 (conntrack-tools): 2 flow entries`);
    expect(totals).toMatchObject({ silent: 1, malformed: 0 });
    expect(events).toMatchObject([
      { source: '192.0.2.7', packets: 1, outcome: 'answered' },
      { source: '2001:db8::1', protocol: PROTOCOL.icmpv6, sport: 128, dport: 0, marks: MARK.ports },
    ]);
    expect(events[0]?.time).toBeUndefined();
    expect(events[0]?.packetsBack).toBeUndefined();
  });

  it('reads the times that the kernel kept', () => {
    const line =
      `[DESTROY] udp      17 ${THERE} ${BACK} delta-time=31 ` +
      '[start=Fri Oct  9 09:40:13 2026] [stop=Fri Oct  9 09:40:44 2026]';
    const [event] = decode(conntrack, line).events;
    expect(event).toMatchObject({ time: utc(2026, 10, 9, 9, 40, 13), end: utc(2026, 10, 9, 9, 40, 44) });
    const lasted = decode(conntrack, `[1790000031.000000]\t${line.replace(/ \[start.*/, '')}`).events[0];
    expect(lasted).toMatchObject({ time: 1_790_000_000, end: 1_790_000_031 });
    const inSyslog = decode(conntrack, `Oct  9 08:53:01 fw conntrack[5]: ${line.replace(/ delta.*/, '')}`).events[0];
    expect(inSyslog).toMatchObject({ time: utc(2026, 10, 9, 8, 53, 1) });
  });

  it('counts what it cannot read', () => {
    const { totals } = decode(conntrack, `${PROC.replace('203', '303')}\n${PROC.replace('=80', '=x')}\nhello\n${PROC}`);
    expect(totals).toMatchObject({ malformed: 2, firstMalformed: [1, 2] });
    expect(totals.foreign.size).toBe(1);
    expect(decode(conntrack, PROC.slice(0, PROC.indexOf(BACK))).totals).toMatchObject({ malformed: 1 });
  });

  it('is robust', () => {
    expectRobust(conntrack, `${PROC}\n${NEW}\n${UPDATE}\n${DESTROY}\n${SIX}\n${UNREPLIED}\n`);
  });
});
