import type { ColumnBatch } from './column-batch.ts';
import type { TableName } from './schema.ts';
import type { Text } from './text.ts';

/** The same batch has the same id wherever it goes, and goes in once. */
export interface BatchId {
  /** Number of the sensor, which the store's owner gives; 0 is the machine of the store itself. */
  readonly sensor: number;
  /** Chosen at random when a spool is made: the numbers of a lost spool are not those of the next one. */
  readonly origin: bigint;
  /** From 1, one more each time; never used again within an origin. */
  readonly sequence: number;
}

/** A batch as a spool keeps it and a sensor sends it: its number, its rows, the texts they mean. */
export interface Batch {
  readonly origin: bigint;
  readonly sequence: number;
  /** Days since 1970, UTC. All rows are of this day, so that a day can be sealed and dropped. */
  readonly day: number;
  readonly columns: ColumnBatch;
  /** Those that no earlier batch of the origin has brought; others may stand here too. */
  readonly texts: readonly Text[];
}

/** Days since 1970, UTC, the last one too. */
export interface DayRange {
  readonly first: number;
  readonly last: number;
}

/** Rows of an answer: whole numbers or nothing, in the order of the statement's columns. */
export interface Answered {
  readonly rows: readonly (readonly (bigint | null)[])[];
  /** Part of the store could not be asked: what is here is true, and not all. */
  readonly isPartial: boolean;
  readonly milliseconds: number;
}

export interface StoreStatistics {
  readonly rows: Readonly<Record<TableName, number>>;
  /**
   * Rows of all batches that the ledger has, which is as many as the tables hold together where nothing was lost and nothing is
   * there twice; null where the engine cannot say.
   */
  readonly ledgerRows: number | null;
  /** On disk, without room that is kept for rows to come. */
  readonly bytes: number;
  /** Days since 1970 of the oldest and the newest events; null where there are none. */
  readonly oldestDay: number | null;
  readonly newestDay: number | null;
}

/** What a backup has. */
export interface BackupContent {
  /** Of events, listeners, verdicts and findings. */
  readonly rows: number;
  readonly files: number;
  readonly bytes: number;
}

/** What a batch became. */
export type Stored = 'stored' | 'duplicate';

/** Where events are kept and asked for: embedded on one machine, or a cluster. The same statements run on both. */
export interface Store {
  readonly engine: 'duckdb' | 'clickhouse';
  /** Brings the tables to the form this program knows; refuses a store that a newer one made. Throws StoreError. */
  migrate(): Promise<void>;
  /**
   * Writes the sensor's number into the rows and stores them with their texts. Idempotent: a batch whose id is there already is
   * not stored again. All of it is stored, or nothing; when this resolves it survives `kill -9` and a loss of power. Throws
   * RefusedBatch where a row is of another day than the batch; any other StoreError may be gone the next time.
   */
  insert(sensor: number, batch: Batch): Promise<Stored>;
  textsOf(ids: readonly bigint[]): Promise<ReadonlyMap<bigint, string>>;
  /** Gives a sensor its name, or another one. */
  nameSensor(sensor: number, name: string): Promise<void>;
  sensors(): Promise<ReadonlyMap<number, string>>;
  /**
   * Runs a statement of a question, see `questions/`. It may ask the tables of `TABLES`, and `port_hours`: events counted by hour, which is
   * always what counting `events` would give, and cheaper (`hour` i64 milliseconds, `dport`, `proto`, `action`, `sensor`, `events`,
   * `packets`, `bytes`); an hour may have several rows of the same key, so ask for their sums.
   *
   * `days`: the statement itself asks for no time outside these. A store of many days then need not look at the others. Aborting
   * the signal ends it with a StoreError; without a signal it has no limit, so questions are asked by `askQuestion`, which sets one.
   */
  ask(sql: string, signal?: AbortSignal, days?: DayRange): Promise<Answered>;
  /** What is done once an hour or so, at the time `now` in milliseconds: sealing days that are over, roll-ups. */
  maintain(now: number): Promise<void>;
  /** Drops rows of days before this one, of all tables. Returns the days that were dropped. */
  dropBefore(day: number): Promise<readonly number[]>;
  /**
   * Writes all of the store at one moment into a folder, which is new or empty, while batches go on being stored. The path is absolute.
   * Throws StoreError, also where the engine has backups of its own.
   */
  backup(folder: string): Promise<BackupContent>;
  /** All of one moment. */
  statistics(): Promise<StoreStatistics>;
  close(): Promise<void>;
}

/** The store cannot do what was asked; the message says what, where and what next. */
export class StoreError extends Error {
  override readonly name: string = 'StoreError';
}

/** The package that such a store needs is not installed: it cannot be opened, however often it is tried. */
export class StorePackageMissing extends StoreError {
  override readonly name: string = 'StorePackageMissing';
}

/** A batch that no store takes, for what it is: sending it again does not help. */
export class RefusedBatch extends StoreError {
  override readonly name: string = 'RefusedBatch';
}
