import { describe, expect, it } from 'vitest';
import { describeMoment, parseSince } from './moment.ts';

// By the clock of wherever this runs.
const NOW = new Date(2026, 10, 22, 12, 30);

describe('since when', () => {
  it.each([
    ['yesterday', new Date(NOW.getTime() - 86_400_000)],
    ['1d', new Date(NOW.getTime() - 86_400_000)],
    ['3h', new Date(NOW.getTime() - 3 * 3_600_000)],
    ['90min', new Date(NOW.getTime() - 90 * 60_000)],
    ['2w', new Date(NOW.getTime() - 14 * 86_400_000)],
    ['2026-11-20', new Date(2026, 10, 20, 23, 59, 59, 999)],
  ])('is %s', (text, expected) => {
    expect(parseSince(text, NOW)).toEqual(expected);
  });

  it.each(['', 'd', '2', '-1d', '2 d', '1.5h', 'tomorrow', '2026-02-30', '2026-13-01', '99999d'])(
    'is not "%s"',
    (text) => {
      expect(parseSince(text, NOW)).toBeNull();
    },
  );
});

describe('a moment', () => {
  it.each([
    [new Date(2026, 10, 22, 9, 5), 'today 09:05'],
    [new Date(2026, 10, 21, 18, 4), 'yesterday 18:04'],
    [new Date(2026, 10, 20, 23, 59), '2026-11-20 23:59'],
    [new Date(2025, 10, 22, 0, 0), '2025-11-22 00:00'],
  ])('is said as people say it: %s', (moment, expected) => {
    expect(describeMoment(moment, NOW)).toBe(expected);
  });
});
