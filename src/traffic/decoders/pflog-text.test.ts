import { describe, expect, it } from 'vitest';
import { DIRECTION, MARK } from '../event-batch.ts';
import { PROTOCOL, TCP } from '../../net/protocol.ts';
import { utc } from './clock.ts';
import { decode, expectRobust } from './decode.fixture.ts';
import { headOf } from './find-format.ts';
import { pflogText } from './pflog-text.ts';
import { tcpdumpText } from './tcpdump-text.ts';

const OPENBSD =
  'Oct 09 08:53:01.250000 rule 3/(match) [uid 0, pid 99] block in on em0: ' +
  '203.0.113.9.40123 > 192.0.2.7.22: S [tcp sum ok] 1:1(0) win 1024 (DF) (ttl 51, id 4711, len 40)';
const FREEBSD =
  ' 00:00:01.000006 rule 6.userrules.2/0(match): pass out on bridge0: 2001:db8::1.5353 > ff02::fb.5353: UDP, length 16';
const SYSLOG =
  'Oct  9 08:53:15 fw pflogd[1042]: 2026-10-09 08:53:15.500000 rule 0/0(match): block in on em0: ' +
  '203.0.113.9 > 192.0.2.7: ICMP echo request, id 1, seq 1, length 64';
const VERBOSE =
  '1790000000.126272 rule 0/0(match): block in on em0: ' +
  '(tos 0x0, ttl 246, id 54321, offset 0, flags [none], proto TCP (6), length 40)\n' +
  '    203.0.113.9.40124 > 192.0.2.7.888: Flags [S], cksum 0x1111 (correct), seq 1, win 65535, length 0';

describe('text of pflog', () => {
  it('is known by its rules', () => {
    for (const line of [OPENBSD, FREEBSD, SYSLOG, VERBOSE]) {
      const head = headOf(Buffer.from(line), '');
      expect(pflogText.sniff(head)).toBeGreaterThan(0.9);
      expect(tcpdumpText.sniff(head)).toBe(0);
    }
    expect(pflogText.sniff(headOf(Buffer.from('the rule 3/0(match): of thumb'), ''))).toBe(0);
  });

  it('gives events with everything the line says', () => {
    const { events, totals } = decode(pflogText, [OPENBSD, SYSLOG, VERBOSE, FREEBSD].join('\n'));
    expect(totals).toMatchObject({ records: 5, silent: 1, malformed: 0 });
    expect(events).toMatchObject([
      {
        time: utc(2026, 10, 9, 8, 53, 1.25),
        source: '203.0.113.9',
        destination: '192.0.2.7',
        protocol: PROTOCOL.tcp,
        sport: 40123,
        dport: 22,
        flags: TCP.syn,
        bytes: 40,
        outcome: 'dropped',
        direction: DIRECTION.in,
        ttl: 51,
        ipId: 4711,
        window: 1024,
        label: 'rule 3',
        marks: MARK.ports | MARK.flags | MARK.ttl | MARK.fingerprint | MARK.bareSyn,
      },
      { time: utc(2026, 10, 9, 8, 53, 15.5), protocol: PROTOCOL.icmp, sport: 8, bytes: 84, outcome: 'dropped' },
      { time: 1_790_000_000.126272, dport: 888, ipId: 54321, outcome: 'dropped', label: 'rule 0', record: 4 },
      {
        source: '2001:db8::1',
        destination: 'ff02::fb',
        outcome: 'allowed',
        direction: DIRECTION.out,
        label: 'rule 6.userrules.2',
        bytes: 64,
      },
    ]);
  });

  it('counts what it cannot read', () => {
    const { totals } = decode(
      pflogText,
      `${OPENBSD.replace('203', 'host')}\nOct  9 08:53:15 fw sshd[1]: rule\n${OPENBSD}`,
    );
    expect(totals).toMatchObject({ malformed: 1, firstMalformed: [1] });
    expect([...totals.foreign]).toEqual([['sshd', 1]]);
    expect([...totals.notes][0]).toContain('tcpdump -n');
  });

  it('takes the time of syslog where the packet has none', () => {
    const line = SYSLOG.replace('2026-10-09 08:53:15.500000 ', '');
    expect(decode(pflogText, line).events[0]?.time).toBe(utc(2026, 10, 9, 8, 53, 15));
  });

  it('is robust', () => {
    expectRobust(pflogText, `${OPENBSD}\n${SYSLOG}\n${VERBOSE}\n${FREEBSD}\n`);
  });
});
