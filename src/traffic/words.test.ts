import { describe, expect, it } from 'vitest';
import { describeSpan, formatCount, percent, plural } from './words.ts';

describe('words for numbers', () => {
  it('are in the plural where there is not one', () => {
    expect([plural(0, 'port'), plural(1, 'port'), plural(1768, 'port')]).toEqual(['0 ports', '1 port', '1,768 ports']);
    expect(formatCount(1234567.6)).toBe('1,234,568');
  });

  it.each([
    [0, '1 s'],
    [40.4, '40 s'],
    [119, '119 s'],
    [120, '2 min'],
    [7199, '120 min'],
    [7200, '2 h'],
    [45 * 3600, '45 h'],
    [3 * 86_400, '3 days'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(describeSpan(seconds)).toBe(text);
  });

  it.each([
    [0, 0, '0.0 %'],
    [0, 5, '0.0 %'],
    [1, 100_000, '< 0.1 %'],
    [1, 3, '33.3 %'],
    [1999, 2000, '> 99.9 %'],
    [99_999, 100_000, '> 99.9 %'],
    [5, 5, '100.0 %'],
  ])('%i of %i are %s', (part, whole, text) => {
    expect(percent(part, whole)).toBe(text);
  });
});
