import type * as Api from '@duckdb/node-api';
import type * as Bindings from '@duckdb/node-bindings';
import type { ColumnType } from '../column-type.ts';
import { StorePackageMissing } from '../store.ts';

/** The optional package, loaded. */
export interface DuckDb {
  readonly api: typeof Api;
  readonly bindings: typeof Bindings;
  readonly types: Readonly<Record<ColumnType, Api.DuckDBType>>;
}

/**
 * Loads DuckDB, 70 MB of it, which only commands that need the store do; `load` gives a package by its name. Throws StorePackageMissing
 * where it is not installed.
 */
export function loadDuckDb(load: (name: string) => unknown): DuckDb {
  try {
    const api = load('@duckdb/node-api') as typeof Api;
    const bindings = load('@duckdb/node-bindings') as typeof Bindings;
    const types = { i64: api.BIGINT, u64: api.UBIGINT, u32: api.UINTEGER, u16: api.USMALLINT, u8: api.UTINYINT };
    return { api, bindings, types };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new StorePackageMissing(
      `the store needs the package @duckdb/node-api, which cannot be loaded (${reason}); npm install @duckdb/node-api beside portolan adds it`,
    );
  }
}
