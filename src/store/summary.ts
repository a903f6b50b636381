import { dayOf } from './column-batch.ts';
import type { Store, StoreStatistics } from './store.ts';

export interface SensorInBrief {
  readonly number: number;
  /** Null where it was given none. */
  readonly name: string | null;
  readonly events: number;
}

export interface StoreSummary extends Pick<StoreStatistics, 'rows' | 'ledgerRows' | 'bytes'> {
  readonly engine: Store['engine'];
  /** Of all that is stored, for each row of events; null where there are none. */
  readonly bytesPerEvent: number | null;
  /** Days of the oldest and the newest events, YYYY-MM-DD; null where there are none. */
  readonly oldestDay: string | null;
  readonly newestDay: string | null;
  /** Days that have events. */
  readonly days: number;
  /** Those that have a name, and those that have events. */
  readonly sensors: readonly SensorInBrief[];
  /** Part of the store could not be asked for its days and sensors. */
  readonly isPartial: boolean;
}

const DAY_MS = 86_400_000;
/** Of an ISO time. */
const DATE_LENGTH = 'YYYY-MM-DD'.length;

/** A day since 1970 as YYYY-MM-DD. */
export const formatDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, DATE_LENGTH);

/** What is in a store, and what it takes. Throws StoreError. */
export async function summarizeStore(store: Store): Promise<StoreSummary> {
  const { rows, ledgerRows, bytes, oldestDay, newestDay } = await store.statistics();
  const hours = await store.ask('SELECT hour FROM port_hours GROUP BY hour ORDER BY hour');
  const counts = await store.ask(
    'SELECT sensor, sum(events) AS events FROM port_hours GROUP BY sensor ORDER BY sensor',
  );
  const names = await store.sensors();
  const events = new Map(counts.rows.map(([sensor, count]) => [Number(sensor), Number(count)]));
  const numbers = [...new Set([...names.keys(), ...events.keys()])].sort((a, b) => a - b);
  return {
    engine: store.engine,
    rows,
    ledgerRows,
    bytes,
    bytesPerEvent: rows.events === 0 ? null : bytes / rows.events,
    oldestDay: oldestDay === null ? null : formatDay(oldestDay),
    newestDay: newestDay === null ? null : formatDay(newestDay),
    days: new Set(hours.rows.map(([hour]) => dayOf(Number(hour)))).size,
    sensors: numbers.map((number) => ({ number, name: names.get(number) ?? null, events: events.get(number) ?? 0 })),
    isPartial: hours.isPartial || counts.isPartial,
  };
}
