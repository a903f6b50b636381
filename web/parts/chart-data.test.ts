import { expect, it } from 'vitest';
import { stackOf, timesOf, withoutEmpty } from './chart-data.ts';

const TIMELINE = {
  start: '2026-10-09T08:00:00.000Z',
  seconds: 60,
  outcomes: ['unknown', 'allowed', 'dropped'],
  counts: [
    [0, 1, 2],
    [0, 0, 5],
  ],
};

it('stacks the outcomes that some event had', () => {
  const used = withoutEmpty(TIMELINE);
  expect(used.outcomes).toEqual(['allowed', 'dropped']);
  expect(stackOf(used)).toEqual([
    [1, 0],
    [3, 5],
  ]);
  expect(timesOf(used)).toEqual([1_791_532_800, 1_791_532_860]);
});
