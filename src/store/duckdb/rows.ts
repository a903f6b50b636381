import type { DuckDBConnection } from '@duckdb/node-api';
import { StoreError } from '../store.ts';

/** All rows of a statement that gives whole numbers or nothing. */
export async function numbersOf(connection: DuckDBConnection, sql: string): Promise<(bigint | null)[][]> {
  const result = await connection.runAndReadAll(sql);
  return result.getRows().map((row) => row.map((value) => (value === null ? null : BigInt(String(value)))));
}

/** All that an action does, or nothing of it. */
export async function transact<Result>(connection: DuckDBConnection, action: () => Promise<Result>): Promise<Result> {
  await connection.run('BEGIN');
  try {
    const result = await action();
    await connection.run('COMMIT');
    return result;
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined); // a COMMIT that failed has rolled back
    throw error;
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}

/** What DuckDB says of a failure, as what it means for the store at a place. */
export function toStoreError(path: string, doing: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const message = messageOf(error);
  return new StoreError(`${doing} in the store ${path}: ${message}${adviceOn(message)}`);
}

/** What to do next, where that is known; it is joined to the message. */
export function adviceOn(message: string): string {
  const isFull = /no space left|disk quota|ENOSPC/i.test(message);
  return isFull ? '; make room on that disk, what was acknowledged is safe' : '';
}

/** After this DuckDB answers nothing until it is opened again. */
export function isFatal(error: Error): boolean {
  return /database has been invalidated|FATAL Error|the store .* is not open/.test(error.message);
}
