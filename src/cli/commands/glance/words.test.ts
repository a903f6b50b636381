import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAge, formatRuns, formatShare } from './words.ts';

describe('an age', () => {
  it.each([
    [0, '0 s'],
    [-5000, '0 s'], // a clock that was set back
    [999, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_599_999, '59 min'],
    [3_600_000, '1 h'],
    [86_399_999, '23 h'],
    [86_400_000, '1 d'],
    [41 * 86_400_000 + 5, '41 d'],
  ])('of %i milliseconds is %s', (milliseconds, text) => {
    expect(formatAge(milliseconds)).toBe(text);
  });
});

describe('runs of ports', () => {
  it.each([
    [[], ''],
    [[80], '80'],
    [[80, 81], '80-81'],
    [[80, 82], '80, 82'],
    [[4000, 4001, 4002, 5001, 65_534, 65_535], '4000-4002, 5001, 65534-65535'],
    [[0, 1], '0-1'],
  ])('%j are %j', (ports, text) => {
    expect(formatRuns(ports)).toBe(text);
  });

  it('name every port once and no other', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(60), { maxLength: 40 }), (drawn) => {
        const ports = drawn.sort((a, b) => a - b);
        const named = formatRuns(ports)
          .split(', ')
          .filter((run) => run !== '')
          .flatMap((run) => {
            const [from = 0, to = from] = run.split('-').map(Number);
            return Array.from({ length: to - from + 1 }, (_, index) => from + index);
          });
        expect(named).toEqual(ports);
      }),
    );
  });
});

describe('a share', () => {
  it.each([
    [0, '0 %'],
    [0.00001, 'under 1 %'],
    [0.0099, 'under 1 %'],
    [0.01, '1 %'],
    [0.126, '13 %'],
    [1, '100 %'],
  ])('of %d is %s', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });
});
