import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressBook } from './address-book.ts';

const word = fc.nat(0xffffffff);
const address = fc.tuple(word, word, word, word);

describe('an address book', () => {
  it('gives the same place for the same address, and another for every other', () => {
    fc.assert(
      fc.property(fc.array(address, { maxLength: 50 }), (addresses) => {
        const book = new AddressBook();
        const places = addresses.map((words) => book.place(...words));
        expect(addresses.map((words) => book.place(...words))).toEqual(places);
        expect(places.map((place) => book.words(place))).toEqual(addresses);
        const different = new Set(addresses.filter((words) => words.some((one) => one !== 0)).map(String));
        expect(book.length).toBe(different.size + 1);
      }),
    );
  });

  it('finds all of them again after it has grown several times', () => {
    const book = new AddressBook();
    const count = 10_000;
    const places = Array.from({ length: count }, (_, low) => book.place(0x20010db8, 0, 0, low + 1));
    expect(places).toEqual(Array.from({ length: count }, (_, low) => low + 1));
    expect(Array.from({ length: count }, (_, low) => book.place(0x20010db8, 0, 0, low + 1))).toEqual(places);
    expect(book.length).toBe(count + 1);
  });

  it('takes words above 2^31 as they come out of bit operations, too', () => {
    const book = new AddressBook();
    const place = book.place(0xfe800000 | 0, 0, 0, 0xffffffff | 0);
    expect(book.place(0xfe800000, 0, 0, 0xffffffff)).toBe(place);
    expect(book.format(6, place)).toBe('fe80::ffff:ffff');
  });

  it('does not tell addresses apart any more when it is full, and counts how often', () => {
    const book = new AddressBook(3);
    expect([1, 2, 3, 4].map((low) => book.place(1, 0, 0, low))).toEqual([1, 2, 0, 0]);
    expect(book.place(1, 0, 0, 2)).toBe(2);
    expect(book.refused).toBe(2);
  });

  it('writes addresses of both families, and a dash where there is none', () => {
    const book = new AddressBook();
    expect(book.format(4, 0xc0000207)).toBe('192.0.2.7');
    expect(book.format(6, book.place(0x20010db8, 0, 0, 7))).toBe('2001:db8::7');
    expect(book.format(6, 0)).toBe('::');
    expect(book.format(0, 0)).toBe('-');
  });
});
