import type { DuckDBConnection } from '@duckdb/node-api';
import type { TableName } from '../schema.ts';
import { requireOneDay } from '../one-day.ts';
import type { Batch, Stored } from '../store.ts';
import type { Text } from '../text.ts';
import { withSequence, type BatchRange, type BatchRanges } from './batch-ranges.ts';
import { ChunkWriter } from './chunk-writer.ts';
import { addRows, readRanges, writeRanges } from './ledger.ts';
import type { DuckDb } from './load.ts';
import { toStoreError, transact } from './rows.ts';
import { Turns } from '../turns.ts';

/** Of batches that wait, so many rows go in with one COMMIT: each costs two fsyncs. */
const MAX_GROUP_ROWS = 262_144;

interface Waiting {
  readonly sensor: number;
  readonly batch: Batch;
  readonly resolve: (stored: Stored) => void;
  readonly reject: (error: Error) => void;
}

interface Origin {
  readonly sensor: number;
  readonly origin: bigint;
  readonly before: readonly BatchRange[];
  readonly after: readonly BatchRange[];
}

/** Appends batches, with their numbers in the same transaction. */
export class Writer {
  readonly #connection: DuckDBConnection;
  readonly #path: string;
  readonly #chunks: Readonly<Record<TableName, ChunkWriter>>;
  readonly #turns = new Turns(1);
  readonly #waiting: Waiting[] = [];
  #stored: BatchRanges;

  private constructor(connection: DuckDBConnection, path: string, duckdb: DuckDb, stored: BatchRanges) {
    this.#connection = connection;
    this.#path = path;
    this.#stored = stored;
    this.#chunks = {
      events: new ChunkWriter(duckdb, 'events'),
      listeners: new ChunkWriter(duckdb, 'listeners'),
      verdicts: new ChunkWriter(duckdb, 'verdicts'),
      findings: new ChunkWriter(duckdb, 'findings'),
    };
  }

  /** `path` is the store's, for messages. */
  static async open(connection: DuckDBConnection, path: string, duckdb: DuckDb): Promise<Writer> {
    return new Writer(connection, path, duckdb, await readRanges(connection));
  }

  insert(sensor: number, batch: Batch): Promise<Stored> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ sensor, batch, resolve, reject });
      void this.#turns.take(() => this.#storeWaiting());
    });
  }

  /** Runs another action that writes on this connection, after what was asked before. */
  run<Result>(action: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> {
    return this.#turns.take(() => action(this.#connection));
  }

  async #storeWaiting(): Promise<void> {
    const group: Waiting[] = [];
    let rows = 0;
    for (let next = this.#waiting[0]; next !== undefined && rows < MAX_GROUP_ROWS; next = this.#waiting[0]) {
      this.#waiting.shift();
      try {
        requireOneDay(next.batch);
        group.push(next);
        rows += next.batch.columns.rows;
      } catch (error) {
        next.reject(error instanceof Error ? error : new Error(String(error)));
      }
    }
    if (group.length > 1 && (await this.#store(group)) === null) return;
    // What went wrong with all of them is told to the one it is about.
    for (const one of group) {
      const error = await this.#store([one]);
      if (error !== null) one.reject(toStoreError(this.#path, 'nothing was stored', error));
    }
  }

  /** Stores batches in one transaction and answers for them; gives the error where it could not. */
  async #store(group: readonly Waiting[]): Promise<unknown> {
    const stored: Stored[] = [];
    const origins = new Map<string, Origin>();
    try {
      await transact(this.#connection, async () => {
        const rowsByDay = new Map<number, number>();
        for (const { sensor, batch } of group) {
          const became = await this.#append(sensor, batch, origins);
          stored.push(became);
          const { day, columns } = batch;
          if (became === 'stored') rowsByDay.set(day, (rowsByDay.get(day) ?? 0) + columns.rows);
        }
        await addRows(this.#connection, rowsByDay);
        for (const { sensor, origin, before, after } of origins.values())
          await writeRanges(this.#connection, [sensor, origin], before, after);
      });
    } catch (error) {
      // Whether a COMMIT that failed came through is what the disk says.
      this.#stored = await readRanges(this.#connection).catch(() => this.#stored);
      return error;
    }
    for (const { sensor, origin, after } of origins.values()) this.#stored.set(sensor, origin, after);
    for (const [index, { resolve }] of group.entries()) resolve(stored[index] ?? 'duplicate');
    return null;
  }

  async #append(
    sensor: number,
    { origin, sequence, columns, texts }: Batch,
    origins: Map<string, Origin>,
  ): Promise<Stored> {
    const key = `${sensor}/${origin}`;
    const before = origins.get(key)?.before ?? this.#stored.rangesOf(sensor, origin);
    const now = origins.get(key)?.after ?? before;
    if (now.some(({ first, last }) => first <= sequence && sequence <= last)) return 'duplicate';
    columns.column('sensor', 'u16').fill(sensor);
    await this.#chunks[columns.table].append(this.#connection, columns);
    await this.#addTexts(texts);
    origins.set(key, { sensor, origin, before, after: withSequence(now, sequence) });
    return 'stored';
  }

  async #addTexts(texts: readonly Text[]): Promise<void> {
    if (texts.length === 0) return;
    const statement = await this.#connection.prepare('INSERT INTO texts VALUES ($1, $2) ON CONFLICT DO NOTHING');
    for (const { id, text } of texts) {
      statement.bindUBigInt(1, id);
      statement.bindVarchar(2, text);
      await statement.run();
    }
  }
}
