import { ownKnowledge } from '../../knowledge/compiled-knowledge.fixture.ts';
import { Analysis } from '../analysis.ts';
import { EventBatch } from '../event-batch.ts';
import { addEvent, type TestEvent } from '../events.fixture.ts';
import { compilePatterns, type CompiledPatterns } from '../patterns/compile-patterns.ts';
import type { Sighting } from '../sighting.ts';

let patterns: CompiledPatterns | null = null;

/** The project's own patterns, compiled once for all tests of a worker. */
export function ownPatterns(): CompiledPatterns {
  return (patterns ??= compilePatterns(ownKnowledge()));
}

/** What the whole analysis sees in these events, with the project's own patterns. */
export function analyse(events: Iterable<TestEvent>): {
  readonly sightings: readonly Sighting[];
  readonly ids: readonly string[];
  readonly analysis: Analysis;
} {
  const batch: EventBatch = new EventBatch((full) => analysis.take(full));
  const analysis = new Analysis(batch, ownPatterns(), []);
  for (const event of events) addEvent(batch, event);
  batch.flush();
  const sightings = analysis.finish();
  return { sightings, ids: sightings.map(({ pattern }) => pattern.id), analysis };
}
