import { expect, it } from 'vitest';
import { DAY, HOUR, pointsOf } from './points.ts';

it('puts in the days on which nothing was seen, and leaves out what is no day', () => {
  const rows = [
    { from: '2026-10-09T00:00:00Z', events: 3 },
    { from: '2026-10-11T00:00:00Z', events: 5 },
    { from: null, events: 7 },
    { from: '2026-10-12T00:00:00Z', events: 'many' },
  ];
  expect(pointsOf({ parts: [{ rows }] }, DAY).map(({ from, events }) => [from.slice(5, 10), events])).toEqual([
    ['10-09', 3],
    ['10-10', 0],
    ['10-11', 5],
  ]);
  expect(pointsOf({ parts: [] }, DAY)).toEqual([]);
});

it('tells a single day by its hours', () => {
  const rows = [
    { from: '2026-10-09T08:00:00Z', events: 3 },
    { from: '2026-10-09T10:00:00Z', events: 5 },
  ];
  expect(pointsOf({ parts: [{ rows }] }, HOUR).map(({ events }) => events)).toEqual([3, 0, 5]);
});
