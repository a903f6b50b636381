import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Contact } from './contact.ts';

/** Visits at these times, all of one size. */
function visits(times: readonly number[], size = 500): Contact {
  const contact = new Contact();
  for (const time of times) contact.add(time, size);
  return contact;
}

describe('visits of one source to one service', () => {
  it('have the mean and the spread of the times between them', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 3, maxLength: 60 }), (gaps) => {
        let time = 1_790_000_000;
        const contact = visits([time, ...gaps.map((gap) => (time += gap))]);
        const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
        const squares = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0);
        expect(contact.gap).toBeCloseTo(mean, 6);
        expect(contact.rhythmSpread).toBeCloseTo(Math.sqrt(squares / (gaps.length - 1)) / mean, 6);
        expect(contact.count).toBe(gaps.length + 1);
      }),
    );
  });

  it('have no rhythm while there are too few, or all come at once', () => {
    expect(visits([0, 60]).rhythmSpread).toBe(Number.POSITIVE_INFINITY);
    expect(visits([5, 5, 5, 5]).rhythmSpread).toBe(Number.POSITIVE_INFINITY);
    expect(visits([0, 60, 120, 180]).rhythmSpread).toBe(0);
  });

  it('count most within an hour by the clock, with those before it', () => {
    const contact = new Contact(2);
    for (const time of [10, 20, 30, 3700, 3800, 7300]) contact.add(time, 1);
    expect([contact.count, contact.largestHour]).toEqual([8, 5]);
    expect(visits([Number.NaN, Number.NaN, Number.NaN]).largestHour).toBe(3);
  });

  it('are alike by their median', () => {
    const contact = new Contact();
    for (const size of [100, 105, 95, 100, 5000, Number.NaN]) contact.add(0, size);
    expect(contact.alike(0.1)).toBe(0.8);
    expect([contact.medianSize, contact.largestSize, contact.hasSizes]).toEqual([100, 5000, true]);
    expect(visits([0, 1], Number.NaN)).toMatchObject({ hasSizes: false, medianSize: Number.NaN });
    expect(visits([0, 1], Number.NaN).alike(0.1)).toBe(0);
  });
});
