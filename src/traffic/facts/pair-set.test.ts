import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PairSet } from './pair-set.ts';

const pair = fc.tuple(fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constant(0xffffffff)), fc.nat(20));

function all(set: PairSet): string[] {
  const pairs: string[] = [];
  set.forEach((a, b) => pairs.push(`${a} ${b}`));
  return pairs.sort();
}

describe('a set of pairs', () => {
  it('is a set', () => {
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 300 }), (pairs) => {
        const set = new PairSet();
        const model = new Set<string>();
        for (const [a, b] of pairs) {
          expect(set.add(a, b)).toBe(!model.has(`${a} ${b}`));
          model.add(`${a} ${b}`);
        }
        expect(all(set)).toEqual([...model].sort());
        expect(set.refused).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it('knows all of them after its parts have grown', () => {
    const set = new PairSet();
    const count = 200_000;
    let added = 0;
    for (let turn = 0; turn < 2; turn++) {
      for (let value = 0; value < count; value++) if (set.add(1 + (value % 7), value)) added++;
    }
    expect(added).toBe(count);
    let visited = 0;
    set.forEach(() => visited++);
    expect(visited).toBe(count);
  });

  it('takes no more when it is full, counts those, and still knows the others', () => {
    const set = new PairSet();
    const count = 6_000_000;
    let added = 0;
    for (let value = 0; value < count; value++) if (set.add(1, value)) added++;
    expect(added).toBeGreaterThan(5_000_000);
    expect(set.refused).toBe(count - added);
    expect(set.add(1, 0)).toBe(false);
    expect(set.refused).toBe(count - added);
  });
});
