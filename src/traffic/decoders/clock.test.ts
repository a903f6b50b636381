import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Clock, utc } from './clock.ts';

const noOffset = (): number => 0;
const at = (year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number =>
  utc(year, month, day, hour, minute, second);

/** Berlin in 2026 (Directive 2000/84/EC): summer time from the last Sunday of March to that of October, at 01:00 UTC. */
const berlin = (time: number): number => (time >= at(2026, 3, 29, 1) && time < at(2026, 10, 25, 1) ? 7200 : 3600);
/** New York in 2026 (15 U.S.C. 260a): from the second Sunday of March to the first of November, at 02:00 local time. */
const newYork = (time: number): number => (time >= at(2026, 3, 8, 7) && time < at(2026, 11, 1, 6) ? -14_400 : -18_000);

const partsOf = (time: number): [number, number, number, number, number, number] => {
  const date = new Date(time * 1000);
  const [hour, minute, second] = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), hour, minute, second];
};

describe('a time in UTC', () => {
  it.each([
    [1970, 1, 1, 0, 0, 0, 0],
    [2024, 2, 29, 12, 0, 0.5, 1_709_208_000.5],
    [2016, 12, 31, 23, 59, 60, 1_483_228_800], // a leap second is the second after it
    [2026, 10, 9, 24, 0, 0, 1_791_590_400],
  ])('%i-%i-%i %i:%i:%d', (year, month, day, hour, minute, second, expected) => {
    expect(utc(year, month, day, hour, minute, second)).toBe(expected);
  });

  it.each([
    [2026, 0, 1, 0, 0, 0],
    [2026, 13, 1, 0, 0, 0],
    [2026, 1, 0, 0, 0, 0],
    [2026, 1, 32, 0, 0, 0],
    [2026, 2, 29, 0, 0, 0],
    [2026, 4, 31, 0, 0, 0],
    [2026, 1, 1, 25, 0, 0],
    [2026, 1, 1, 0, 60, 0],
    [2026, 1, 1, 0, 0, 61],
    [1969, 12, 31, 0, 0, 0],
    [Number.NaN, 1, 1, 0, 0, 0],
  ])('%i-%i-%i %i:%i:%d is none', (year, month, day, hour, minute, second) => {
    expect(utc(year, month, day, hour, minute, second)).toBeNaN();
  });
});

describe('local time', () => {
  it.each([
    ['Berlin', berlin],
    ['New York', newYork],
  ])('of %s is read back at every moment; in the hour that comes twice as one of the two', (_, offset) => {
    const clock = new Clock(at(2026, 12, 31), offset);
    fc.assert(
      fc.property(fc.integer({ min: at(2026, 1, 1), max: at(2026, 12, 31) }), (time) => {
        const read = clock.local(...partsOf(time + offset(time)));
        expect([0, 3600]).toContain(Math.abs(read - time));
        if (offset(time - 7200) === offset(time + 7200)) expect(read).toBe(time);
      }),
      { numRuns: 2000 },
    );
  });

  it('is right on both sides of the changes', () => {
    const clock = new Clock(at(2026, 12, 31), berlin);
    expect(clock.local(2026, 3, 29, 1, 59, 59)).toBe(at(2026, 3, 29, 0, 59, 59));
    expect(clock.local(2026, 3, 29, 3, 0, 0)).toBe(at(2026, 3, 29, 1, 0, 0));
    expect(clock.local(2026, 10, 25, 1, 59, 59)).toBe(at(2026, 10, 24, 23, 59, 59));
    expect(clock.local(2026, 10, 25, 3, 0, 0)).toBe(at(2026, 10, 25, 2, 0, 0));
  });
});

describe('a time without a year', () => {
  it('is the latest that is not more than a day after the reference', () => {
    const clock = (): Clock => new Clock(at(2026, 6, 15, 12), noOffset);
    expect(clock().yearless(6, 15, 11, 0, 0)).toBe(at(2026, 6, 15, 11));
    expect(clock().yearless(6, 16, 11, 0, 0)).toBe(at(2026, 6, 16, 11));
    expect(clock().yearless(6, 17, 11, 0, 0)).toBe(at(2025, 6, 17, 11));
    expect(clock().yearless(12, 31, 0, 0, 0)).toBe(at(2025, 12, 31));
  });

  it('goes over New Year, and back for lines that come late', () => {
    const clock = new Clock(at(2026, 1, 10), noOffset);
    expect(clock.yearless(12, 31, 23, 59, 59)).toBe(at(2025, 12, 31, 23, 59, 59));
    expect(clock.yearless(1, 1, 0, 0, 1)).toBe(at(2026, 1, 1, 0, 0, 1));
    expect(clock.yearless(12, 31, 23, 59, 58)).toBe(at(2025, 12, 31, 23, 59, 58));
    expect(clock.yearless(1, 1, 0, 0, 2)).toBe(at(2026, 1, 1, 0, 0, 2));
  });

  it('goes over New Year in a file that was written in the old one', () => {
    const clock = new Clock(at(2025, 12, 31, 23, 30), noOffset);
    expect(clock.yearless(12, 31, 23, 0, 0)).toBe(at(2025, 12, 31, 23));
    expect(clock.yearless(1, 1, 0, 30, 0)).toBe(at(2026, 1, 1, 0, 30));
  });

  it('of 29 February is in the last leap year', () => {
    const clock = new Clock(at(2027, 6, 1), noOffset);
    expect(clock.yearless(2, 29, 12, 0, 0)).toBe(at(2024, 2, 29, 12));
    expect(clock.yearless(3, 1, 0, 0, 0)).toBe(at(2024, 3, 1));
    expect(new Clock(at(2024, 3, 5), noOffset).yearless(2, 29, 12, 0, 0)).toBe(at(2024, 2, 29, 12));
  });

  it('is none where there is no such time, and the next line is read as ever', () => {
    const clock = new Clock(at(2026, 6, 15), noOffset);
    expect(clock.yearless(2, 30, 0, 0, 0)).toBeNaN();
    expect(clock.yearless(13, 1, 0, 0, 0)).toBeNaN();
    expect(clock.yearless(6, 1, 0, 0, 0)).toBe(at(2026, 6, 1));
  });

  it('rises with the lines of a year that end at the reference', () => {
    fc.assert(
      fc.property(fc.integer({ min: at(2020, 1, 1), max: at(2030, 1, 1) }), (reference) => {
        const clock = new Clock(reference, noOffset);
        for (let days = 330; days >= 0; days -= 15) {
          const time = reference - days * 86_400;
          const [, ...parts] = partsOf(time);
          expect(clock.yearless(...parts)).toBe(time);
        }
      }),
    );
  });
});

describe('a time without a date', () => {
  it('is of the last day that is not after the reference', () => {
    expect(new Clock(at(2026, 6, 15, 12), noOffset).dateless(11, 0, 0)).toBe(at(2026, 6, 15, 11));
    expect(new Clock(at(2026, 6, 15, 12), noOffset).dateless(13, 0, 0)).toBe(at(2026, 6, 14, 13));
  });

  it('goes over midnight, and back for a line that comes late', () => {
    const clock = new Clock(at(2026, 6, 15, 23, 59, 59), noOffset);
    expect(clock.dateless(23, 59, 58)).toBe(at(2026, 6, 15, 23, 59, 58));
    expect(clock.dateless(0, 0, 1)).toBe(at(2026, 6, 16, 0, 0, 1));
    expect(clock.dateless(23, 59, 59)).toBe(at(2026, 6, 15, 23, 59, 59));
    expect(clock.dateless(0, 0, 2)).toBe(at(2026, 6, 16, 0, 0, 2));
  });

  it('stays within the day after a quiet afternoon', () => {
    const clock = new Clock(at(2026, 6, 15, 23), noOffset);
    expect(clock.dateless(8, 0, 0)).toBe(at(2026, 6, 15, 8));
    expect(clock.dateless(22, 0, 0)).toBe(at(2026, 6, 15, 22));
    expect(clock.dateless(21, 59, 59)).toBe(at(2026, 6, 15, 21, 59, 59));
  });

  it('is none where it is no time', () => {
    const clock = new Clock(at(2026, 6, 15, 12), noOffset);
    expect(clock.dateless(25, 0, 0)).toBeNaN();
    expect(clock.dateless(11, 0, 0)).toBe(at(2026, 6, 15, 11));
  });
});
