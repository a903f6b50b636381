import type { DuckDBConnection } from '@duckdb/node-api';
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
import type { Manifest } from './backup.ts';
import { viewStatements } from './ddl.ts';
import { interruptOn } from './interrupt.ts';
import { lastOpenDay } from './keeper.ts';
import { sealedFiles } from './ledger.ts';
import type { DuckDb } from './load.ts';
import type { Limits } from './open-database.ts';
import { isFatal, messageOf, numbersOf, toStoreError, transact } from './rows.ts';
import { Session, type SessionParts } from './session.ts';
import { StoreFolder } from './store-folder.ts';

/**
 * The embedded store: a folder with `hot.duckdb`, to which batches are appended, and one sorted, zstd-packed Parquet file for
 * each table and sealed day. One process owns it. docs/decisions/0011-store.md says why it is so.
 */
export class DuckDbStore implements Store {
  readonly engine = 'duckdb';
  readonly #duckdb: DuckDb;
  readonly #folder: StoreFolder;
  readonly #limits: Limits;
  #session: Promise<Session>;
  #isClosed = false;

  private constructor(duckdb: DuckDb, folder: StoreFolder, limits: Limits, session: Session) {
    this.#duckdb = duckdb;
    this.#folder = folder;
    this.#limits = limits;
    this.#session = Promise.resolve(session);
  }

  /** Opens or begins the store in a folder; `migrate` comes next. Throws StoreError where another process has it, or it is none. */
  static async open(path: string, duckdb: DuckDb, limits: Limits = {}): Promise<DuckDbStore> {
    const folder = openFolder(path);
    return new DuckDbStore(duckdb, folder, limits, await Session.open(duckdb, folder, limits));
  }

  async migrate(): Promise<void> {
    const session = await this.#session;
    await session.begin();
  }

  insert(sensor: number, batch: Batch): Promise<Stored> {
    return this.#do('nothing was stored', ({ writer }) => writer.insert(sensor, batch));
  }

  nameSensor(sensor: number, name: string): Promise<void> {
    return this.#do('the name was not stored', ({ writer }) =>
      writer.run(async (connection) => {
        const statement = await connection.prepare('INSERT OR REPLACE INTO sensors VALUES ($1, $2)');
        statement.bindUSmallInt(1, sensor);
        statement.bindVarchar(2, name);
        await statement.run();
      }),
    );
  }

  sensors(): Promise<ReadonlyMap<number, string>> {
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

  ask(sql: string, signal?: AbortSignal, days?: DayRange): Promise<Answered> {
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
  sealBefore(day: number): Promise<readonly number[]> {
    return this.#do('no day was sealed', ({ keeper }) => keeper.sealBefore(day));
  }

  dropBefore(day: number): Promise<readonly number[]> {
    return this.#do('nothing was dropped', ({ keeper }) => keeper.dropBefore(day));
  }

  /** Writes all of the store at one moment into a new folder, see `backup.ts`; it goes on taking batches. */
  backup(to: string): Promise<Manifest> {
    return this.#do(`no backup was written to ${to}`, ({ keeper }) => keeper.backup(to));
  }

  statistics(): Promise<StoreStatistics> {
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
        const [[free = null] = []] = await numbersOf(
          connection,
          'SELECT sum(free_blocks * block_size) FROM pragma_database_size()',
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
          ledgerRows: Number(ledger ?? 0n),
          // Blocks that are free are written to before the file grows: they are no reason to drop a day.
          bytes: this.#folder.bytes - Number(free),
          oldestDay: days.length === 0 ? null : Math.min(...days),
          newestDay: days.length === 0 ? null : Math.max(...days),
        };
      }),
    );
  }

  /** Waits for what is being written; questions are interrupted. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const session = await this.#session;
    await session.close();
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

  #read<Result>(action: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> {
    return this.#do('no answer', ({ readers }) => readers.lend(action));
  }

  /**
   * DuckDB ends a database whose file it could not write, and answers nothing any more; then it is opened again, and what was to be
   * done is tried once more: a batch goes in once however often it is tried.
   */
  async #do<Result>(what: string, action: (parts: SessionParts) => Promise<Result>): Promise<Result> {
    for (let isLast = false; ; isLast = true) {
      if (this.#isClosed) throw new StoreError(`the store ${this.#folder.path} is closed`);
      const opened = this.#session;
      const session = await opened;
      try {
        return await action(session.parts());
      } catch (error) {
        const failure = toStoreError(this.#folder.path, what, error);
        if (!isFatal(failure) || this.#isClosed) throw failure;
        if (this.#session === opened) this.#session = this.#openAgain(session);
        if (isLast) throw failure;
      }
    }
  }

  async #openAgain(ended: Session): Promise<Session> {
    await ended.close();
    try {
      const session = await Session.open(this.#duckdb, this.#folder, this.#limits);
      await session.begin().catch(async (error: unknown) => {
        await session.close();
        throw error;
      });
      return session;
    } catch (error) {
      ended.reason = messageOf(error);
      return ended; // the next call tries again
    }
  }
}

function openFolder(path: string): StoreFolder {
  try {
    return new StoreFolder(path);
  } catch (error) {
    throw new StoreError(`the store ${path} cannot be opened: ${messageOf(error)}`);
  }
}
