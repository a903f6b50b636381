import { copyFile, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { StoreError, type BackupContent } from '../store.ts';
import { contentOf, readBackup, wholeTables, type Manifest } from './backup.ts';
import { quoted } from './ddl.ts';
import type { DuckDb } from './load.ts';
import { migrate } from './migrations.ts';
import { openDatabase } from './open-database.ts';
import { toStoreError, transact } from './rows.ts';
import { StoreFolder } from './store-folder.ts';

/**
 * Makes a store of a backup, in a folder that is not there or empty. It is made beside it and gets its name when it is whole: what ends
 * in between leaves no store, and may be done again. Throws StoreError.
 */
export async function restoreStore(from: string, to: string, duckdb: DuckDb): Promise<BackupContent> {
  const there = await readdir(to).catch(() => []);
  if (there.length > 0) {
    throw new StoreError(`${to} is not empty; a backup is restored into a new folder: move this one away first`);
  }
  const manifest = await readBackup(from);
  const half = `${resolve(to)}.restoring`;
  try {
    await rm(half, { recursive: true, force: true });
    await mkdir(half, { recursive: true, mode: 0o700 });
    const tables = new Set(wholeTables().map((table) => `${table}.parquet`));
    for (const { file } of manifest.files) if (!tables.has(file)) await copyFile(join(from, file), join(half, file));
    await fill(from, new StoreFolder(half), manifest, duckdb);
    if (there.length === 0) await rmdir(to).catch(() => undefined);
    await rename(half, to);
  } catch (error) {
    throw toStoreError(to, 'nothing was restored', error);
  }
  return contentOf(manifest);
}

/** In the form that the backup has; the store is brought to this program's when it is opened. */
async function fill(from: string, folder: StoreFolder, { form }: Manifest, duckdb: DuckDb): Promise<void> {
  const instance = await openDatabase(duckdb, folder);
  const connection = await instance.connect();
  try {
    await migrate(connection, folder, form);
    await transact(connection, async () => {
      for (const table of wholeTables())
        await connection.run(
          `INSERT INTO ${table} BY NAME SELECT * FROM read_parquet(${quoted(join(from, `${table}.parquet`))})`,
        );
    });
    await connection.run('CHECKPOINT');
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
