import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { EventBatch } from '../event-batch.ts';
import { TrafficReader, type ReadInput, type TrafficOptions } from '../read-traffic.ts';
import { KeptLines } from './kept-lines.ts';
import type { Term } from './query.ts';
import { Selection } from './selection.ts';

/** One event that a query names. It is valid during the call only. */
export interface SelectedEvent {
  readonly batch: EventBatch;
  readonly row: number;
  /** Place of the input in the list. */
  readonly input: number;
  /** Its line as it stands in the input, without its end; null for packets and records, and for lines held back long. */
  readonly line: Buffer | null;
}

/**
 * Reads inputs to their end and hands on the events that a query names, in the order of the input (of captures: in the
 * order in which connections end). Keeps no more than a batch of them. Rejects with InputError where none can be read,
 * and throws QueryError for a pattern that is not there.
 */
export async function selectTraffic(
  paths: readonly string[],
  terms: readonly Term[],
  knowledge: Knowledge,
  options: TrafficOptions,
  take: (event: SelectedEvent) => void,
): Promise<readonly ReadInput[]> {
  const lines = new KeptLines();
  let input = 0;
  const sink = (batch: EventBatch): void => {
    lines.keep(batch);
    for (const row of selection.rows(batch)) take({ batch, row, input, line: lines.line(batch, row) });
    lines.forget(batch);
  };
  const reader = new TrafficReader(options, sink, lines);
  lines.watch(reader.events);
  const selection = new Selection(terms, knowledge, reader.events, options.own);
  return await reader.readAll(paths, (place) => (input = place));
}
