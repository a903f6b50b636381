import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIPv4, parseIPv6 } from '../net/address.ts';
import { AddressBook } from './address-book.ts';
import { parsePrefix } from '../net/prefix.ts';
import { isBroadcastOf, prefixHolds } from './prefix.ts';

describe('a prefix', () => {
  it('is read with and without a length', () => {
    expect(parsePrefix('192.0.2.0/24')).toEqual({ family: 4, words: [0xc0000200], length: 24 });
    expect(parsePrefix('192.0.2.7')).toEqual({ family: 4, words: [0xc0000207], length: 32 });
    expect(parsePrefix('2001:db8::/32')).toMatchObject({ family: 6, length: 32 });
    expect(parsePrefix('::1')).toMatchObject({ family: 6, length: 128 });
  });

  it.each(['', '/', '192.0.2.0/', '192.0.2.0/33', '::/129', '192.0.2/24', '192.0.2.0/24/8', '10.0.0.0/-8', 'own'])(
    'is not read from "%s"',
    (text) => {
      expect(parsePrefix(text)).toBeNull();
    },
  );

  it('of IPv4 holds the addresses that have its first bits', () => {
    const book = new AddressBook();
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.nat(32), fc.nat(0xffffffff), fc.nat(32), (base, length, noise, kept) => {
        const prefix = parsePrefix(`${formatIPv4(base)}/${length}`);
        const low = kept === 0 ? noise : noise % 2 ** (32 - kept);
        const value = (Math.floor(base / 2 ** (32 - kept)) * 2 ** (32 - kept) + low) % 2 ** 32;
        const same = Math.floor(base / 2 ** (32 - length)) === Math.floor(value / 2 ** (32 - length));
        expect(prefix !== null && prefixHolds(prefix, 4, value, book)).toBe(same);
        expect(prefix !== null && prefixHolds(prefix, 6, value, book)).toBe(false);
      }),
    );
  });

  it.each([
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['2001:db8:8000::/33', '2001:db8:8000::1', true],
    ['2001:db8:8000::/33', '2001:db8:7fff::1', false],
    ['2001:db8::/64', '2001:db8::ffff:1:1:1', true],
    ['2001:db8::/64', '2001:db8:0:1::1', false],
    ['2001:db8::7', '2001:db8::7', true],
    ['2001:db8::7', '2001:db8::6', false],
    ['::/0', 'fe80::1', true],
  ])('%s and %s: %s', (text, address, holds) => {
    const book = new AddressBook();
    const prefix = parsePrefix(text);
    const words = parseIPv6(address);
    const place = words === null ? -1 : book.place(...words);
    expect(prefix !== null && prefixHolds(prefix, 6, place, book)).toBe(holds);
  });

  it.each([
    ['192.0.2.0/24', 0xc00002ff, true],
    ['192.0.2.0/25', 0xc000027f, true],
    ['192.0.2.0/25', 0xc00002ff, false],
    ['192.0.2.9/29', 0xc000020f, true],
    ['10.0.0.0/8', 0x0affffff, true],
    ['10.0.0.0/8', 0x0a0000ff, false],
    ['0.0.0.0/0', 0xffffffff, true],
    ['192.0.2.0/31', 0xc0000201, false], // RFC 3021: both are hosts
    ['192.0.2.255', 0xc00002ff, false],
  ])('of %s: is %i its broadcast address? %s', (text, value, isBroadcast) => {
    const prefix = parsePrefix(text);
    expect(prefix !== null && isBroadcastOf(prefix, 4, value)).toBe(isBroadcast);
  });
});
