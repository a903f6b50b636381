import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIPv4, parseIPv6 } from '../net/address.ts';
import { scopeOfIPv4 } from '../net/scope.ts';
import { AddressBook } from './address-book.ts';
import { ADDRESS_CLASS, AddressClasses, isUnicast } from './address-classes.ts';

const book = new AddressBook();
const classes = new AddressClasses(book);

function namesOf(text: string): string[] {
  const ipv4 = parseIPv4(text);
  const words = parseIPv6(text);
  const bits = ipv4 !== null ? classes.of(4, ipv4) : words === null ? -1 : classes.of(6, book.place(...words));
  return Object.entries(ADDRESS_CLASS).flatMap(([name, bit]) => ((bits & bit) === 0 ? [] : [name]));
}

describe('the classes of an address', () => {
  it.each([
    ['8.8.8.8', ['public']],
    ['10.1.2.3', ['private']],
    ['172.16.0.1', ['private']],
    ['172.32.0.1', ['public']],
    ['192.168.1.255', ['private', 'subnet-broadcast']],
    ['192.168.1.0', ['private', 'subnet-zero']],
    ['169.254.9.9', ['private']],
    ['100.64.0.1', []],
    ['100.63.0.1', ['public']],
    ['127.0.0.1', ['loopback']],
    ['0.0.0.0', ['unspecified']],
    ['255.255.255.255', ['limited-broadcast']],
    ['224.0.0.251', ['multicast']],
    ['239.255.255.255', ['multicast']],
    ['203.0.113.5', ['public']],
    ['240.0.0.1', ['public']],
    ['0.1.2.3', ['public']],
    ['::', ['unspecified']],
    ['::1', ['loopback']],
    ['fe80::1', ['private']],
    ['fd00::1', ['private']],
    ['ff02::fb', ['multicast']],
    ['2001:db8::1', ['public']],
    ['2606:4700::1111', ['public']],
  ])('%s: %j', (text, names) => {
    expect(namesOf(text)).toEqual(names);
    expect(namesOf(text)).toEqual(names); // the second time they are remembered
  });

  it('of IPv4 are those of its scope, whether by the table of first octets or not', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), (value) => {
        const bits = classes.of(4, value);
        const scope = scopeOfIPv4(value);
        expect((bits & ADDRESS_CLASS.multicast) !== 0).toBe(scope === 'multicast');
        expect((bits & ADDRESS_CLASS.private) !== 0).toBe(scope === 'private' || scope === 'link-local');
        expect((bits & ADDRESS_CLASS.public) !== 0).toBe(scope === 'public' || scope === 'reserved');
        expect(isUnicast(bits)).toBe(!['multicast', 'broadcast', 'unspecified'].includes(scope));
      }),
      { numRuns: 2000 },
    );
  });

  it('are none where there is no IP', () => {
    expect(classes.of(0, 0)).toBe(0);
  });
});
