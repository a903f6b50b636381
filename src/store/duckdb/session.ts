import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { StoreError } from '../store.ts';
import { Keeper } from './keeper.ts';
import type { DuckDb } from './load.ts';
import { migrate } from './migrations.ts';
import { openDatabase, type Limits } from './open-database.ts';
import { Readers } from './readers.ts';
import { toStoreError } from './rows.ts';
import type { StoreFolder } from './store-folder.ts';
import { Writer } from './writer.ts';

const READERS = 2;
const INTERRUPT_MS = 20;

export interface SessionParts {
  readonly writer: Writer;
  readonly keeper: Keeper;
  readonly readers: Readers;
}

/** The database of a store, open, and who works on it: each has connections of its own. */
export class Session {
  readonly #duckdb: DuckDb;
  readonly #folder: StoreFolder;
  readonly #instance: DuckDBInstance;
  readonly #writing: DuckDBConnection;
  readonly #keeping: DuckDBConnection;
  readonly #reading: readonly DuckDBConnection[];
  /** Null before `begin`. */
  #parts: SessionParts | null = null;
  #isOpen = true;
  /** Why it could not be opened again. */
  reason = '';

  private constructor(
    duckdb: DuckDb,
    folder: StoreFolder,
    instance: DuckDBInstance,
    [writing, keeping, ...reading]: readonly [DuckDBConnection, DuckDBConnection, ...DuckDBConnection[]],
  ) {
    this.#duckdb = duckdb;
    this.#folder = folder;
    this.#instance = instance;
    this.#writing = writing;
    this.#keeping = keeping;
    this.#reading = reading;
  }

  static async open(duckdb: DuckDb, folder: StoreFolder, limits: Limits): Promise<Session> {
    const instance = await openDatabase(duckdb, folder, limits);
    const reading: DuckDBConnection[] = [];
    for (let number = 0; number < READERS; number++) reading.push(await instance.connect());
    return new Session(duckdb, folder, instance, [await instance.connect(), await instance.connect(), ...reading]);
  }

  /** Brings the store to this program's form, and takes back what was left half done. Throws StoreError. */
  async begin(): Promise<void> {
    const { path } = this.#folder;
    try {
      await migrate(this.#writing, this.#folder);
      const readers = new Readers(this.#reading);
      const keeper = new Keeper(this.#keeping, this.#folder, readers);
      const lost = await keeper.begin();
      if (lost.length > 0) {
        const names = lost.slice(0, 3).join(', ') + (lost.length > 3 ? ` and ${lost.length - 3} more` : '');
        throw new StoreError(
          `the store ${path} is damaged: ${names} of it is not there any more, or was changed; put its last backup in its place (portolan store restore)`,
        );
      }
      this.#parts = { keeper, readers, writer: await Writer.open(this.#writing, path, this.#duckdb) };
    } catch (error) {
      throw toStoreError(path, 'nothing could be read', error);
    }
  }

  parts(): SessionParts {
    if (this.#parts === null || !this.#isOpen) {
      throw new StoreError(`the store ${this.#folder.path} is not open${this.reason === '' ? '' : `: ${this.reason}`}`);
    }
    return this.#parts;
  }

  /** Waits for what is being written; what is being read is interrupted. */
  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#parts?.writer.run(() => Promise.resolve());
    const timer = setInterval(() => {
      for (const connection of this.#reading) connection.interrupt();
    }, INTERRUPT_MS);
    await this.#parts?.readers.ended();
    await this.#parts?.keeper.ended();
    clearInterval(timer);
    for (const connection of [...this.#reading, this.#keeping, this.#writing]) connection.closeSync();
    this.#instance.closeSync();
  }
}
