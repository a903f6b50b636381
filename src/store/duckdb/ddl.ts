import { COLUMN_TYPES } from '../column-type.ts';
import { SCHEMA_VERSION, TABLES, type Table } from '../schema.ts';

/**
 * What is appended goes into `<table>_hot`; sealed days are Parquet files. `<table>` is the view over both that questions ask.
 * `batches` has the id of every batch, and `sealed` the name of every file, each written in one transaction with what it is
 * about: so what a crash left half done is known when the store is opened again.
 */
export function createStatements(): string[] {
  return [
    'CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)',
    `INSERT INTO schema_version SELECT ${SCHEMA_VERSION} WHERE NOT EXISTS (SELECT 1 FROM schema_version)`,
    'CREATE TABLE IF NOT EXISTS batches (sensor USMALLINT NOT NULL, origin UBIGINT NOT NULL, sequence UBIGINT NOT NULL, day INTEGER NOT NULL, row_count UINTEGER NOT NULL, PRIMARY KEY (sensor, origin, sequence))',
    'CREATE TABLE IF NOT EXISTS sealed (file VARCHAR PRIMARY KEY)',
    'CREATE TABLE IF NOT EXISTS sensors (sensor USMALLINT PRIMARY KEY, name VARCHAR NOT NULL)',
    'CREATE TABLE IF NOT EXISTS texts (id UBIGINT PRIMARY KEY, text VARCHAR NOT NULL)',
    ...Object.values(TABLES).map(createHot),
    // ClickHouse's name for it, which questions use: there `/` gives a fraction.
    'CREATE OR REPLACE MACRO intDiv(a, b) AS a // b',
  ];
}

function createHot({ name, columns }: Table): string {
  const list = columns.map((column) => `${column.name} ${COLUMN_TYPES[column.type].duckdb} NOT NULL`).join(', ');
  return `CREATE TABLE IF NOT EXISTS ${name}_hot (${list})`;
}

/** The view over the hot rows and the sealed files. */
export function viewStatement({ name, columns }: Table, files: readonly string[]): string {
  const list = columns.map((column) => column.name).join(', ');
  const hot = `SELECT ${list} FROM ${name}_hot`;
  if (files.length === 0) return `CREATE OR REPLACE VIEW ${name} AS ${hot}`;
  const paths = files.map(quoted).join(', ');
  return `CREATE OR REPLACE VIEW ${name} AS ${hot} UNION ALL SELECT ${list} FROM read_parquet([${paths}])`;
}

/** A path as a text of SQL: the only text that any statement has, and the user's own choice of a folder. */
export function quoted(path: string): string {
  return `'${path.replaceAll("'", "''")}'`;
}
