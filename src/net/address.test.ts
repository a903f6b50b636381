import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIPv4, formatIPv6, isIPv4Mapped, parseIPv4, parseIPv6, type IPv6Words } from './address.ts';

/** The platform's own reading: the URL standard's serialiser, which knows no dotted quads inside IPv6. */
const canonicalIPv4 = (text: string): string => new URL(`http://${text}/`).hostname;
const canonicalIPv6 = (text: string): string => new URL(`http://[${text}]/`).hostname.slice(1, -1);

const word = fc.integer({ min: 0, max: 0xffffffff });
/** Groups with many zeros, so that runs to fold are common. */
const groups = fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 0xffff })), {
  minLength: 8,
  maxLength: 8,
});

function toWords(of: readonly number[]): IPv6Words {
  const at = (index: number): number => ((of[index] ?? 0) * 0x10000 + (of[index + 1] ?? 0)) >>> 0;
  return [at(0), at(2), at(4), at(6)];
}

const longForm = (of: readonly number[]): string => of.map((group) => group.toString(16).padStart(4, '0')).join(':');

describe('an IPv4 address', () => {
  it('is written as the platform writes it, and reads back', () => {
    fc.assert(
      fc.property(word, (address) => {
        const text = formatIPv4(address);
        expect(canonicalIPv4(String(address))).toBe(text);
        expect(parseIPv4(text)).toBe(address);
      }),
    );
  });

  it('is written alike from a signed and an unsigned word', () => {
    expect(formatIPv4(-1)).toBe('255.255.255.255');
    expect(formatIPv4(0xffffffff)).toBe('255.255.255.255');
  });

  it('is read where the platform reads one, and nowhere else', () => {
    const nearly = fc.string({ unit: fc.constantFrom(...'0125.'), maxLength: 15 });
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV4Extended(), nearly, fc.string()), (text) => {
        expect(parseIPv4(text) !== null).toBe(isIPv4(text));
      }),
      { numRuns: 500 },
    );
  });

  it.each(['010.0.0.1', '1.2.3', '1.2.3.256', '1.2.3.4.5', ' 1.2.3.4', '0x7f.0.0.1', '2130706433', '１.2.3.4'])(
    'is not %j, which some programs would take',
    (text) => {
      expect(parseIPv4(text)).toBeNull();
    },
  );
});

describe('an IPv6 address', () => {
  it('is written in the canonical form of RFC 5952, and reads back', () => {
    fc.assert(
      fc.property(groups, (wanted) => {
        const words = toWords(wanted);
        fc.pre(!isIPv4Mapped(words));
        expect(formatIPv6(words)).toBe(canonicalIPv6(longForm(wanted)));
        expect(parseIPv6(formatIPv6(words))).toEqual(words);
      }),
      { numRuns: 500 },
    );
  });

  it('is written with a dotted quad when it stands for an IPv4 peer, and reads back', () => {
    fc.assert(
      fc.property(word, (address) => {
        const words: IPv6Words = [0, 0, 0xffff, address];
        expect(formatIPv6(words)).toBe(`::ffff:${formatIPv4(address)}`);
        expect(parseIPv6(formatIPv6(words))).toEqual(words);
      }),
    );
  });

  it.each([
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1', 'a single zero group is not folded'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1', 'the longest run is folded'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1', 'of equal runs, the first'],
    ['0:0:0:0:0:0:0:0', '::', 'all of it'],
    ['1:0:0:0:0:0:0:0', '1::', 'at the end'],
    ['2001:DB8::A', '2001:db8::a', 'lower case'],
    ['::192.0.2.1', '::c000:201', 'a compatible address is no mapped one'],
    ['::FFFF:192.0.2.1', '::ffff:192.0.2.1', 'a mapped one'],
    ['::1:ffff:c000:201', '::1:ffff:c000:201', 'not mapped: another group stands before'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0', 'the fold of one group is undone'],
  ])('rewrites %s as %s: %s', (given, wanted) => {
    const words = parseIPv6(given);
    expect(words === null ? null : formatIPv6(words)).toBe(wanted);
  });

  it('is read where the platform reads one, as the same address, and nowhere else', () => {
    const nearly = fc.string({
      unit: fc.constantFrom('0', '1', 'f', 'ffff', ':', '::', '.', '1.2.3.4'),
      maxLength: 17,
    });
    const texts = fc.oneof(fc.ipV6(), nearly, groups.map(longForm), fc.string());
    fc.assert(
      fc.property(texts, (text) => {
        fc.pre(!text.includes('%')); // a zone is the caller's to split off
        const words = parseIPv6(text);
        expect(words !== null).toBe(isIPv6(text));
        if (words !== null && !isIPv4Mapped(words)) expect(formatIPv6(words)).toBe(canonicalIPv6(text));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    '',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '::1%lo',
    '[::1]',
    '12345::',
    '1.2.3.4',
    '::1.2.3',
    '::1.2.3.4:5',
    '1:2:3:4:5:6:7:1.2.3.4',
  ])('is not %j', (text) => {
    expect(parseIPv6(text)).toBeNull();
  });
});
