import { COLUMN_TYPES } from '../column-type.ts';
import { TABLES, type Table } from '../schema.ts';
import type { SealedFile, SealedName } from './sealed-file.ts';
import type { StoreFolder } from './store-folder.ts';

const HOUR_MS = 3_600_000;
const HOUR_COLUMNS = 'hour, dport, proto, action, sensor, events, packets, bytes';

export function createHot({ name, columns }: Table): string {
  const list = columns.map((column) => `${column.name} ${COLUMN_TYPES[column.type].duckdb} NOT NULL`).join(', ');
  return `CREATE TABLE IF NOT EXISTS ${name}_hot (${list})`;
}

/**
 * Events counted by hour and all that the roll-up keeps. Sums beyond 64 bits wrap around, as ClickHouse's do: only made-up figures
 * get there.
 */
export function countByHour(from: string): string {
  const wrapped = (column: string): string => `CAST(sum(${column}) % 18446744073709551616 AS UBIGINT) AS ${column}`;
  return (
    `SELECT ts - ts % ${HOUR_MS} AS hour, dport, proto, action, sensor, CAST(count(*) AS UBIGINT) AS events, ` +
    `${wrapped('packets')}, ${wrapped('bytes')} FROM ${from} GROUP BY ALL`
  );
}

/** The views that questions ask, over hot rows and these sealed files; `TEMP` ones are seen by one connection, before the others. */
export function viewStatements(folder: StoreFolder, sealed: readonly SealedFile[], kind: '' | 'TEMP' = ''): string[] {
  const view = (name: SealedName, columns: string, hot: string): string => {
    const files = sealed.filter((file) => file.name === name).sort((a, b) => a.day - b.day);
    const rest = files.length === 0 ? '' : ` UNION ALL SELECT ${columns} FROM ${parquetOf(folder, files)}`;
    return `CREATE OR REPLACE ${kind} VIEW ${name} AS ${hot}${rest}`;
  };
  const ofTables = Object.values(TABLES).map(({ name, columns }) => {
    const list = columns.map((column) => column.name).join(', ');
    return view(name, list, `SELECT ${list} FROM ${name}_hot`);
  });
  return [...ofTables, view('port_hours', HOUR_COLUMNS, countByHour('events_hot'))];
}

export function parquetOf(folder: StoreFolder, files: readonly SealedFile[]): string {
  return `read_parquet([${files.map(({ file }) => quoted(folder.pathOf(file))).join(', ')}])`;
}

/** Writes rows, sorted, as a Parquet file. */
export function copyStatement(rows: string, path: string, order: readonly string[]): string {
  const options = 'FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 6, PARQUET_VERSION v2, ROW_GROUP_SIZE 122880';
  return `COPY (SELECT * FROM (${rows}) ORDER BY ${order.join(', ')}) TO ${quoted(path)} (${options})`;
}

/** A path as a text of SQL: the only text that any statement has, and the user's own choice of a folder. */
export function quoted(path: string): string {
  return `'${path.replaceAll("'", "''")}'`;
}
