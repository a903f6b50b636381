import type { DuckDBConnection } from '@duckdb/node-api';
import { dayOf, MILLISECONDS_A_DAY } from '../column-batch.ts';
import { literals } from '../literal.ts';
import { TABLES, type Table } from '../schema.ts';
import { writeBackup, type Manifest } from './backup.ts';
import { copyStatement, countByHour, parquetOf, viewStatements } from './ddl.ts';
import { addSealed, removeSealed, sealedFiles } from './ledger.ts';
import { HOUR_ORDER } from './migrations.ts';
import type { Readers } from './readers.ts';
import { numbersOf, transact } from './rows.ts';
import type { SealedFile, SealedName } from './sealed-file.ts';
import type { StoreFolder } from './store-folder.ts';
import { Turns } from '../turns.ts';

/** A day with so many files of a table is written as one again: late events make a file each time. */
const MERGE_FILES = 4;

/**
 * Seals, merges and drops days, on a connection of its own while batches are written and questions asked. Each step is one
 * transaction: its snapshot says which rows go into the file and which are deleted, so that rows that come meanwhile stay hot; and files
 * have their names before its end. What a crash leaves is files that no ledger knows.
 */
export class Keeper {
  readonly #connection: DuckDBConnection;
  readonly #folder: StoreFolder;
  readonly #readers: Readers;
  readonly #turns = new Turns(1);

  constructor(connection: DuckDBConnection, folder: StoreFolder, readers: Readers) {
    this.#connection = connection;
    this.#folder = folder;
    this.#readers = readers;
  }

  /** Makes the views, and removes what was left half done. Gives the names of files that the ledger has and the folder not. */
  async begin(): Promise<readonly string[]> {
    const sealed = await sealedFiles(this.#connection);
    this.#folder.removeUnfinished(new Set(sealed.map(({ file }) => file)));
    const lost = sealed.filter(({ file, bytes }) => !this.#folder.has(file, bytes));
    if (lost.length === 0) await this.#makeViews();
    return lost.map(({ file }) => file);
  }

  /** Sorts and packs what is hot of days before this one. Returns the days. */
  async sealBefore(day: number): Promise<readonly number[]> {
    const days = new Set<number>();
    for (const table of Object.values(TABLES)) {
      const hot = await this.#turns.take(() => this.#hotDays(table, day));
      for (const one of hot) {
        days.add(one);
        const replaced = await this.#turns.take(() => this.#seal(table, one));
        await this.#remove(replaced);
      }
    }
    if (days.size > 0) await this.#turns.take(() => this.#checkpoint());
    return [...days].sort((a, b) => a - b);
  }

  /** Drops days before this one. Returns them; their room is free then. */
  async dropBefore(day: number): Promise<readonly number[]> {
    const { days, dropped } = await this.#turns.take(async () => {
      const hot: number[] = [];
      for (const table of Object.values(TABLES)) hot.push(...(await this.#hotDays(table, day)));
      const files = await transact(this.#connection, async () => {
        const old = await sealedFiles(this.#connection, `day < ${literals.day(day)}`);
        await removeSealed(this.#connection, old);
        const before = literals.time(Math.max(day, 0) * MILLISECONDS_A_DAY);
        for (const { name } of Object.values(TABLES))
          await this.#connection.run(`DELETE FROM ${name}_hot WHERE ts < ${before}`);
        await this.#connection.run(`DELETE FROM stored_rows WHERE day < ${literals.day(day)}`);
        await this.#makeViews();
        return old;
      });
      return { days: new Set([...hot, ...files.map((file) => file.day)]), dropped: files };
    });
    await this.#remove(dropped);
    await this.#turns.take(() => this.#checkpoint());
    return [...days].sort((a, b) => a - b);
  }

  /** Writes a backup of this moment into a new folder, while batches go on being written. */
  backup(to: string): Promise<Manifest> {
    return this.#turns.take(() => transact(this.#connection, () => writeBackup(this.#connection, this.#folder, to)));
  }

  /** When what was begun has ended. */
  ended(): Promise<void> {
    return this.#turns.take(() => Promise.resolve());
  }

  async #hotDays({ name }: Table, before: number): Promise<number[]> {
    const days = await numbersOf(
      this.#connection,
      `SELECT DISTINCT ts // ${MILLISECONDS_A_DAY} FROM ${name}_hot WHERE ts < ${literals.time(Math.max(before, 0) * MILLISECONDS_A_DAY)}`,
    );
    return days.map(([day = null]) => Number(day)).sort((a, b) => a - b);
  }

  /** Returns the files that the new ones stand for. */
  async #seal(table: Table, day: number): Promise<readonly SealedFile[]> {
    const { name } = table;
    const [from, to] = [literals.time(day * MILLISECONDS_A_DAY), literals.time((day + 1) * MILLISECONDS_A_DAY)];
    const where = `ts >= ${from} AND ts < ${to}`;
    return transact(this.#connection, async () => {
      const names = name === 'events' ? "('events', 'port_hours')" : `('${name}')`;
      const there = await sealedFiles(this.#connection, `day = ${literals.day(day)} AND name IN ${names}`);
      const old = there.filter((file) => file.name === name);
      const replaced = old.length + 1 >= MERGE_FILES ? there : [];
      const hot = `SELECT * FROM ${name}_hot WHERE ${where}`;
      const rows = replaced.length === 0 ? hot : `${hot} UNION ALL SELECT * FROM ${parquetOf(this.#folder, old)}`;
      const sealed = await this.#write(name, day, rows, table.order);
      const written = parquetOf(this.#folder, [sealed]);
      const hours = name === 'events' ? [await this.#write('port_hours', day, countByHour(written), HOUR_ORDER)] : [];
      await this.#connection.run(`DELETE FROM ${name}_hot WHERE ${where}`);
      await removeSealed(this.#connection, replaced);
      for (const file of [sealed, ...hours]) await addSealed(this.#connection, file);
      await this.#makeViews();
      return replaced;
    });
  }

  async #write(name: SealedName, day: number, rows: string, order: readonly string[]): Promise<SealedFile> {
    const file = this.#folder.nameFor(name, day);
    const result = await this.#connection.runAndReadAll(copyStatement(rows, this.#folder.halfOf(file), order));
    const bytes = this.#folder.finish(file);
    return { file, name, day, rows: Number(result.getRows()[0]?.[0] ?? 0), bytes };
  }

  async #makeViews(): Promise<void> {
    const sealed = await sealedFiles(this.#connection);
    for (const statement of viewStatements(this.#folder, sealed)) await this.#connection.run(statement);
  }

  /** A question that began before may still read them. */
  async #remove(files: readonly SealedFile[]): Promise<void> {
    if (files.length === 0) return;
    await this.#readers.ended();
    for (const { file } of files) this.#folder.remove(file);
  }

  /** Gives the room of rows that are gone back. Where something is being written, the next one does it. */
  async #checkpoint(): Promise<void> {
    await this.#connection.run('CHECKPOINT').catch(() => undefined);
  }
}

/** The days before yesterday are over: sensors may still send yesterday's. */
export const lastOpenDay = (now: number): number => dayOf(now) - 1;
