import { Counter } from '../metrics/counter.ts';
import { Histogram } from '../metrics/histogram.ts';
import type { Metric } from '../metrics/metric.ts';
import type { Batch, Stored } from '../../store/store.ts';
import type { OwnInputs } from './own-inputs.ts';
import { rowWidth } from '../../store/column-batch.ts';

/** Why a batch was refused: a short list, as each becomes a label. */
export type Refusal =
  | 'unauthenticated'
  | 'forbidden'
  | 'bad-request'
  | 'bad-batch'
  | 'too-large'
  | 'too-slow'
  | 'sensor-busy'
  | 'store-behind'
  | 'store-down'
  | 'disk-full'
  | 'stopping';

/** Seconds: a batch of 5,000 events takes some 10 ms, a full one 100 ms, and one behind a day that is being sealed many. */
const INSERT_BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What came from a sensor since this process began. */
export interface Seen {
  /** Milliseconds since 1970 of the last batch that was accepted, new or not. */
  readonly lastBatch: number;
  /** Days since 1970 of its rows. */
  readonly lastDay: number;
}

/** What the collector counts since this process began. */
export class CollectorMetrics {
  /** How reading goes, where this process reads something itself. */
  ownInputs: () => OwnInputs = () => ({ metrics: [], problems: [] });
  readonly #batches = new Counter('portolan_batches_total', 'Batches that were accepted, by sensor and outcome.');
  readonly #rows = new Counter('portolan_rows_total', 'Rows that were stored, by sensor and table.');
  readonly #bytes = new Counter(
    'portolan_row_bytes_total',
    'Bytes of the columns of rows that were stored, by sensor.',
  );
  readonly #refused = new Counter('portolan_refused_total', 'Requests to store a batch that were refused, by reason.');
  readonly #insert = new Histogram(
    'portolan_insert_seconds',
    'Seconds from having a whole batch to its being safe in the store, waiting included.',
    INSERT_BOUNDS,
  );
  readonly #seen = new Map<number, Seen>();

  accepted(
    sensor: number,
    { day, columns: { table, rows } }: Batch,
    outcome: Stored,
    seconds: number,
    now: number,
  ): void {
    this.#batches.add({ sensor, outcome });
    this.#insert.observe(seconds);
    this.#seen.set(sensor, { lastBatch: now, lastDay: day });
    if (outcome === 'duplicate') return;
    this.#rows.add({ sensor, table }, rows);
    this.#bytes.add({ sensor }, rows * rowWidth(table));
  }

  refused(reason: Refusal): void {
    this.#refused.add({ reason });
  }

  get seen(): ReadonlyMap<number, Seen> {
    return this.#seen;
  }

  get metrics(): readonly Metric[] {
    const own = [this.#batches, this.#rows, this.#bytes, this.#refused, this.#insert].map((one) => one.metric);
    return [...own, ...this.ownInputs().metrics];
  }
}
