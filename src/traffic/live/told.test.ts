import { describe, expect, it } from 'vitest';
import type { Severity } from '../../findings/finding.ts';
import { Told } from './told.ts';

/** What is said of one finding that grows. */
function reasons(
  sizes: readonly (readonly [severity: Severity, events: number, targets?: number])[],
): (string | null)[] {
  const told = new Told();
  return sizes.map(([severity, events, targets = 1]) => told.take('a', { severity, events, targets }));
}

describe('what was told', () => {
  it('is told at its beginning, and at powers of ten', () => {
    const told = new Told();
    const at: number[] = [];
    for (let events = 4; events <= 25_000; events++) {
      if (told.take('scan', { severity: 'low', events, targets: 1 }) !== null) at.push(events);
    }
    expect(at).toEqual([4, 10, 100, 1000, 10_000]);
  });

  it('is not told again just because a power of ten was near', () => {
    expect(
      reasons([
        ['low', 9],
        ['low', 10],
        ['low', 17],
        ['low', 18],
        ['low', 99],
      ]),
    ).toEqual(['new', null, null, 'count', null]);
  });

  it('is told again when its targets grow', () => {
    expect(
      reasons([
        ['low', 200, 30],
        ['low', 210, 99],
        ['low', 220, 100],
        ['low', 230, 101],
      ]),
    ).toEqual(['new', null, 'count', null]);
  });

  it('is told again when it is more severe than ever, and not when that goes up and down', () => {
    expect(
      reasons([
        ['low', 5],
        ['high', 5],
        ['low', 5],
        ['high', 5],
        ['critical', 5],
      ]),
    ).toEqual(['new', 'severity', null, null, 'severity']);
  });

  it('is not told while it is only for the record', () => {
    expect(
      reasons([
        ['info', 5],
        ['info', 5000],
        ['low', 5001],
      ]),
    ).toEqual([null, null, 'new']);
  });

  it('is bounded, and says what it forgot', () => {
    const told = new Told();
    for (let key = 0; key < 16_484; key++) told.take(String(key), { severity: 'low', events: 5, targets: 1 });
    expect(told.forgotten).toBe(100);
  });
});
