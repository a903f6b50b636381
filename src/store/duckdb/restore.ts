import { copyFile, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreError } from '../store.ts';
import { readBackup, wholeTables, type Manifest } from './backup.ts';
import { quoted } from './ddl.ts';
import type { DuckDb } from './load.ts';
import { migrate } from './migrations.ts';
import { openDatabase } from './open-database.ts';
import { toStoreError, transact } from './rows.ts';
import { SEALED_NAME } from './sealed-file.ts';
import { StoreFolder } from './store-folder.ts';

/**
 * Makes a store of a backup, in a folder that is not there or empty. It is made beside it and gets its name when it is whole: what ends
 * in between leaves no store, and may be done again. Throws StoreError.
 */
export async function restoreStore(from: string, to: string, duckdb: DuckDb): Promise<Manifest> {
  const there = await readdir(to).catch(() => []);
  if (there.length > 0) {
    throw new StoreError(`${to} is not empty; a backup is restored into a new folder: move this one away first`);
  }
  const manifest = await readBackup(from);
  const half = `${to}.restoring`;
  try {
    await rm(half, { recursive: true, force: true });
    await mkdir(half, { recursive: true, mode: 0o700 });
    for (const { file } of manifest.files)
      if (SEALED_NAME.test(file)) await copyFile(join(from, file), join(half, file));
    await fill(from, new StoreFolder(half), manifest, duckdb);
    if (there.length === 0) await rmdir(to).catch(() => undefined);
    await rename(half, to);
  } catch (error) {
    throw toStoreError(to, 'nothing was restored', error);
  }
  return manifest;
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
