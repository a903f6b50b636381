import { DuckDbStore } from './duckdb/duckdb-store.ts';
import { loadDuckDb } from './duckdb/load.ts';
import type { StoreLocation } from './location.ts';
import { StoreError, type Store } from './store.ts';

/**
 * Opens the store at a place, begins it where there is none, and brings it to the form of this program. `load` gives an optional package by its
 * name: `createRequire(import.meta.url)`. Throws StoreError.
 */
export async function openStore(location: StoreLocation, load: (name: string) => unknown): Promise<Store> {
  if (location.engine === 'clickhouse') throw new StoreError('clickhouse is not there yet');
  const store = await DuckDbStore.open(location.folder, loadDuckDb(load));
  await store.migrate();
  return store;
}
