import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RoughCounts } from './rough-counts.ts';

describe('rough counts', () => {
  it('are never too low, and exact where no two keys share a place', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)), { maxLength: 200 }), (keys) => {
        const small = new RoughCounts(8);
        const large = new RoughCounts(65_536);
        const exact = new Map<string, number>();
        for (const key of keys) {
          const count = (exact.get(String(key)) ?? 0) + 1;
          exact.set(String(key), count);
          expect(small.add(...key)).toBeGreaterThanOrEqual(count);
          expect(large.add(...key)).toBe(count); // 64 keys, of which no two meet in so many places
        }
      }),
    );
  });

  it('add more than one at a time, and end at 65,535', () => {
    const counts = new RoughCounts(16);
    expect(counts.add(1, 2, 3, 65_000)).toBe(65_000);
    expect(counts.add(1, 2, 3, 65_000)).toBe(65_535);
    expect(counts.add(1, 2, 3)).toBe(65_535);
    counts.clear();
    expect(counts.add(1, 2, 3)).toBe(1);
  });
});
