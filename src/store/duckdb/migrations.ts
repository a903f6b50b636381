/**
 * The forms of the embedded store, one after the other. A form that was ever released is never changed: what is new is a next
 * migration, whose number is its place here.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { TABLES } from '../schema.ts';
import { StoreError } from '../store.ts';
import { withSequence, type BatchRange } from './batch-ranges.ts';
import { copyStatement, countByHour, createHot, parquetOf, quoted } from './ddl.ts';
import { addSealed, writeRanges } from './ledger.ts';
import { numbersOf, transact } from './rows.ts';
import type { SealedFile, SealedName } from './sealed-file.ts';
import type { StoreFolder } from './store-folder.ts';

type Migration = (connection: DuckDBConnection, folder: StoreFolder) => Promise<void>;

/** What the counts by hour are sorted by. */
export const HOUR_ORDER = ['dport', 'proto', 'sensor', 'action', 'hour'] as const;

const MIGRATIONS: readonly Migration[] = [
  async (connection) => {
    await runAll(connection, [
      'CREATE TABLE batches (sensor USMALLINT NOT NULL, origin UBIGINT NOT NULL, sequence UBIGINT NOT NULL, day INTEGER NOT NULL, row_count UINTEGER NOT NULL, PRIMARY KEY (sensor, origin, sequence))',
      'CREATE TABLE sealed (file VARCHAR PRIMARY KEY)',
      'CREATE TABLE sensors (sensor USMALLINT PRIMARY KEY, name VARCHAR NOT NULL)',
      'CREATE TABLE texts (id UBIGINT PRIMARY KEY, text VARCHAR NOT NULL)',
      ...Object.values(TABLES).map(createHot),
      // ClickHouse's name for it, which questions use: there `/` gives a fraction.
      'CREATE OR REPLACE MACRO intDiv(a, b) AS a // b',
    ]);
  },
  // A row for each range of batches and not for each batch; how many rows a day has got; what is in a sealed file; events by hour.
  async (connection, folder) => {
    const batches = await numbersOf(connection, 'SELECT sensor, origin, sequence FROM batches ORDER BY ALL');
    const result = await connection.runAndReadAll('SELECT file FROM sealed');
    await runAll(connection, [
      'CREATE TABLE stored_rows AS SELECT day, CAST(sum(row_count) AS UBIGINT) AS row_count FROM batches GROUP BY day',
      'DROP TABLE batches',
      'DROP TABLE sealed',
      'CREATE TABLE batches (sensor USMALLINT NOT NULL, origin UBIGINT NOT NULL, first UBIGINT NOT NULL, last UBIGINT NOT NULL)',
      'CREATE TABLE sealed (file VARCHAR NOT NULL, name VARCHAR NOT NULL, day INTEGER NOT NULL, row_count UBIGINT NOT NULL, bytes UBIGINT NOT NULL)',
    ]);
    const origins = new Map<string, { sensor: number; origin: bigint; ranges: readonly BatchRange[] }>();
    for (const [sensor = null, origin = null, sequence = null] of batches) {
      const key = `${sensor}/${origin}`;
      const known = origins.get(key) ?? { sensor: Number(sensor), origin: origin ?? 0n, ranges: [] };
      origins.set(key, { ...known, ranges: withSequence(known.ranges, Number(sequence)) });
    }
    for (const { sensor, origin, ranges } of origins.values())
      await writeRanges(connection, [sensor, origin], [], ranges);
    for (const [file] of result.getRows()) await takeFile(connection, folder, String(file));
  },
];

/** The form that this program writes. */
export const FORM = MIGRATIONS.length;

/** Brings a store to this program's form, each migration whole or not at all; tests stop at an older one. Throws StoreError for a newer one. */
export async function migrate(connection: DuckDBConnection, folder: StoreFolder, to = FORM): Promise<void> {
  await connection.run('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)');
  const [[version = 0n] = []] = await numbersOf(connection, 'SELECT max(version) FROM schema_version');
  const from = Number(version ?? 0n);
  if (from > FORM) {
    throw new StoreError(
      `the store ${folder.path} was made by a newer portolan (form ${from}, and this one knows ${FORM}); use that one`,
    );
  }
  for (const [index, migration] of MIGRATIONS.slice(0, to).entries()) {
    if (index < from) continue;
    await transact(connection, async () => {
      await migration(connection, folder);
      await runAll(connection, ['DELETE FROM schema_version', `INSERT INTO schema_version VALUES (${index + 1})`]);
    });
  }
}

async function takeFile(connection: DuckDBConnection, folder: StoreFolder, file: string): Promise<void> {
  const [name = '', day = ''] = file.split('-');
  const taken: SealedFile = { file, name: name as SealedName, day: Number(day), rows: 0, bytes: 0 };
  const count = async (path: string): Promise<[bigint, bigint]> => {
    const [[rows = null] = []] = await numbersOf(connection, `SELECT count(*) FROM read_parquet(${quoted(path)})`);
    const result = await connection.runAndReadAll(`SELECT size FROM read_blob(${quoted(path)})`);
    return [rows ?? 0n, BigInt(String(result.getRows()[0]?.[0] ?? 0))];
  };
  const [rows, bytes] = await count(folder.pathOf(file));
  await addSealed(connection, { ...taken, rows: Number(rows), bytes: Number(bytes) });
  if (name !== 'events') return;
  const hours = folder.nameFor('port_hours', taken.day);
  await connection.run(copyStatement(countByHour(parquetOf(folder, [taken])), folder.halfOf(hours), HOUR_ORDER));
  const hourBytes = folder.finish(hours);
  const [hourRows] = await count(folder.pathOf(hours));
  await addSealed(connection, {
    file: hours,
    name: 'port_hours',
    day: taken.day,
    rows: Number(hourRows),
    bytes: hourBytes,
  });
}

async function runAll(connection: DuckDBConnection, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await connection.run(statement);
}
