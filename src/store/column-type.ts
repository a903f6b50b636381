/**
 * Types of columns: whole numbers of a fixed width, little-endian, so that a batch is a row of byte ranges that both engines
 * take without looking at a single value; and text, for the one table that has any.
 */
export const COLUMN_TYPES = {
  i64: { width: 8, duckdb: 'BIGINT', clickhouse: 'Int64' },
  u64: { width: 8, duckdb: 'UBIGINT', clickhouse: 'UInt64' },
  u32: { width: 4, duckdb: 'UINTEGER', clickhouse: 'UInt32' },
  u16: { width: 2, duckdb: 'USMALLINT', clickhouse: 'UInt16' },
  u8: { width: 1, duckdb: 'UTINYINT', clickhouse: 'UInt8' },
} as const;

export type ColumnType = keyof typeof COLUMN_TYPES;

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** What its numbers mean, in a few words: docs and the schema of answers are made from it. */
  readonly meaning: string;
}

export const widthOf = ({ type }: Column): number => COLUMN_TYPES[type].width;
