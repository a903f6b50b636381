import { describe, expect, it } from 'vitest';
import { matchingCost } from './matching-cost.ts';

describe('the cost of matching', () => {
  it.each([
    ['^220 ready$', '', 0],
    ['^SSH-2\\.0-(?<version>\\d[\\w.]{0,15})', '', 0], // few enough to be written out
    ['^[a-z]+$', '', 1],
    ['^[^ ]{1,255} ESMTP Exim (\\d+)', '', 1],
    ['^\\w+\\s+\\w+$', '', 1], // what separates them is in neither
    ['^(?:[a-z]+\\.)+[a-z]+$', '', 2], // one too many: the dot keeps them apart
    ['^.*ESMTP.*', '', 2],
    ['ESMTP', '', 1], // tried at every place
    ['^a+$', 'm', 2],
    ['^\\d+\\d+\\d+$', '', 3],
    ['^[a-z]+[A-Z]+$', '', 1],
    ['^[a-z]+[A-Z]+$', 'i', 2],
  ] as const)('of /%s/%s grows with power %i of the text', (source, flags, degree) => {
    expect(matchingCost(source, flags)).toEqual({ degree });
  });

  it.each(['^(a+)+$', '^(?:a|a)*$', '^(?:\\s*\\w*)*$', '^(?:[^ ]+ ?)+$', '^(\\w+)\\1$', '^(?:a?){40}$'])(
    'of /%s/ has no bound',
    (source) => {
      expect(matchingCost(source, '')).toHaveProperty('unbounded');
    },
  );

  it('holds on the texts that are worst for it: steps are counted by a matcher of our own', () => {
    // A run of n characters read by k loops in a row is tried in about n^k / k! ways.
    const tries = (loops: number, length: number): number => {
      if (loops === 0) return 1;
      let sum = 0;
      for (let taken = 1; taken <= length; taken++) sum += tries(loops - 1, length - taken);
      return sum;
    };
    for (const loops of [1, 2, 3]) {
      const cost = matchingCost(`^${'a+'.repeat(loops)}$`, '');
      expect(cost).toEqual({ degree: loops });
      expect(tries(loops, 40)).toBeLessThanOrEqual(40 ** loops);
    }
  });
});
