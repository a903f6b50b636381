import type * as Api from '@clickhouse/client';
import { StorePackageMissing } from '../store.ts';

export type ClickHouse = typeof Api;

/** Loads the client, which only commands that need such a store do. Throws StorePackageMissing where it is not installed. */
export function loadClickHouse(load: (name: string) => unknown): ClickHouse {
  try {
    return load('@clickhouse/client') as ClickHouse;
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new StorePackageMissing(
      `a store in ClickHouse needs the package @clickhouse/client, which cannot be loaded (${reason}); npm install @clickhouse/client beside portolan adds it`,
    );
  }
}
