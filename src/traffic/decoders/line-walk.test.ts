import { describe, expect, it } from 'vitest';
import { decode } from './decode.fixture.ts';
import { MAX_LINE_BYTES } from './line-walk.ts';
import { netfilter } from './netfilter/netfilter.ts';
import { windowsFirewall } from './windows-firewall.ts';

const SSHD = 'Oct  9 08:53:01 gate sshd[4]: Failed password for root\n';
const KERNEL = 'Oct  9 08:53:01 gate kernel: usb 1-1: new device\n';
const PACKET =
  'Oct  9 08:53:01 gate kernel: IN=eth0 OUT= SRC=203.0.113.9 DST=192.0.2.7 LEN=36 TOS=0x00 PREC=0x00 TTL=1 ID=0 PROTO=2\n';
const OTHER = '2026-10-09 08:06:27 ALLOW ICMP 192.0.2.1 192.0.2.2 - - 60 - - - - 8 0 - SEND\n';

describe('lines of several formats in one input', () => {
  it('are read, or counted by the program that wrote them, however many there are', () => {
    const input = PACKET + SSHD.repeat(1000) + KERNEL.repeat(1000) + PACKET + OTHER + SSHD + OTHER + PACKET;
    const { events, totals } = decode(netfilter, input, [], [windowsFirewall]);
    expect(events).toHaveLength(5);
    expect(totals).toMatchObject({ records: 2006, malformed: 0 });
    expect([...totals.foreign]).toEqual([
      ['sshd', 1001],
      ['kernel', 1000],
    ]);
  });

  it('of no program are offered to every format, however many nobody took', () => {
    const { events, totals } = decode(netfilter, `${'hello\n'.repeat(1000)}${OTHER}`, [], [windowsFirewall]);
    expect(events).toHaveLength(1);
    expect([...totals.foreign]).toEqual([['other lines', 1000]]);
  });
});

describe('the lines of an input', () => {
  const facts = ({ events, totals }: ReturnType<typeof decode>): unknown => ({ events, totals });

  it('end as Windows ends them, or the last not at all', () => {
    const { events, totals } = decode(windowsFirewall, `${OTHER.trim()}\r\n\r\n\n${OTHER.trim()}`);
    expect(events.map(({ record, offset }) => [record, offset])).toEqual([
      [1, 0],
      [4, OTHER.length + 4],
    ]);
    expect(totals).toMatchObject({ records: 4, silent: 2, malformed: 0 });
  });

  it.each([
    ['in the middle', `${OTHER}${OTHER.trim()} ${'x'.repeat(MAX_LINE_BYTES)}\n${OTHER}`, 3],
    ['at the end', `${OTHER}${OTHER.trim()} ${'x'.repeat(2 * MAX_LINE_BYTES)}`, 2],
    ['several times', `${`${'x'.repeat(MAX_LINE_BYTES + 1)}\n`.repeat(3)}${OTHER}`, 4],
  ])('that are too long are cut, and that is said, %s', (_, input, records) => {
    const whole = decode(windowsFirewall, input);
    expect(whole.totals.records).toBe(records);
    expect([...whole.totals.notes]).toEqual(['a line of more than 1048576 bytes was cut']);
    for (const size of [65_536, MAX_LINE_BYTES, MAX_LINE_BYTES + 70, 3_000_000]) {
      const pieces = Array.from({ length: Math.floor(input.length / size) }, () => size);
      expect(facts(decode(windowsFirewall, input, pieces))).toEqual(facts(whole));
    }
  });

  it('of just the greatest length are not cut', () => {
    const input = `${'x'.repeat(MAX_LINE_BYTES)}\n${OTHER}`;
    expect([...decode(windowsFirewall, input).totals.notes]).toEqual([]);
    expect([...decode(windowsFirewall, input, [MAX_LINE_BYTES, 1]).totals.notes]).toEqual([]);
  });

  it('count their places on over a cut line', () => {
    const long = 'x'.repeat(3 * MAX_LINE_BYTES);
    const { events } = decode(windowsFirewall, `${long}\n${OTHER}`, [1_500_000, 10, 1_000_000]);
    expect(events).toMatchObject([{ record: 2, offset: long.length + 1 }]);
  });
});
