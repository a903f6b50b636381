import { describe, expect, it } from 'vitest';
import { decode } from './decode.fixture.ts';
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
