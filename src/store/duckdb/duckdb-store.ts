import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { literals } from '../literal.ts';
import { dayOf } from '../column-batch.ts';
import type { TableName } from '../schema.ts';
import {
  StoreError,
  type Answered,
  type Batch,
  type DayRange,
  type Store,
  type Stored,
  type StoreStatistics,
} from '../store.ts';
import { viewStatements } from './ddl.ts';
import { interruptOn } from './interrupt.ts';
import { Keeper, lastOpenDay } from './keeper.ts';
import { sealedFiles } from './ledger.ts';
import type { DuckDb } from './load.ts';
import { migrate } from './migrations.ts';
import { openDatabase, type Limits } from './open-database.ts';
import { Readers } from './readers.ts';
import { messageOf, numbersOf, toStoreError, transact } from './rows.ts';
import { StoreFolder } from './store-folder.ts';
import { Writer } from './writer.ts';

const READERS = 2;

interface Parts {
  readonly writer: Writer;
  readonly keeper: Keeper;
  readonly readers: Readers;
}

/**
 * The embedded store: a folder with `hot.duckdb`, to which batches are appended, and one sorted, zstd-packed Parquet file for
 * each table and sealed day. One process owns it. docs/decisions/0011-store.md says why it is so.
 */
export class DuckDbStore implements Store {
  readonly engine = 'duckdb';
  readonly #duckdb: DuckDb;
  readonly #folder: StoreFolder;
  readonly #instance: DuckDBInstance;
  readonly #connections: readonly DuckDBConnection[];
  /** Null before `migrate`. */
  #parts: Parts | null = null;

  private constructor(
    duckdb: DuckDb,
    folder: StoreFolder,
    instance: DuckDBInstance,
    connections: readonly DuckDBConnection[],
  ) {
    this.#duckdb = duckdb;
    this.#folder = folder;
    this.#instance = instance;
    this.#connections = connections;
  }

  /** Opens or begins the store in a folder; `migrate` comes next. Throws StoreError where another process has it, or it is none. */
  static async open(path: string, duckdb: DuckDb, limits: Limits = {}): Promise<DuckDbStore> {
    let folder: StoreFolder;
    try {
      folder = new StoreFolder(path);
    } catch (error) {
      throw new StoreError(`the store ${path} cannot be opened: ${messageOf(error)}`);
    }
    const instance = await openDatabase(duckdb, folder, limits);
    const connections: DuckDBConnection[] = [];
    for (let number = 0; number < READERS + 2; number++) connections.push(await instance.connect());
    return new DuckDbStore(duckdb, folder, instance, connections);
  }

  async migrate(): Promise<void> {
    const [write, keep, ...read] = this.#connections;
    if (write === undefined || keep === undefined) throw new StoreError('the store has no connections');
    try {
      await migrate(write, this.#folder);
      const readers = new Readers(read);
      const keeper = new Keeper(keep, this.#folder, readers);
      const lost = await keeper.begin();
      if (lost.length > 0) {
        const names = lost.slice(0, 3).join(', ') + (lost.length > 3 ? ` and ${lost.length - 3} more` : '');
        throw new StoreError(
          `the store ${this.#folder.path} is damaged: ${names} of it is not there any more, or was changed; put the last backup in its place (portolan store restore)`,
        );
      }
      this.#parts = { keeper, readers, writer: await Writer.open(write, this.#folder.path, this.#duckdb) };
    } catch (error) {
      throw this.#failure('nothing could be read', error);
    }
  }

  insert(sensor: number, batch: Batch): Promise<Stored> {
    return this.#open().writer.insert(sensor, batch);
  }

  async nameSensor(sensor: number, name: string): Promise<void> {
    await this.#open().writer.run(async (connection) => {
      try {
        const statement = await connection.prepare('INSERT OR REPLACE INTO sensors VALUES ($1, $2)');
        statement.bindUSmallInt(1, sensor);
        statement.bindVarchar(2, name);
        await statement.run();
      } catch (error) {
        throw this.#failure('the name was not stored', error);
      }
    });
  }

  async sensors(): Promise<ReadonlyMap<number, string>> {
    return this.#read(async (connection) => {
      const result = await connection.runAndReadAll('SELECT sensor, name FROM sensors');
      return new Map(result.getRows().map(([sensor, name]): [number, string] => [Number(sensor), String(name)]));
    });
  }

  async textsOf(ids: readonly bigint[]): Promise<ReadonlyMap<bigint, string>> {
    if (ids.length === 0) return new Map();
    const list = ids.map((id) => literals.u64(id)).join(', ');
    return this.#read(async (connection) => {
      const result = await connection.runAndReadAll(`SELECT id, text FROM texts WHERE id IN (${list})`);
      return new Map(result.getRows().map(([id, text]): [bigint, string] => [BigInt(String(id)), String(text)]));
    });
  }

  async ask(sql: string, signal?: AbortSignal, days?: DayRange): Promise<Answered> {
    return this.#read(async (connection) => {
      const started = performance.now();
      const isInterrupted = (): boolean => signal?.aborted === true;
      if (isInterrupted()) throw new StoreError('the question was interrupted');
      const stop = interruptOn(signal, connection);
      try {
        const rows = await (days === undefined ? numbersOf(connection, sql) : this.#askDays(connection, sql, days));
        return { rows, isPartial: false, milliseconds: performance.now() - started };
      } catch (error) {
        if (isInterrupted()) throw new StoreError('the question was interrupted');
        throw error;
      } finally {
        stop();
      }
    });
  }

  async maintain(now: number): Promise<void> {
    await this.sealBefore(lastOpenDay(now));
  }

  /** Sorts and packs what is hot of days before this one, a file for each table and day. Returns the days. */
  async sealBefore(day: number): Promise<readonly number[]> {
    try {
      return await this.#open().keeper.sealBefore(day);
    } catch (error) {
      throw this.#failure('no day was sealed', error);
    }
  }

  async dropBefore(day: number): Promise<readonly number[]> {
    try {
      return await this.#open().keeper.dropBefore(day);
    } catch (error) {
      throw this.#failure('nothing was dropped', error);
    }
  }

  async statistics(): Promise<StoreStatistics> {
    return this.#read((connection) =>
      transact(connection, async () => {
        const sealed = await sealedFiles(connection);
        const count = async (table: TableName): Promise<number> => {
          const [[hot = null] = []] = await numbersOf(connection, `SELECT count(*) FROM ${table}_hot`);
          const rest = sealed.filter(({ name }) => name === table).reduce((sum, { rows }) => sum + rows, 0);
          return Number(hot) + rest;
        };
        const [[ledger = null, oldest = null, newest = null] = []] = await numbersOf(
          connection,
          'SELECT (SELECT sum(row_count) FROM stored_rows), min(ts), max(ts) FROM events_hot',
        );
        const hot = [oldest, newest].flatMap((time) => (time === null ? [] : [dayOf(Number(time))]));
        const days = [...hot, ...sealed.flatMap(({ name, day }) => (name === 'events' ? [day] : []))];
        return {
          rows: {
            events: await count('events'),
            listeners: await count('listeners'),
            verdicts: await count('verdicts'),
            findings: await count('findings'),
          },
          ledgerRows: Number(ledger),
          bytes: this.#folder.bytes,
          oldestDay: days.length === 0 ? null : Math.min(...days),
          newestDay: days.length === 0 ? null : Math.max(...days),
        };
      }),
    );
  }

  /** Waits for what is being written; questions are interrupted. */
  async close(): Promise<void> {
    const parts = this.#parts;
    this.#parts = null;
    await parts?.writer.run(() => Promise.resolve());
    const timer = setInterval(() => this.#connections.slice(2).forEach((connection) => connection.interrupt()), 20);
    await parts?.readers.ended();
    await parts?.keeper.ended();
    clearInterval(timer);
    for (const connection of this.#connections) connection.closeSync();
    this.#instance.closeSync();
  }

  /**
   * With views of these days alone, which this connection sees instead of the others: a file that is not named need not be opened. In
   * a transaction, so that the views and the hot rows are of the same moment.
   */
  async #askDays(connection: DuckDBConnection, sql: string, { first, last }: DayRange): Promise<(bigint | null)[][]> {
    const where = `day BETWEEN ${literals.day(first)} AND ${literals.day(last)}`;
    await connection.run('BEGIN');
    try {
      const sealed = await sealedFiles(connection, where);
      for (const statement of viewStatements(this.#folder, sealed, 'TEMP')) await connection.run(statement);
      return await numbersOf(connection, sql);
    } finally {
      await connection.run('ROLLBACK').catch(() => undefined); // the views go with it
    }
  }

  async #read<Result>(action: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> {
    try {
      return await this.#open().readers.lend(action);
    } catch (error) {
      throw this.#failure('no answer', error);
    }
  }

  #open(): Parts {
    if (this.#parts === null) throw new StoreError(`the store ${this.#folder.path} is closed`);
    return this.#parts;
  }

  #failure(doing: string, error: unknown): StoreError {
    return toStoreError(this.#folder.path, doing, error);
  }
}
