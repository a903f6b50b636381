import { ClickHouseStore } from './clickhouse/clickhouse-store.ts';
import { loadClickHouse } from './clickhouse/load.ts';
import { DuckDbStore } from './duckdb/duckdb-store.ts';
import { loadDuckDb } from './duckdb/load.ts';
import type { StoreLocation } from './location.ts';
import type { Store } from './store.ts';
import { openInThread } from './worker/start-thread.ts';

export interface OpenOptions {
  /** The embedded store works in a thread of its own: for a process that must go on answering while it is written to. */
  readonly inWorker?: boolean;
}

/**
 * Opens the store at a place, begins it where there is none, and brings it to the form of this program. `load` gives an optional package by its
 * name: `createRequire(import.meta.url)`. Throws StoreError.
 */
export async function openStore(
  location: StoreLocation,
  load: (name: string) => unknown,
  { inWorker = false }: OpenOptions = {},
): Promise<Store> {
  // ClickHouse works elsewhere anyway.
  if (inWorker && location.engine === 'duckdb') return openInThread(location);
  const store =
    location.engine === 'clickhouse'
      ? new ClickHouseStore(loadClickHouse(load), location)
      : await DuckDbStore.open(location.folder, loadDuckDb(load));
  try {
    await store.migrate();
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}
