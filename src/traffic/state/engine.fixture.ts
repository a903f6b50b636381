import { ownKnowledge } from '../../knowledge/compiled-knowledge.fixture.ts';
import { Analysis } from '../analysis.ts';
import { EventBatch } from '../event-batch.ts';
import { addEvent, type TestEvent } from '../events.fixture.ts';
import { compilePatterns } from '../patterns/compile-patterns.ts';
import { summarise } from '../report/summarise.ts';
import { toFinding } from '../report/to-finding.ts';
import { StateReader } from './state-reader.ts';
import { StateWriter } from './state-writer.ts';

/** An engine with nothing around it. */
export class Engine {
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
