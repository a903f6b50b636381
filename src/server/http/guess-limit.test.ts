import { expect, it } from 'vitest';
import { GuessLimit } from './guess-limit.ts';

it('lets a few wrong tokens by, then two a second', () => {
  let now = 1_000_000;
  const limit = new GuessLimit(() => now);
  const misses = (count: number): number[] => Array.from({ length: count }, () => limit.miss());
  expect(misses(21)).toEqual([...Array.from({ length: 20 }, () => 0), 1]);
  now += 1000;
  expect(misses(3)).toEqual([0, 0, 1]);
  now -= 5000;
  expect(misses(1)).toEqual([1]);
  now += 3_600_000;
  expect(misses(21).filter((seconds) => seconds > 0)).toEqual([1]);
});
