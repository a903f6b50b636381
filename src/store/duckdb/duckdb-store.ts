import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { dayOf, MILLISECONDS_A_DAY } from '../column-batch.ts';
import { literals } from '../literal.ts';
import { SCHEMA_VERSION, TABLES, type Table, type TableName } from '../schema.ts';
import { StoreError, type Answered, type Batch, type Store, type Stored, type StoreStatistics } from '../store.ts';
import type { Text } from '../text.ts';
import { ChunkWriter } from './chunk-writer.ts';
import { createStatements, quoted, viewStatement } from './ddl.ts';
import type { DuckDb } from './load.ts';
import { interruptOn } from './interrupt.ts';
import { StoreFolder } from './store-folder.ts';
import { Turns } from './turns.ts';

const FILE = 'hot.duckdb';
/** Without a limit DuckDB takes most of the memory there is. */
const MEMORY_LIMIT = '1GB';

/**
 * The embedded store: a folder with `hot.duckdb`, to which batches are appended, and one sorted, zstd-packed Parquet file for
 * each table and sealed day. One process owns it.
 */
export class DuckDbStore implements Store {
  readonly engine = 'duckdb';
  readonly #folder: StoreFolder;
  readonly #instance: DuckDBInstance;
  readonly #writer: DuckDBConnection;
  readonly #reader: DuckDBConnection;
  readonly #writing = new Turns();
  readonly #chunks: Readonly<Record<TableName, ChunkWriter>>;

  private constructor(
    folder: StoreFolder,
    instance: DuckDBInstance,
    [writer, reader]: readonly [DuckDBConnection, DuckDBConnection],
    duckdb: DuckDb,
  ) {
    this.#folder = folder;
    this.#instance = instance;
    this.#writer = writer;
    this.#reader = reader;
    this.#chunks = {
      events: new ChunkWriter(duckdb, 'events'),
      listeners: new ChunkWriter(duckdb, 'listeners'),
      verdicts: new ChunkWriter(duckdb, 'verdicts'),
      findings: new ChunkWriter(duckdb, 'findings'),
    };
  }

  /** Opens or begins the store in a folder. Throws StoreError where another process has it, or it is none. */
  static async open(path: string, duckdb: DuckDb): Promise<DuckDbStore> {
    try {
      const folder = new StoreFolder(path);
      const instance = await duckdb.api.DuckDBInstance.create(folder.pathOf(FILE), {
        memory_limit: MEMORY_LIMIT,
        temp_directory: folder.pathOf('spill'),
        // Extensions would be downloaded.
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
      });
      return new DuckDbStore(folder, instance, [await instance.connect(), await instance.connect()], duckdb);
    } catch (error) {
      const message = messageOf(error);
      const isTaken = /lock/i.test(message);
      throw new StoreError(
        isTaken
          ? `the store ${path} is in use by another process; ask that one, or stop it`
          : `the store ${path} cannot be opened: ${message}`,
      );
    }
  }

  async migrate(): Promise<void> {
    const writer = this.#writer;
    for (const statement of createStatements()) await writer.run(statement);
    const [[version = 0n] = []] = await rowsOf(writer, 'SELECT version FROM schema_version');
    if (Number(version) > SCHEMA_VERSION) {
      const knows = `form ${version}, and this one knows ${SCHEMA_VERSION}`;
      throw new StoreError(`the store ${this.#folder.path} was made by a newer portolan (${knows})`);
    }
    await this.#removeUnfinished();
    for (const table of Object.values(TABLES)) await writer.run(this.#view(table));
  }

  insert(sensor: number, batch: Batch): Promise<Stored> {
    return this.#writing.take(() => this.#insert(sensor, batch));
  }

  async #insert(sensor: number, { origin, sequence, day, columns, texts }: Batch): Promise<Stored> {
    const id = [literals.port(sensor), literals.u64(origin), literals.u64(BigInt(sequence))] as const;
    const ledger = `SELECT 1 FROM batches WHERE sensor = ${id[0]} AND origin = ${id[1]} AND sequence = ${id[2]}`;
    if ((await rowsOf(this.#writer, ledger)).length > 0) return 'duplicate';
    columns.column('sensor', 'u16').fill(sensor);
    await this.#transact(async () => {
      await this.#chunks[columns.table].append(this.#writer, columns);
      await this.#addTexts(texts);
      const values = [...id, literals.day(day), literals.u64(BigInt(columns.rows))].join(', ');
      await this.#writer.run(`INSERT INTO batches VALUES (${values})`);
    });
    return 'stored';
  }

  async nameSensor(sensor: number, name: string): Promise<void> {
    const statement = await this.#writer.prepare('INSERT OR REPLACE INTO sensors VALUES ($1, $2)');
    statement.bindUSmallInt(1, sensor);
    statement.bindVarchar(2, name);
    await statement.run();
  }

  async sensors(): Promise<ReadonlyMap<number, string>> {
    const result = await this.#reader.runAndReadAll('SELECT sensor, name FROM sensors');
    return new Map(result.getRows().map(([sensor, name]): [number, string] => [Number(sensor), String(name)]));
  }

  async textsOf(ids: readonly bigint[]): Promise<ReadonlyMap<bigint, string>> {
    if (ids.length === 0) return new Map();
    const list = ids.map((id) => literals.u64(id)).join(', ');
    const result = await this.#reader.runAndReadAll(`SELECT id, text FROM texts WHERE id IN (${list})`);
    return new Map(result.getRows().map(([id, text]): [bigint, string] => [BigInt(String(id)), String(text)]));
  }

  async ask(sql: string, signal?: AbortSignal): Promise<Answered> {
    const started = performance.now();
    const stop = interruptOn(signal, this.#reader);
    try {
      const rows = await rowsOf(this.#reader, sql);
      return { rows, isPartial: false, milliseconds: performance.now() - started };
    } catch (error) {
      throw new StoreError(`the store could not answer: ${messageOf(error)}`);
    } finally {
      stop();
    }
  }

  /** Seals the days before yesterday: sensors may still send yesterday's. */
  async maintain(now: number): Promise<void> {
    await this.sealBefore(dayOf(now) - 1);
  }

  /** Sorts and packs what is hot of days before this one, a file for each table and day. Returns the days. */
  async sealBefore(day: number): Promise<readonly number[]> {
    const sealed = new Set<number>();
    for (const table of Object.values(TABLES)) {
      const before = literals.time(day * MILLISECONDS_A_DAY);
      const ofDay = `ts // ${MILLISECONDS_A_DAY}`;
      const days = await rowsOf(
        this.#writer,
        `SELECT DISTINCT ${ofDay} AS day FROM ${table.name}_hot WHERE ts < ${before} ORDER BY day`,
      );
      for (const [value = 0n] of days) {
        await this.#sealDay(table, Number(value));
        sealed.add(Number(value));
      }
    }
    if (sealed.size > 0) await this.#writer.run('CHECKPOINT');
    return [...sealed].sort((a, b) => a - b);
  }

  async dropBefore(day: number): Promise<readonly number[]> {
    const old = this.#folder.sealedFiles().filter((file) => file.day < day);
    const before = literals.time(Math.max(day, 0) * MILLISECONDS_A_DAY);
    await this.#transact(async () => {
      for (const { name } of old) await this.#writer.run(`DELETE FROM sealed WHERE file = ${quoted(name)}`);
      for (const table of Object.values(TABLES)) {
        await this.#writer.run(`DELETE FROM ${table.name}_hot WHERE ts < ${before}`);
        await this.#writer.run(this.#view(table, new Set(old.map(({ name }) => name))));
      }
      await this.#writer.run(`DELETE FROM batches WHERE day < ${literals.day(day)}`);
    });
    for (const { name } of old) this.#folder.remove(name);
    await this.#writer.run('CHECKPOINT');
    return [...new Set(old.map((file) => file.day))].sort((a, b) => a - b);
  }

  async statistics(): Promise<StoreStatistics> {
    // One statement sees one moment, and the ledger agrees with the rows while others are being written.
    const counts = Object.keys(TABLES).map((table) => `(SELECT count(*) FROM ${table})`);
    const [
      [events = 0n, listeners = 0n, verdicts = 0n, findings = 0n, ledger = 0n, oldest = null, newest = null] = [],
    ] = await rowsOf(
      this.#reader,
      `SELECT ${counts.join(', ')}, (SELECT sum(row_count)::BIGINT FROM batches), min(ts), max(ts) FROM events`,
    );
    return {
      rows: {
        events: Number(events),
        listeners: Number(listeners),
        verdicts: Number(verdicts),
        findings: Number(findings),
      },
      ledgerRows: Number(ledger),
      bytes: this.#folder.bytes,
      oldestDay: oldest === null ? null : dayOf(Number(oldest)),
      newestDay: newest === null ? null : dayOf(Number(newest)),
    };
  }

  close(): Promise<void> {
    return this.#writing.take(() => {
      this.#reader.closeSync();
      this.#writer.closeSync();
      this.#instance.closeSync();
      return Promise.resolve();
    });
  }

  /**
   * The rows leave the hot table and the file enters the view in one transaction, before whose end the file gets its name. After
   * a crash in between, the file is in no ledger, and is removed; its rows are hot as before.
   */
  async #sealDay(table: Table, day: number): Promise<void> {
    const name = this.#folder.nameFor(table.name, day);
    const [from, to] = [literals.time(day * MILLISECONDS_A_DAY), literals.time((day + 1) * MILLISECONDS_A_DAY)];
    const where = `ts >= ${from} AND ts < ${to}`;
    const rows = `SELECT * FROM ${table.name}_hot WHERE ${where} ORDER BY ${table.order.join(', ')}`;
    const half = `${name}.part`;
    await this.#writer.run(
      `COPY (${rows}) TO ${quoted(this.#folder.pathOf(half))} (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)`,
    );
    await this.#transact(async () => {
      await this.#writer.run(`DELETE FROM ${table.name}_hot WHERE ${where}`);
      await this.#writer.run(`INSERT INTO sealed VALUES (${quoted(name)})`);
      this.#folder.rename(half, name);
      await this.#writer.run(this.#view(table));
    });
  }

  async #addTexts(texts: readonly Text[]): Promise<void> {
    if (texts.length === 0) return;
    const statement = await this.#writer.prepare('INSERT INTO texts VALUES ($1, $2) ON CONFLICT DO NOTHING');
    for (const { id, text } of texts) {
      statement.bindUBigInt(1, id);
      statement.bindVarchar(2, text);
      await statement.run();
    }
  }

  async #removeUnfinished(): Promise<void> {
    this.#folder.removeHalves();
    const result = await this.#writer.runAndReadAll('SELECT file FROM sealed');
    const known = new Set(result.getRows().map(([file]) => String(file)));
    for (const { name } of this.#folder.sealedFiles()) if (!known.has(name)) this.#folder.remove(name);
  }

  #view(table: Table, without: ReadonlySet<string> = new Set()): string {
    const files = this.#folder
      .sealedFiles()
      .filter((file) => file.table === table.name && !without.has(file.name))
      .sort((a, b) => a.day - b.day);
    return viewStatement(
      table,
      files.map(({ name }) => this.#folder.pathOf(name)),
    );
  }

  async #transact(action: () => Promise<void>): Promise<void> {
    await this.#writer.run('BEGIN');
    try {
      await action();
      await this.#writer.run('COMMIT');
    } catch (error) {
      await this.#writer.run('ROLLBACK').catch(() => undefined);
      throw new StoreError(`nothing was stored in ${this.#folder.path}: ${messageOf(error)}`);
    }
  }
}

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<(bigint | null)[][]> {
  const result = await connection.runAndReadAll(sql);
  return result.getRows().map((row) => row.map((value) => (value === null ? null : BigInt(String(value)))));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
