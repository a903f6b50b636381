import type { StoreStatistics } from '../../store/store.ts';
import type { Seen } from '../collector/collector-metrics.ts';
import type { DiskRoom } from '../collector/disk-room.ts';
import type { SensorEntry } from '../tokens/token-list.ts';
import type { Metric, Sample } from './metric.ts';

/** How things stand at the moment at which it is asked. */
export function storeMetrics(
  store: StoreStatistics | null,
  disk: DiskRoom | null,
  sensors: readonly SensorEntry[],
  seen: ReadonlyMap<number, Seen>,
): readonly Metric[] {
  const gauge = (name: string, help: string, samples: readonly Sample[]): Metric[] =>
    samples.length === 0 ? [] : [{ name, help, type: 'gauge', samples }];
  const one = (value: number | null | undefined): Sample[] => (typeof value === 'number' ? [{ value }] : []);
  const rows = Object.entries(store?.rows ?? {}).map(([table, value]) => ({ labels: { table }, value }));
  const last = [...seen].map(([sensor, { lastBatch }]) => ({ labels: { sensor }, value: lastBatch / 1000 }));
  const names = sensors.map(({ number, name }) => ({ labels: { sensor: number, name }, value: 1 }));
  return [
    ...gauge('portolan_store_up', 'Whether the store answers.', one(store === null ? 0 : 1)),
    ...gauge('portolan_store_rows', 'Rows in the store, by table.', rows),
    ...gauge(
      'portolan_store_ledger_rows',
      'Rows of all batches in the ledger: the sum of the rows in the store.',
      one(store?.ledgerRows),
    ),
    ...gauge('portolan_store_bytes', 'Bytes of the store on disk.', one(store?.bytes)),
    ...gauge('portolan_store_disk_free_bytes', 'Bytes that are free on the disk of the store.', one(disk?.freeBytes)),
    ...gauge('portolan_sensor_last_batch_timestamp_seconds', 'When the last batch of a sensor was accepted.', last),
    ...gauge('portolan_sensor_info', 'Names of sensors by their numbers.', names),
  ];
}
