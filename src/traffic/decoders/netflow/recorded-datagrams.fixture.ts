import { EventBatch } from '../../event-batch.ts';
import { recording } from '../../recorded.fixture.ts';
import { eventsOf, type Decoded } from '../decode.fixture.ts';
import type { StreamTotals } from '../decoder.ts';
import { NetflowDatagrams } from './netflow.ts';

export interface Fed {
  readonly events: readonly Decoded[];
  readonly verdicts: readonly string[];
  readonly totals: StreamTotals;
}

/** Feeds recorded datagrams to one reader, in order. */
export function feed(...names: readonly string[]): Fed {
  const reader = new NetflowDatagrams();
  const events: Decoded[] = [];
  const batch = new EventBatch((full) => events.push(...eventsOf(full)));
  const verdicts = names.map((name) => reader.read(recording(`netflow/${name}.dat`), '192.0.2.1', batch));
  batch.flush();
  return { events, verdicts, totals: reader.totals };
}
