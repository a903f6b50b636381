import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchRanges, withSequence, type BatchRange } from './batch-ranges.ts';

describe('the numbers of stored batches', () => {
  it('are those that were added, in whatever order, in as few ranges as there are gaps', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 40 })), (sequences) => {
        const ledger = new BatchRanges();
        for (const sequence of sequences) ledger.set(1, 2n, withSequence(ledger.rangesOf(1, 2n), sequence));
        for (let number = 0; number <= 42; number++) expect(ledger.has(1, 2n, number)).toBe(sequences.includes(number));
        const sorted = sequences.toSorted((a, b) => a - b);
        const gaps = sorted.filter((number, index) => number !== (sorted[index - 1] ?? -1) + 1).length;
        expect(ledger.rangesOf(1, 2n).length).toBe(gaps);
      }),
    );
  });

  it('are one range while they come in order, and are told apart by sensor and origin', () => {
    let ranges: readonly BatchRange[] = [];
    for (let sequence = 1; sequence <= 1000; sequence++) ranges = withSequence(ranges, sequence);
    expect(ranges).toEqual([{ first: 1, last: 1000 }]);
    const ledger = new BatchRanges();
    ledger.set(1, 2n, ranges);
    expect([ledger.has(1, 3n, 5), ledger.has(2, 2n, 5), ledger.has(1, 2n, 5)]).toEqual([false, false, true]);
  });
});
