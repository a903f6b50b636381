import { describe, expect, it } from 'vitest';
import { DIRECTION, MARK } from '../event-batch.ts';
import { PROTOCOL, TCP } from '../../net/protocol.ts';
import { utc } from './clock.ts';
import { decode, expectRobust } from './decode.fixture.ts';
import { headOf } from './find-format.ts';
import { tcpdumpText } from './tcpdump-text.ts';

const AT = '2026-10-09 09:21:03.500000 ';
const SYN = 'IP 203.0.113.9.40123 > 192.0.2.7.53: Flags [S], seq 7000, win 64240, options [mss 1460], length 0';
const VERBOSE =
  'IP (tos 0x0, ttl 246, id 54321, offset 0, flags [none], proto TCP (6), length 40)\n' +
  '    203.0.113.9.40124 > 192.0.2.7.888: Flags [S], cksum 0x1111 (correct), seq 8000, win 65535, length 0\n' +
  '\t0x0000:  4500 0028 d431 0000 f606';
const DNS = 'IP6 2001:db8::1.5353 > 2001:db8::35.53: 9340+ A? www.example.org. (33)';

const one = (line: string) => decode(tcpdumpText, line).events[0];

describe('text of tcpdump', () => {
  it('is known by its packets, with any time before them', () => {
    const sniffed = (line: string): number => tcpdumpText.sniff(headOf(Buffer.from(line), ''));
    for (const time of ['', AT, '09:21:03.5 ', '1790000000.123456 ', ' 00:00:00.000003 ', 'Oct 09 09:21:03.123456 ']) {
      expect(sniffed(time + SYN)).toBeGreaterThan(0.5);
    }
    expect(sniffed(`${AT}${VERBOSE}`)).toBeGreaterThan(0.5);
    expect(sniffed('Oct  9 09:21:03 host kernel: IP 192.0.2.1.1 > 192.0.2.2.2: x')).toBe(0);
    expect(sniffed(`${AT}hello`)).toBe(0);
  });

  it('gives events with everything the line says', () => {
    const { events, totals } = decode(tcpdumpText, `${AT}${SYN}\n${AT}${DNS}\n`);
    expect(totals.malformed).toBe(0);
    expect(events).toMatchObject([
      {
        time: utc(2026, 10, 9, 9, 21, 3.5),
        source: '203.0.113.9',
        destination: '192.0.2.7',
        protocol: PROTOCOL.tcp,
        sport: 40123,
        dport: 53,
        flags: TCP.syn,
        window: 64240,
        outcome: 'unknown',
        marks: MARK.ports | MARK.flags,
      },
      {
        source: '2001:db8::1',
        destination: '2001:db8::35',
        protocol: PROTOCOL.udp,
        sport: 5353,
        dport: 53,
        bytes: 81,
        marks: MARK.ports,
      },
    ]);
  });

  it('reads the header of -v, whose packet is on the next line', () => {
    const { events, totals } = decode(tcpdumpText, `${AT}${VERBOSE}\n`);
    expect(totals).toMatchObject({ records: 3, silent: 2, malformed: 0 });
    expect(events).toMatchObject([
      {
        time: utc(2026, 10, 9, 9, 21, 3.5),
        record: 2,
        ttl: 246,
        ipId: 54321,
        window: 65535,
        bytes: 40,
        marks: MARK.ports | MARK.flags | MARK.ttl | MARK.fingerprint | MARK.bareSyn,
      },
    ]);
    const six = one(
      'IP6 (hlim 64, next-header TCP (6) payload length: 20) 2001:db8::1.5 > 2001:db8::2.80: Flags [R.], length 0',
    );
    expect(six).toMatchObject({ ttl: 64, bytes: 60, flags: TCP.rst | TCP.ack, protocol: PROTOCOL.tcp });
  });

  it('reads the flags of all versions', () => {
    const flags = (said: string): number | undefined => one(`IP 192.0.2.1.5 > 192.0.2.2.80: ${said}`)?.flags;
    expect(flags('Flags [S.E], seq 1')).toBe(TCP.syn | TCP.ack | TCP.ece);
    expect(flags('Flags [none], win 1')).toBe(0);
    expect(flags('Flags [FPU], seq 1')).toBe(TCP.fin | TCP.psh | TCP.urg);
    expect(flags('S 123:123(0) ack 5 win 16384 <mss 1460> (DF)')).toBe(TCP.syn | TCP.ack);
    expect(flags('. ack 1 win 4096')).toBe(TCP.ack);
    expect(flags('. 1:2(1) win 4096')).toBe(0);
    expect(one('IP 192.0.2.1.5 > 192.0.2.2.80: tcp 0')).toMatchObject({ protocol: PROTOCOL.tcp, marks: MARK.ports });
  });

  it('reads ICMP types and codes', () => {
    const cases: [string, number, number][] = [
      ['ICMP echo request, id 1, seq 1, length 64', 8, 0],
      ['ICMP host 192.0.2.9 unreachable, length 36', 3, 1],
      ['ICMP 192.0.2.9 udp port 53 unreachable, length 36', 3, 3],
      ['ICMP host 192.0.2.9 unreachable - admin prohibited, length 36', 3, 10],
      ['ICMP 192.0.2.9 unreachable - need to frag (mtu 1400), length 36', 3, 4],
      ['ICMP time exceeded in-transit, length 36', 11, 0],
      ['icmp: echo reply (DF)', 0, 0],
      ['ICMP type-#77, length 8', 77, 0],
    ];
    for (const [said, type, code] of cases) {
      expect(one(`IP 192.0.2.1 > 192.0.2.2: ${said}`)).toMatchObject({
        protocol: PROTOCOL.icmp,
        sport: type,
        dport: code,
        marks: MARK.ports,
      });
    }
    expect(one('IP 192.0.2.1 > 192.0.2.2: ICMP echo request, id 1, seq 1, length 64')?.bytes).toBe(84);
    expect(
      one('IP6 fe80::1 > ff02::16: HBH ICMP6, multicast listener report v2, 1 group record(s), length 28'),
    ).toMatchObject({ protocol: PROTOCOL.icmpv6, sport: 143 });
    expect(
      one('IP6 2001:db8::1 > 2001:db8::2: ICMP6, destination unreachable, unreachable port, 2001:db8::2 udp port 5'),
    ).toMatchObject({ sport: 1, dport: 4 });
  });

  it('reads other protocols and later fragments', () => {
    expect(one('IP 192.0.2.1 > 192.0.2.2: ip-proto-17')).toMatchObject({ protocol: 17, marks: MARK.laterFragment });
    expect(one('IP 192.0.2.1 > 192.0.2.2: udp')).toMatchObject({ protocol: 17, marks: MARK.laterFragment });
    expect(one('IP 192.0.2.1 > 192.0.2.2: (frag 77:1480@1480+)')?.marks).toBe(MARK.laterFragment);
    expect(one('IP 192.0.2.1 > 224.0.0.1: igmp query v2')?.protocol).toBe(PROTOCOL.igmp);
    expect(one('IP 192.0.2.1 > 192.0.2.2: GREv0, length 52: IP 10.0.0.1 > 10.0.0.2: x')?.protocol).toBe(PROTOCOL.gre);
    expect(one('IP 192.0.2.1.5 > 192.0.2.2.6: UDP, length 16')).toMatchObject({ protocol: 17, bytes: 44 });
  });

  it('reads -e and -i any, and passes over what is not IP', () => {
    const macs = '02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype';
    const vlan = '802.1Q (0x8100), length 64: vlan 5, p 0, ethertype';
    const lines = [
      'tcpdump: listening on any, link-type LINUX_SLL2',
      `${AT}eth0  In  ${SYN}`,
      `${AT}eth0  Out ${SYN}`,
      `${AT}${macs} IPv4 (0x0800), length 74: ${SYN.slice(3)}`,
      `${AT}${macs} ${vlan} IPv4 (0x0800), ${SYN.slice(3)}`,
      `${AT}${macs} ARP (0x0806), length 60: Request who-has 192.0.2.1 tell 192.0.2.2, length 46`,
      `${AT}ARP, Request who-has 192.0.2.1 tell 192.0.2.2, length 46`,
      '5 packets captured',
    ];
    const { events, totals } = decode(tcpdumpText, lines.join('\n'));
    expect(totals).toMatchObject({ silent: 4, malformed: 0 });
    expect(events.map(({ dport }) => dport)).toEqual([53, 53, 53, 53]);
    expect(events.map(({ direction }) => direction)).toEqual([DIRECTION.in, DIRECTION.out, 0, 0]);
  });

  it('reads every way to write the time', () => {
    const times = (...lines: string[]) =>
      decode(tcpdumpText, lines.map((time) => time + SYN).join('\n')).events.map(({ time }) => time);
    expect(times('1790000000.250000 ')).toEqual([1_790_000_000.25]);
    expect(times('Oct 09 08:53:01.500000 ')).toEqual([utc(2026, 10, 9, 8, 53, 1.5)]);
    expect(times(' 00:00:00.000000 ', ' 00:00:01.500000 ', ' 00:01:00.000000 ')).toEqual([0, 1.5, 61.5]);
    // The file was written at midnight of 31 December.
    expect(times('23:59:59.000000 ', '00:00:01.000000 ')).toEqual([
      utc(2026, 12, 30, 23, 59, 59),
      utc(2026, 12, 31, 0, 0, 1),
    ]);
    expect(times('')).toEqual([undefined]);
    expect([...decode(tcpdumpText, `12:00:00.000001 ${SYN}`).totals.notes][0]).toContain('no dates');
    expect([...decode(tcpdumpText, ` 00:00:00.000001 ${SYN}`).totals.notes][0]).toContain('differences');
  });

  it('reads well-known names of ports; lines with other names are malformed, and it says why', () => {
    expect(one('IP 192.0.2.1.5 > 192.0.2.2.domain: 1+ A? example.org. (29)')?.dport).toBe(53);
    const named = `${AT}IP gateway.example.org.5 > 192.0.2.2.80: Flags [S], length 0`;
    const { totals } = decode(tcpdumpText, `${named}\n${AT}${SYN}\n`);
    expect(totals).toMatchObject({ malformed: 1, firstMalformed: [1] });
    expect([...totals.notes][0]).toContain('tcpdump -n');
  });

  it('takes lines of others for foreign', () => {
    const { totals } = decode(tcpdumpText, `${AT}${SYN}\nOct  9 08:53:01 host sshd[1]: hello\n    indented\n`);
    expect(totals).toMatchObject({ malformed: 0 });
    expect(totals.foreign.size).toBe(2);
  });

  it('is robust', () => {
    expectRobust(tcpdumpText, `${AT}${SYN}\n${AT}${VERBOSE}\n${AT}${DNS}\n 00:00:00.100000 ${SYN}\n`);
  });
});
