import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hash3, steadyHash3 } from './hash.ts';

const word = fc.nat(0xffffffff);

describe('hashes of three numbers', () => {
  it('are 32 bits, and the same for the same numbers, signed or not', () => {
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        for (const hash of [hash3, steadyHash3]) {
          const value = hash(a, b, c);
          expect(value).toBe(hash(a | 0, b | 0, c | 0));
          expect(Number.isInteger(value) && value >= 0 && value < 2 ** 32).toBe(true);
        }
      }),
    );
  });

  it('that are to be steady are the same in every process', () => {
    expect([steadyHash3(1, 2, 3), steadyHash3(3, 2, 1)]).toEqual([3_453_933_090, 2_996_624_982]);
  });

  it.each([
    ['neighbours', (index: number) => hash3(0xc0000200 + index, 4, 1)],
    ['ports of one host', (index: number) => hash3(0xc0000207, index, 0)],
    ['the first hosts of networks', (index: number) => hash3(index * 256 + 1, 4, 1)],
  ])('spread %s evenly', (_, hashOf) => {
    const slots = new Uint16Array(1024);
    for (let index = 0; index < 65_536; index++) {
      const slot = hashOf(index) & 1023;
      slots[slot] = (slots[slot] ?? 0) + 1;
    }
    // 64 each on average; by chance none of them is beyond seven standard deviations.
    expect(Math.max(...slots)).toBeLessThan(120);
    expect(Math.min(...slots)).toBeGreaterThan(8);
  });
});
