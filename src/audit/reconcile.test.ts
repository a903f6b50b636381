import { describe, expect, it } from 'vitest';
import type { ProbedPort } from './probing/plan.ts';
import { addressesToAsk, reconcile } from './reconcile.ts';
import type { LocalListener } from './result.ts';

const listener = (port: number, ...addresses: string[]): LocalListener => ({
  transport: 'tcp',
  port,
  addresses,
  process: 'x',
  pid: 1,
  user: 'root',
  exposure: '',
});
const probed = (
  address: string,
  port: number,
  state: ProbedPort['state'],
  transport: 'tcp' | 'udp' = 'tcp',
): ProbedPort => ({
  host: 'here',
  address,
  transport,
  port,
  state,
  because: '',
  service: null,
  checks: [],
});
const agreement = (port: ProbedPort, ...listeners: LocalListener[]): string =>
  reconcile([port], listeners)[0]?.agreement ?? '';

describe('kernel and network, beside each other', () => {
  it('agree where what listens answers', () => {
    expect(agreement(probed('10.0.0.1', 22, 'open'), listener(22, '0.0.0.0'))).toBe('agrees');
    expect(agreement(probed('fd00::1', 22, 'open'), listener(22, '::'))).toBe('agrees');
    expect(agreement(probed('10.0.0.1', 22, 'open'), listener(22, '0.0.0.0', '::'))).toBe('agrees');
    expect(agreement(probed('10.0.0.1', 23, 'closed'), listener(22, '::'))).toBe('closed');
  });

  it('agree on a socket of IPv6 that is bound to an IPv4 address', () => {
    const mapped = listener(8080, '::ffff:10.0.0.1');
    expect(agreement(probed('10.0.0.1', 8080, 'open'), mapped)).toBe('agrees');
    expect(addressesToAsk(mapped, [])).toEqual(['10.0.0.1']);
  });

  it('differ where a firewall is between, or nothing here listens', () => {
    expect(agreement(probed('10.0.0.1', 22, 'no-answer'), listener(22, '0.0.0.0'))).toBe('unreachable');
    expect(agreement(probed('10.0.0.1', 8080, 'open'), listener(8080, '127.0.0.1'))).toBe('unlisted');
    expect(agreement(probed('fd00::1', 22, 'open'), listener(22, '0.0.0.0'))).toBe('unlisted');
  });

  it('agree where a datagram that nobody understands is not answered', () => {
    const udp = { ...listener(5353, '0.0.0.0'), transport: 'udp' as const };
    expect(agreement(probed('10.0.0.1', 5353, 'no-answer', 'udp'), udp)).toBe('agrees');
    expect(agreement(probed('10.0.0.1', 5353, 'closed', 'udp'), udp)).toBe('unreachable');
  });
});

describe('where a listener is asked', () => {
  const faces = ['10.0.0.1', 'fd00::1'];
  it('is its own address, or what stands for all', () => {
    expect(addressesToAsk(listener(1, '127.0.0.1'), faces)).toEqual(['127.0.0.1']);
    expect(addressesToAsk(listener(1, '0.0.0.0'), faces)).toEqual(['10.0.0.1']);
    expect(addressesToAsk(listener(1, '0.0.0.0', '::'), faces)).toEqual(['10.0.0.1', 'fd00::1']);
    expect(addressesToAsk(listener(1, 'fe80::1%eth0', '224.0.0.251', '10.0.0.255'), faces)).toEqual([
      'fe80::1%eth0',
      '10.0.0.255',
    ]);
  });
});
