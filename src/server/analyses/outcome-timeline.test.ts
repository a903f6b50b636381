import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventBatch, OUTCOME, OUTCOMES } from '../../traffic/event-batch.ts';
import { OutcomeCounter, partOf } from './outcome-timeline.ts';

function timelineOf(events: readonly (readonly [time: number, outcome: number])[]): OutcomeCounter['timeline'] {
  const counter = new OutcomeCounter();
  const batch = new EventBatch((full) => counter.take(full));
  for (const [time, outcome] of events) {
    const row = batch.add();
    batch.time[row] = time;
    batch.outcome[row] = outcome;
  }
  batch.flush();
  return counter.timeline;
}

const total = (counts: readonly (readonly number[])[]): number => counts.flat().reduce((sum, one) => sum + one, 0);

describe('events by time and outcome', () => {
  it('are counted where they fall', () => {
    const { start, seconds, counts } = timelineOf([
      [100.5, OUTCOME.dropped],
      [100.9, OUTCOME.allowed],
      [102, OUTCOME.dropped],
      [Number.NaN, OUTCOME.dropped],
    ]);
    expect([start, seconds, counts.length]).toEqual([100, 1, 3]);
    expect(counts[0]?.[OUTCOME.dropped]).toBe(1);
    expect(counts[0]?.[OUTCOME.allowed]).toBe(1);
    expect(counts[2]?.[OUTCOME.dropped]).toBe(1);
  });

  it('are none where none has a time', () => {
    expect(timelineOf([[Number.NaN, 0]])).toEqual({ start: null, seconds: 1, counts: [] });
  });

  it('are never lost, however long the time gets, and whichever part is asked for', () => {
    const event = fc.tuple(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: OUTCOMES.length - 1 }));
    fc.assert(
      fc.property(
        fc.array(event, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 50 }),
        (events, buckets) => {
          const timeline = timelineOf(events);
          expect(total(timeline.counts)).toBe(events.length);
          expect(timeline.counts.length).toBeLessThanOrEqual(1024);
          const part = partOf(timeline, -1e10, 1e10, buckets);
          expect(total(part.counts)).toBe(events.length);
          expect(part.counts.length).toBeLessThanOrEqual(buckets);
        },
      ),
    );
  });

  it('are those of a part, whose borders are those of buckets', () => {
    const timeline = timelineOf([0, 1, 2, 3, 4, 5].map((time) => [time, OUTCOME.dropped] as const));
    const part = partOf(timeline, 2, 5, 10);
    expect([part.start, part.seconds, part.counts.length, total(part.counts)]).toEqual([2, 1, 3, 3]);
    expect(partOf(timeline, 100, 200, 10).counts).toEqual([]);
  });
});
