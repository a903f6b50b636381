import { describe, expect, it } from 'vitest';
import { timeLine, timeTable } from './time-line.ts';
import { periodText, sizeText } from './words.ts';

const START = '2026-10-09T08:53:00.000Z';

describe('a time line', () => {
  it('draws a bar for every part that has events, the highest to the top', () => {
    const line = String(
      timeLine({ start: START, seconds: 60, counts: [10, 0, 1000, 1] }, { events: 1011, first: START }),
    );
    const [, bars = ''] = /<path d="([^"]*)"/.exec(line) ?? [];
    expect(bars.match(/M/g)?.length).toBe(3);
    expect(bars).toContain('V0H');
    expect(bars.match(/V97H/g)?.length).toBe(2); // ten and one of a thousand are still seen
  });

  it('says the same in words, and how many events have no place in it', () => {
    const line = String(
      timeLine({ start: START, seconds: 60, counts: [10, 0, 1000, 1] }, { events: 2000, first: START }),
    );
    expect(line).toContain(
      'aria-label="1,011 of 2,000 events from 2026-10-09 08:53 to 2026-10-09 08:57; a bar is 60 s, the highest 1,000 from 2026-10-09 08:55"',
    );
  });

  it('says so where the clock jumped back, or files are in another order than their times', () => {
    const ofWhat = { events: 3, first: '2015-03-07T03:09:30.000Z' };
    expect(String(timeLine({ start: START, seconds: 60, counts: [1, 2] }, ofWhat))).toContain(
      'the first bar also has what is older, back to 2015-03-07 03:09:30',
    );
  });

  it('is not drawn of one moment, nor without times', () => {
    expect(timeLine({ start: START, seconds: 1, counts: [5] }, { events: 5, first: START })).toBeNull();
    expect(timeLine({ start: null, seconds: 1, counts: [1, 2] }, { events: 3, first: START })).toBeNull();
    expect(timeTable({ start: START, seconds: 1, counts: [5] })).toBeNull();
  });

  it('has the numbers in a table too', () => {
    const table = String(timeTable({ start: START, seconds: 3600, counts: [1, 2000] }));
    expect(table).toContain('2026-10-09 09:53</td><td class="number">2,000');
  });
});

describe('words of a page', () => {
  it('say a period once', () => {
    expect(periodText(START, START)).toBe('2026-10-09 08:53:00');
    expect(periodText(START, '2026-10-09T09:00:00.000Z')).toBe('2026-10-09 08:53:00 to 09:00:00');
    expect(periodText(START, '2026-10-10T09:00:00.000Z')).toBe('2026-10-09 08:53:00 to 2026-10-10 09:00:00');
  });

  it('say sizes as people do', () => {
    expect([0, 999, 1000, 123_456, 4_600_000_000].map(sizeText)).toEqual([
      '0 bytes',
      '999 bytes',
      '1.0 kB',
      '123 kB',
      '4.6 GB',
    ]);
  });
});
