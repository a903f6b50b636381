import { describe, expect, it } from 'vitest';
import { isHostName, readTarget } from './targets.ts';

describe('a target', () => {
  it.each(['10.0.0.1', '::1', 'fe80::1%eth0'])('is an address: %s', (word) =>
    expect(readTarget(word)).toEqual({ kind: 'addresses', addresses: [word] }),
  );

  it('is an address however it is written, always by the same text', () => {
    for (const [word, address] of [
      ['::FFFF:10.0.0.5', '10.0.0.5'],
      ['::ffff:a00:5', '10.0.0.5'],
      ['2001:DB8:0:0::1', '2001:db8::1'],
      ['FE80:0::1%eth0', 'fe80::1%eth0'],
    ] as const) {
      expect(readTarget(word)).toEqual({ kind: 'addresses', addresses: [address] });
    }
  });

  it('may be an address in brackets', () => {
    expect(readTarget('[fd00::1]')).toEqual({ kind: 'addresses', addresses: ['fd00::1'] });
  });

  it('is a network, without the addresses that are no hosts', () => {
    expect(readTarget('10.0.0.8/30')).toEqual({ kind: 'addresses', addresses: ['10.0.0.9', '10.0.0.10'] });
    expect(readTarget('10.0.0.8/31')).toEqual({ kind: 'addresses', addresses: ['10.0.0.8', '10.0.0.9'] });
    expect(readTarget('10.0.0.8/32')).toEqual({ kind: 'addresses', addresses: ['10.0.0.8'] });
    const large = readTarget('10.1.0.77/20');
    expect(large.kind === 'addresses' && large.addresses.length).toBe(4094);
  });

  it.each(['mail.example', 'db-3', 'localhost', 'a.b.'])('is a name: %s', (word) =>
    expect(readTarget(word)).toMatchObject({ kind: 'name' }),
  );

  it('is told a name from none in a time that does not grow with it', () => {
    expect(isHostName(`${'a'.repeat(60)}.example.`)).toBe(true);
    expect(isHostName(`${'a'.repeat(200)}!`)).toBe(false);
    expect(isHostName('a'.repeat(64))).toBe(false);
  });

  it.each([
    '',
    '127.1',
    '2130706433',
    '0x7f000001',
    '10.0.0.0/8',
    'fd00::/64',
    '10.0.0.1/33',
    'a b',
    'http://x',
    '-x',
    '..',
    '10.0.0.1:22',
  ])('is not "%s"', (word) => expect(readTarget(word)).toMatchObject({ kind: 'wrong' }));
});
