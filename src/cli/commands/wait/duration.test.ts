import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from './duration.ts';

describe('a time', () => {
  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['30', 30_000],
    ['1.5s', 1500],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['0', 0],
  ])('%s is %d milliseconds', (text, expected) => expect(parseDuration(text)).toBe(expected));

  it.each(['', 's', '-1s', '1e3', '0x10', '1 s', '1d', '999999999h', 'soon', '1.2.3s'])('is not %j', (text) =>
    expect(parseDuration(text)).toBeNull(),
  );

  it('is said as a person says it', () => {
    expect([300, 1000, 1500, 30_000].map(formatDuration)).toEqual(['300 ms', '1 s', '1.5 s', '30 s']);
  });
});
