import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closestNames, editDistance } from './closest-names.ts';

/** The definition, word for word: optimal string alignment, by recursion. Far too slow for anything but a test. */
function naiveDistance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const same = a.at(-1) === b.at(-1);
  const choices = [
    naiveDistance(a.slice(0, -1), b) + 1,
    naiveDistance(a, b.slice(0, -1)) + 1,
    naiveDistance(a.slice(0, -1), b.slice(0, -1)) + (same ? 0 : 1),
  ];
  if (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)) {
    choices.push(naiveDistance(a.slice(0, -2), b.slice(0, -2)) + 1);
  }
  return Math.min(...choices);
}

/** Few letters, so that equal and swapped neighbours are common. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 });
const name = fc.string({ unit: fc.constantFrom(...'abcdefgh-0'), minLength: 3, maxLength: 12 });

describe('the distance of two words', () => {
  it('is the one of the definition, or more than the limit where that is', () => {
    fc.assert(
      fc.property(word, word, fc.nat({ max: 7 }), (a, b, limit) => {
        const distance = naiveDistance(a, b);
        if (distance <= limit) expect(editDistance(a, b, limit)).toBe(distance);
        else expect(editDistance(a, b, limit)).toBeGreaterThan(limit);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['https', 'https', 0],
    ['htps', 'https', 1],
    ['htpts', 'https', 1],
    ['hhtps', 'https', 1],
    ['smpt', 'smtp', 1],
    ['ssh', 'ftp', 3],
    ['', 'ssh', 3],
  ])('from %j to %j is %i', (a, b, distance) => {
    expect(editDistance(a, b, 9)).toBe(distance);
    expect(editDistance(b, a, 9)).toBe(distance);
  });
});

describe('the names nearest to a misspelt one', () => {
  it('are names that exist, each once, no more than asked for, nearest first', () => {
    fc.assert(
      fc.property(name, fc.array(name), fc.nat({ max: 5 }), (misspelt, names, limit) => {
        const close = closestNames(misspelt, [...names, ...names], limit);
        expect(close.length).toBeLessThanOrEqual(limit);
        expect(new Set(close).size).toBe(close.length);
        expect(close.filter((one) => !names.includes(one))).toEqual([]);
        const distances = close.map((one) => editDistance(misspelt, one, 99));
        expect(distances).toEqual(distances.toSorted((a, b) => a - b));
      }),
    );
  });

  it('hold every name that is one typing error away', () => {
    fc.assert(
      fc.property(name, fc.nat(), fc.constantFrom('drop', 'double', 'swap', 'replace'), (wanted, seed, error) => {
        const at = seed % (wanted.length - 1);
        const [head, letter, next, tail] = [
          wanted.slice(0, at),
          wanted.charAt(at),
          wanted.charAt(at + 1),
          wanted.slice(at + 1),
        ];
        const misspelt = {
          drop: head + tail,
          double: head + letter + letter + tail,
          swap: head + next + letter + wanted.slice(at + 2),
          replace: `${head}x${tail}`,
        }[error];
        expect(closestNames(misspelt, [wanted], 1)).toEqual([wanted]);
      }),
    );
  });

  it('are none for what nobody could have meant', () => {
    expect(closestNames('gopherbase', ['ssh', 'https', 'postgresql'], 3)).toEqual([]);
    expect(closestNames('x'.repeat(41), ['x'.repeat(40)], 3)).toEqual([]);
  });

  it('ignore upper case in what was typed', () => {
    expect(closestNames('HTPS', ['https', 'ftp'], 3)).toEqual(['https']);
  });

  it('put the one with the same beginning first where the distance is equal', () => {
    expect(closestNames('htps', ['ftps', 'https'], 2)).toEqual(['https', 'ftps']);
  });

  it('can be asked for with any text at all', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 60 }));
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 5 }), (misspelt, names) => {
        expect(closestNames(misspelt, names, 3).length).toBeLessThanOrEqual(3);
      }),
    );
  });
});
