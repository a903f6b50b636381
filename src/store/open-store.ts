import { ClickHouseStore } from './clickhouse/clickhouse-store.ts';
import { loadClickHouse } from './clickhouse/load.ts';
import { DuckDbStore } from './duckdb/duckdb-store.ts';
import { loadDuckDb } from './duckdb/load.ts';
import type { StoreLocation } from './location.ts';
import type { Store } from './store.ts';

/**
 * Opens the store at a place, begins it where there is none, and brings it to the form of this program. `load` gives an optional package by its
 * name: `createRequire(import.meta.url)`. Throws StoreError.
 */
export async function openStore(location: StoreLocation, load: (name: string) => unknown): Promise<Store> {
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
