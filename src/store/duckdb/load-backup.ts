/** A backup of an embedded store as batches for any store: the way out of one machine. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { ColumnBatch, MAX_BATCH_ROWS, MILLISECONDS_A_DAY } from '../column-batch.ts';
import { literals } from '../literal.ts';
import { TABLES, type Table } from '../schema.ts';
import { StoreError, type BackupContent, type Store } from '../store.ts';
import type { Text } from '../text.ts';
import { contentOf, readBackup, type Manifest } from './backup.ts';
import { quoted } from './ddl.ts';
import type { DuckDb } from './load.ts';
import { FORM } from './migrations.ts';
import { numbersOf, toStoreError } from './rows.ts';
import { SEALED_NAME } from './sealed-file.ts';

/** Texts have no day and no sensor: their batches have no rows, and stand under these. */
const NO_DAY = 0;
const OWN_SENSOR = 0;
const TEXTS_AT_ONCE = 10_000;

/**
 * Puts all rows, texts and names of a backup into a store of another engine, which is new, or was begun to be filled with this backup: batches
 * have numbers that follow from its content, so that what was cut short goes on. Throws StoreError.
 */
export async function loadBackup(from: string, store: Store, duckdb: DuckDb): Promise<BackupContent> {
  const manifest = await readBackup(from);
  if (manifest.form !== FORM) {
    throw new StoreError(
      `the backup ${from} is of an older portolan: restore it into a folder, and back that up again`,
    );
  }
  const spill = await mkdtemp(join(tmpdir(), 'portolan-load-'));
  const instance = await duckdb.api.DuckDBInstance.create(':memory:', {
    ...{ memory_limit: '1GB', temp_directory: spill, max_temp_directory_size: '16GB' },
    // Extensions would be downloaded.
    ...{
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      allow_community_extensions: 'false',
    },
  });
  const connection = await instance.connect();
  try {
    await new BackupLoad(from, manifest, store, connection).run();
    return contentOf(manifest);
  } catch (error) {
    throw toStoreError(from, 'loading the backup; the same command goes on with it', error);
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(spill, { recursive: true, force: true });
  }
}

class BackupLoad {
  readonly #from: string;
  readonly #manifest: Manifest;
  readonly #store: Store;
  readonly #connection: DuckDBConnection;
  readonly #origin: bigint;
  #sequence = 0;
  #rows = 0;

  constructor(from: string, manifest: Manifest, store: Store, connection: DuckDBConnection) {
    this.#from = from;
    this.#manifest = manifest;
    this.#store = store;
    this.#connection = connection;
    const content = manifest.files.map(({ file, sha256 }) => `${file} ${sha256}`).join('\n');
    this.#origin = createHash('sha256').update(content).digest().readBigUInt64LE();
  }

  async run(): Promise<void> {
    await this.#requireOwn();
    await this.#addTexts();
    await this.#nameSensors();
    for (const table of Object.values(TABLES)) await this.#addTable(table);
    if (this.#rows !== this.#manifest.rows) {
      throw new StoreError(
        `the backup ${this.#from} says ${this.#manifest.rows} rows, and its files have ${this.#rows}`,
      );
    }
  }

  /** Rows of a store that were not loaded from this backup may be the same once more. */
  async #requireOwn(): Promise<void> {
    const { rows } = await this.#store.statistics();
    const sum = Object.values(rows).reduce((all, each) => all + each, 0);
    const sql = `SELECT count(*) FROM batches WHERE origin = ${literals.u64(this.#origin)}`;
    const [[known = null] = []] = (await this.#store.ask(sql)).rows;
    if (sum > 0 && known === 0n) {
      throw new StoreError(
        `the store has ${sum} rows that are not of this backup: load it into a new database, before anything is sent there`,
      );
    }
  }

  async #addTexts(): Promise<void> {
    const result = await this.#connection.stream(`SELECT id, text FROM ${this.#files(['texts.parquet'])} ORDER BY id`);
    let texts: Text[] = [];
    const put = (): Promise<void> => this.#put(OWN_SENSOR, NO_DAY, new ColumnBatch('events', 0), texts);
    for (
      let chunk = await result.fetchChunk();
      chunk !== null && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    ) {
      for (const [id, text] of chunk.getRows()) texts.push({ id: BigInt(String(id)), text: String(text) });
      if (texts.length < TEXTS_AT_ONCE) continue;
      await put();
      texts = [];
    }
    await put();
  }

  async #nameSensors(): Promise<void> {
    const sql = `SELECT sensor, name FROM ${this.#files(['sensors.parquet'])} ORDER BY sensor`;
    const result = await this.#connection.runAndReadAll(sql);
    const known = await this.#store.sensors();
    for (const [sensor, name] of result.getRows()) {
      if (!known.has(Number(sensor))) await this.#store.nameSensor(Number(sensor), String(name));
    }
  }

  async #addTable({ name, columns, order }: Table): Promise<void> {
    const sealed = this.#manifest.files.map(({ file }) => file).filter((file) => isSealedOf(file, name));
    const files = this.#files([`${name}_hot.parquet`, ...sealed]);
    const parts = await numbersOf(
      this.#connection,
      `SELECT ts // ${MILLISECONDS_A_DAY} AS day, sensor, count(*) FROM ${files} GROUP BY ALL ORDER BY ALL`,
    );
    const list = columns.map((column) => column.name);
    // Down to the last column: the same rows are in the same batch whenever it is done.
    const sorted = [...order, ...list.filter((column) => !order.includes(column))].join(', ');
    for (const [day = null, sensor = null, count = null] of parts) {
      const from = Number(day) * MILLISECONDS_A_DAY;
      const where = `ts >= ${from} AND ts < ${from + MILLISECONDS_A_DAY} AND sensor = ${literals.port(Number(sensor))}`;
      const sql = `SELECT ${list.join(', ')} FROM ${files} WHERE ${where} ORDER BY ${sorted}`;
      await this.#addRows(name, sql, Number(day), Number(sensor), Number(count));
    }
  }

  async #addRows(table: Table['name'], sql: string, day: number, sensor: number, count: number): Promise<void> {
    const result = await this.#connection.stream(sql);
    let [left, at] = [count, 0];
    let batch = new ColumnBatch(table, Math.min(left, MAX_BATCH_ROWS));
    for (
      let chunk = await result.fetchChunk();
      chunk !== null && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    ) {
      const values = chunk.getColumns();
      for (let from = 0; from < chunk.rowCount;) {
        const rows = Math.min(chunk.rowCount - from, batch.rows - at);
        for (const [place, { name, type }] of TABLES[table].columns.entries()) {
          const view = batch.column(name, type);
          const column = values[place] ?? [];
          const isWide = view instanceof BigInt64Array || view instanceof BigUint64Array;
          for (let row = 0; row < rows; row++) {
            const value = column[from + row];
            if (isWide) view[at + row] = BigInt(String(value));
            else view[at + row] = Number(value);
          }
        }
        [from, at] = [from + rows, at + rows];
        if (at < batch.rows) continue;
        await this.#put(sensor, day, batch, []);
        [left, at] = [left - batch.rows, 0];
        if (left > 0) batch = new ColumnBatch(table, Math.min(left, MAX_BATCH_ROWS));
      }
    }
  }

  async #put(sensor: number, day: number, columns: ColumnBatch, texts: readonly Text[]): Promise<void> {
    this.#sequence++;
    this.#rows += columns.rows;
    await this.#store.insert(sensor, { origin: this.#origin, sequence: this.#sequence, day, columns, texts });
  }

  #files(names: readonly string[]): string {
    return `read_parquet([${names.map((name) => quoted(join(this.#from, name))).join(', ')}], union_by_name = true)`;
  }
}

function isSealedOf(file: string, table: string): boolean {
  return SEALED_NAME.test(file) && file.startsWith(`${table}-`);
}
