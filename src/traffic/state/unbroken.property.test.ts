import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownKnowledge } from '../../knowledge/compiled-knowledge.fixture.ts';
import { Analysis } from '../analysis.ts';
import { EventBatch } from '../event-batch.ts';
import { addEvent, type TestEvent } from '../events.fixture.ts';
import { compilePatterns } from '../patterns/compile-patterns.ts';
import { summarise } from '../report/summarise.ts';
import { toFinding } from '../report/to-finding.ts';
import { anyEvents } from './any-events.fixture.ts';
import { StateReader } from './state-reader.ts';
import { StateWriter } from './state-writer.ts';

/** An engine with nothing around it. */
class Engine {
  readonly #analysis: Analysis;
  readonly #batch: EventBatch;

  constructor() {
    this.#batch = new EventBatch((batch) => this.#analysis.take(batch));
    this.#analysis = new Analysis(this.#batch, compilePatterns(ownKnowledge()), []);
  }

  feed(events: readonly TestEvent[], before: number): void {
    this.#batch.nextRecord = before;
    this.#batch.nextOffset = before * 100;
    for (const event of events) addEvent(this.#batch, event);
    this.#batch.flush();
  }

  save(): Buffer {
    const writer = new StateWriter();
    this.#batch.addresses.save(writer);
    this.#batch.labels.save(writer);
    this.#analysis.save(writer);
    return writer.toBytes();
  }

  load(state: Uint8Array): void {
    const reader = new StateReader(state);
    this.#batch.addresses.load(reader);
    this.#batch.labels.load(reader);
    this.#analysis.load(reader);
    reader.end();
  }

  /** As --json has it. */
  report(): { readonly ids: readonly string[]; readonly text: string } {
    const sightings = this.#analysis.finish();
    const findings = sightings.map((sighting) => toFinding(sighting, this.#batch.addresses));
    const summary = summarise({ analysis: this.#analysis, sightings, inputs: [], labels: this.#batch.labels });
    return { ids: findings.map(({ pattern }) => pattern), text: JSON.stringify({ summary, findings }, null, 1) };
  }
}

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
          fc.array(fc.integer({ min: 0, max: 6000 }), { minLength: 1, maxLength: 3 }),
          (seed, places) => {
            const events = anyEvents(seed, 6000);
            places.sort((a, b) => a - b);
            const expected = whole(events, places);
            for (const id of expected.ids) seen.add(id);
            expect(broken(events, places).text).toBe(expected.text);
          },
        ),
        { numRuns: 12 },
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
