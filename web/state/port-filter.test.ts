import { describe, expect, it } from 'vitest';
import { isWithin, readPortFilter, writePortFilter } from './port-filter.ts';

describe('the ports that views are narrowed to', () => {
  it.each([
    ['22', [{ from: 22, to: 22 }]],
    [
      '22, 1000 - 2000',
      [
        { from: 22, to: 22 },
        { from: 1000, to: 2000 },
      ],
    ],
    ['1000–2000', [{ from: 1000, to: 2000 }]],
  ])('are read from "%s"', (text, ranges) => {
    expect(readPortFilter(text)).toEqual(ranges);
  });

  it.each([null, '', ' ', '22,', '70000', '9-8', 'ssh', '22,<script>'])('are all ports for %j', (text) => {
    expect(readPortFilter(text)).toBeNull();
  });

  it('come back as they were written', () => {
    expect(writePortFilter(readPortFilter('22,1000-2000') ?? [])).toBe('22,1000-2000');
  });

  it('hold their ends', () => {
    const ranges = readPortFilter('10-20');
    expect([9, 10, 20, 21].map((port) => isWithin(ranges, port))).toEqual([false, true, true, false]);
    expect(isWithin(null, 65_535)).toBe(true);
  });
});
