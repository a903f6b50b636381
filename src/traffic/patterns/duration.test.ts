import { describe, expect, it } from 'vitest';
import { secondsOf } from './duration.ts';

describe('a time in a pattern', () => {
  it.each([
    ['10s', 10],
    ['5m', 300],
    ['1h', 3600],
    ['2d', 172_800],
    ['0s', 0],
  ])('%s is %i seconds', (text, seconds) => {
    expect(secondsOf(text)).toBe(seconds);
  });

  it.each(['', '5', 'm', '5 m', '1.5h', '-1s', '5w', '5ms'])('"%s" is refused with an example', (text) => {
    expect(() => secondsOf(text)).toThrow(`"${text}" is not a time such as 10s`);
  });
});
