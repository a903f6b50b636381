import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHalves, toHalves } from './address-halves.ts';
import { formatHalvesRange, parseHalvesRange } from './halves-range.ts';
import { formatSpan, parseMoment, parseSpan } from './moment.ts';
import { parsePrefix, prefixContains, type IpAddress } from '../net/prefix.ts';

const NOW = Date.UTC(2026, 10, 22, 18, 30, 5);

describe('a time', () => {
  it.each([
    ['now', '2026-11-22T18:30:05.000Z'],
    ['today', '2026-11-22T00:00:00.000Z'],
    ['yesterday', '2026-11-21T00:00:00.000Z'],
    ['all', '1970-01-01T00:00:00.000Z'],
    ['7d', '2026-11-15T18:30:05.000Z'],
    ['90m', '2026-11-22T17:00:05.000Z'],
    ['999999w', '1970-01-01T00:00:00.000Z'],
    ['2026-11-01', '2026-11-01T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2026-11-01T08:00', '2026-11-01T08:00:00.000Z'],
    ['2026-11-01 08:00:01.5Z', '2026-11-01T08:00:01.500Z'],
    ['2026-11-01T08:00:00+02:00', '2026-11-01T06:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(new Date(parseMoment(text, NOW) ?? Number.NaN).toISOString()).toBe(expected);
  });

  it.each([
    '',
    '7',
    '7D',
    '-7d',
    '1.5h',
    '2026-02-29',
    '2026-13-01',
    '1969-12-31',
    '2026-11-01T24:30',
    '2026-11-01T08',
    'x',
  ])('is not %j', (text) => expect(parseMoment(text, NOW)).toBeNull());

  it('has spans that are written as they are read', () => {
    for (const text of ['1m', '90m', '15m', '36h', '1d', '7d']) expect(formatSpan(parseSpan(text) ?? 0)).toBe(text);
    expect(formatSpan(parseSpan('2w') ?? 0)).toBe('14d');
  });
});

describe('a network in halves', () => {
  it('has exactly the addresses of the network', () => {
    const words = fc.array(fc.integer({ min: 0, max: 0xffff_ffff }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(words, words, fc.nat(128), fc.boolean(), ([a = 0, b = 0, c = 0, d = 0], other, length, isIPv4) => {
        const of = ([e = 0, f = 0, g = 0, h = 0]: number[]): IpAddress =>
          isIPv4 ? { family: 4, words: [e] } : { family: 6, words: [e, f, g, h] };
        const text = `${formatHalves(toHalves(of([a, b, c, d])))}/${isIPv4 ? length >> 2 : length}`;
        const [range, prefix] = [parseHalvesRange(text), parsePrefix(text)];
        if (range === null || prefix === null) throw new Error(text);
        // An address that shares many of its bits, so that both answers come up.
        for (const near of [of(other), of([a, b, c, d ^ 1]), of([a, b ^ 0x100, c, d]), of([a ^ 0x8000, b, c, d])]) {
          const { hi, lo } = toHalves(near);
          const { first, last } = range;
          const isIn = hi >= first.hi && hi <= last.hi && lo >= first.lo && lo <= last.lo;
          expect(isIn, `${text} ${formatHalves({ hi, lo })}`).toBe(prefixContains(prefix, near));
        }
      }),
    );
  });

  it('is written as a person reads it', () => {
    const shown = (text: string): string =>
      formatHalvesRange(parseHalvesRange(text) ?? { first: { hi: 1n, lo: 1n }, last: { hi: 1n, lo: 1n } });
    expect(shown('192.0.2.7')).toBe('192.0.2.7');
    expect(shown('192.0.2.7/24')).toBe('192.0.2.0 - 192.0.2.255');
    expect(shown('2001:db8::/33')).toBe('2001:db8:: - 2001:db8:7fff:ffff:ffff:ffff:ffff:ffff');
  });
});
