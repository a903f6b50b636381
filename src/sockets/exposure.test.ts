import { describe, expect, it } from 'vitest';
import {
  compareReach,
  explainExposure,
  exposureOf,
  formatAddress,
  formatLocalAddress,
  formatRemoteAddress,
  type Exposure,
} from './exposure.ts';
import { ESTABLISHED, LISTEN, snapshotOf, TIME_WAIT, UNCONNECTED } from './machine.fixture.ts';

/** The exposure of a listening socket that is bound to the address. */
function exposureAt(address: string): Exposure {
  const row = [{ local: `${address}:80`, state: LISTEN, inode: 1 }];
  const { table } = snapshotOf(address.startsWith('[') ? { tcp6: row } : { tcp: row });
  return exposureOf(table, 0);
}

describe('the exposure of a listening socket', () => {
  it.each<[string, Exposure]>([
    ['0.0.0.0', 'wildcard'],
    ['127.0.0.1', 'loopback'],
    ['127.0.0.53', 'loopback'],
    ['169.254.10.1', 'link-local'],
    ['10.1.2.3', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.1', 'public'],
    ['192.168.0.1', 'private'],
    ['100.64.0.1', 'private'],
    ['8.8.8.8', 'public'],
    ['224.0.0.251', 'link-local'],
    ['255.255.255.255', 'link-local'],
    ['192.0.2.1', 'unknown'],
    ['[::]', 'wildcard'],
    ['[::1]', 'loopback'],
    ['[fe80::1]', 'link-local'],
    ['[fd00:12::34]', 'private'],
    ['[2606:4700::1111]', 'public'],
    ['[ff02::fb]', 'link-local'],
    ['[2001:db8::1]', 'unknown'],
    ['[::ffff:127.0.0.1]', 'loopback'],
    ['[::ffff:10.0.0.1]', 'private'],
    ['[::ffff:8.8.8.8]', 'public'],
  ])('that is bound to %s is %s', (address, exposure) => {
    expect(exposureAt(address)).toBe(exposure);
  });

  it('is the same for a UDP socket without a peer', () => {
    const { table } = snapshotOf({ udp: [{ local: '0.0.0.0:53', state: UNCONNECTED, inode: 1 }] });
    expect(exposureOf(table, 0)).toBe('wildcard');
  });
});

describe('the exposure of any other socket', () => {
  it('is its peer alone, wherever it is bound', () => {
    const { table } = snapshotOf({
      tcp: [
        { local: '0.0.0.0:22', remote: '8.8.8.8:50000', state: ESTABLISHED, inode: 1 },
        { local: '8.8.4.4:22', remote: '8.8.8.8:50001', state: TIME_WAIT },
      ],
      udp: [{ local: '0.0.0.0:5000', remote: '8.8.8.8:53', state: ESTABLISHED, inode: 2 }],
    });
    expect([0, 1, 2].map((row) => exposureOf(table, row))).toEqual(['peer', 'peer', 'peer']);
  });
});

describe('reach', () => {
  it('grows from a peer to every address', () => {
    const mixed: Exposure[] = ['wildcard', 'loopback', 'public', 'peer', 'private', 'link-local', 'unknown'];
    expect(mixed.sort(compareReach)).toEqual([
      'peer',
      'unknown',
      'loopback',
      'link-local',
      'private',
      'public',
      'wildcard',
    ]);
  });

  it('has a reason that repeats the address where there is one to repeat', () => {
    expect(explainExposure('loopback', '127.0.0.1')).toContain('127.0.0.1');
    expect(explainExposure('private', '10.0.0.1')).toContain('10.0.0.1');
    expect(explainExposure('wildcard', '0.0.0.0')).toContain('every address');
    expect(explainExposure('peer', '0.0.0.0')).toContain('peer');
  });
});

describe('an address in words', () => {
  it('is the IPv4 address it stands for when it is a mapped one', () => {
    expect(formatAddress(6, [0, 0, 0xffff, 0x0a000001])).toBe('10.0.0.1');
    expect(formatAddress(6, [0x20010db8, 0, 0, 1])).toBe('2001:db8::1');
    expect(formatAddress(4, [0, 0, 0, 0x7f000001])).toBe('127.0.0.1');
  });

  it('is told apart at both ends of a row', () => {
    const { table } = snapshotOf({
      tcp6: [{ local: '[::1]:22', remote: '[fe80::9]:50000', state: ESTABLISHED, inode: 1 }],
    });
    expect(formatLocalAddress(table, 0)).toBe('::1');
    expect(formatRemoteAddress(table, 0)).toBe('fe80::9');
  });
});
