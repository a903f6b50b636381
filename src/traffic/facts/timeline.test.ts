import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Timeline } from './timeline.ts';

describe('a time line', () => {
  it('holds every event in the part of the time that it falls into', () => {
    fc.assert(
      fc.property(
        fc.nat(2_000_000_000),
        fc.array(fc.tuple(fc.nat(1_000_000), fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 100 }),
        (start, later) => {
          const line = new Timeline();
          line.add(start);
          for (const [seconds, count] of later) line.add(start + seconds, count);
          expect(line.start).toBe(start);
          expect(line.counts.length).toBeLessThanOrEqual(32);
          const expected = line.counts.map(() => 0);
          for (const [seconds, count] of [[0, 1], ...later] as const) {
            const bucket = Math.floor(seconds / line.width);
            expected[bucket] = (expected[bucket] ?? 0) + count;
          }
          expect(line.counts).toEqual(expected);
        },
      ),
    );
  });

  it('puts what is before the first event into the first part', () => {
    const line = new Timeline();
    for (const time of [1000.7, 10, 1001]) line.add(time);
    expect([line.start, ...line.counts]).toEqual([1000, 2, 1]);
  });

  it('leaves out events without a time', () => {
    const line = new Timeline();
    for (const time of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) line.add(time);
    expect(line.counts).toEqual([]);
    expect(line.start).toBeNaN();
    line.add(7);
    line.add(Number.POSITIVE_INFINITY);
    expect([line.start, line.width, line.counts]).toEqual([7, 1, [1]]);
  });
});
