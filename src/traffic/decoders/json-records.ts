import type { EventBatch } from '../event-batch.ts';
import { newStreamTotals, type LineVerdict, type StreamReader, type StreamTotals } from './decoder.ts';
import { JsonObjects } from './text/json-objects.ts';

/** What reads the object in `bytes` from `start` to `end`. */
export interface JsonRecordReader {
  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): LineVerdict;
  readonly variant?: string | null;
  readonly notes?: Iterable<string>;
}

/** A stream of JSON objects, one a record: one a line, or an array printed over many lines. */
export class JsonRecords implements StreamReader {
  readonly totals: StreamTotals = newStreamTotals();
  readonly #objects = new JsonObjects();
  readonly #record: JsonRecordReader;

  constructor(record: JsonRecordReader) {
    this.#record = record;
  }

  get variant(): string | null {
    return this.#record.variant ?? null;
  }

  read(bytes: Uint8Array, start: number, end: number, base: number, batch: EventBatch): number {
    const objects = this.#objects;
    let at = start;
    for (;;) {
      const found = objects.next(bytes, at, end);
      at = objects.at;
      if (found === 'more') return at - start;
      const { totals } = this;
      totals.records++;
      batch.nextOffset = base + objects.start;
      batch.nextRecord = totals.records;
      const verdict = found === 'object' ? this.#record.read(bytes, objects.start, objects.end, batch) : 'malformed';
      if (verdict === 'malformed') this.#malformed();
      else if (verdict !== 'event') {
        const reason = verdict === 'silent' ? 'records without traffic' : 'other records';
        totals.silent.set(reason, (totals.silent.get(reason) ?? 0) + 1);
      }
    }
  }

  end(): void {
    if (this.#objects.isOpen) {
      this.totals.records++;
      this.#malformed();
      this.totals.notes.add(`cut off in the middle of record ${this.totals.records}`);
    }
    for (const note of this.#record.notes ?? []) this.totals.notes.add(note);
  }

  #malformed(): void {
    const { totals } = this;
    totals.malformed++;
    if (totals.firstMalformed.length < 8) totals.firstMalformed.push(totals.records);
  }
}
