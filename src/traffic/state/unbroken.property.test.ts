import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TestEvent } from '../events.fixture.ts';
import { anyEvents } from './any-events.fixture.ts';
import { Engine } from './engine.fixture.ts';

/** What is found where the engine is saved and another one goes on, once in front of each of the places. */
function broken(events: readonly TestEvent[], places: readonly number[]): ReturnType<Engine['report']> {
  let engine = new Engine();
  let from = 0;
  for (const place of [...places, events.length]) {
    engine.feed(events.slice(from, place), from);
    from = place;
    const state = engine.save();
    engine = new Engine();
    engine.load(state);
    expect(engine.save().equals(state)).toBe(true);
  }
  return engine.report();
}

/** The same batches in an engine that lives on: what is in one batch is judged together. */
function whole(events: readonly TestEvent[], places: readonly number[]): ReturnType<Engine['report']> {
  const engine = new Engine();
  let from = 0;
  for (const place of [...places, events.length]) {
    engine.feed(events.slice(from, place), from);
    from = place;
  }
  return engine.report();
}

describe('the state of an analysis', () => {
  it(
    'is all that matters to what is found: whoever loads it goes on as if nothing had been',
    { timeout: 120_000 },
    () => {
      const seen = new Set<string>();
      fc.assert(
        fc.property(
          fc.integer({ min: 0 }),
          fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 2 }),
          (seed, places) => {
            const events = anyEvents(seed, 5000);
            places.sort((a, b) => a - b);
            const expected = whole(events, places);
            for (const id of expected.ids) seen.add(id);
            expect(broken(events, places).text).toBe(expected.text);
          },
        ),
        { numRuns: 4 },
      );
      // A test of detectors that found nothing would be none.
      const wanted = [
        'backscatter',
        'brute-force',
        'coordinated-scan',
        'dns-tunnel',
        'health-check',
        'sweep',
        'syn-flood',
      ];
      expect([...seen].sort()).toEqual(expect.arrayContaining(wanted));
    },
  );
});
