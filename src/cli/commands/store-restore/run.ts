import { chmodSync, constants, copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { loadBackup } from '../../../store/duckdb/load-backup.ts';
import { loadDuckDb, type DuckDb } from '../../../store/duckdb/load.ts';
import { restoreStore } from '../../../store/duckdb/restore.ts';
import { openStore } from '../../../store/open-store.ts';
import { StoreError, type BackupContent, type Store } from '../../../store/store.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { printable } from '../../printable.ts';
import { backupFolderOf, writeBackupTold } from '../../store/backup-told.ts';
import { requireUnserved } from '../../store/store-server.ts';
import { folderBeside, storeLocationOf } from '../../store/store-flag.ts';

export async function run(input: Input, context: Context): Promise<void> {
  const location = storeLocationOf(input, context);
  const folder = resolve(backupFolderOf(input, 'store restore'));
  if (location.engine === 'duckdb') await requireUnserved(location, 'nothing can be restored in its place');
  try {
    const require = createRequire(import.meta.url);
    const load = (name: string): unknown => require(name) as unknown;
    const duckdb = loadDuckDb(load);
    const content =
      location.engine === 'duckdb'
        ? await restoreStore(folder, location.folder, duckdb)
        : await loadInto(await openStore(location, load), folder, duckdb);
    if (location.engine !== 'duckdb') takeSensors(folder, folderBeside(location, context));
    writeBackupTold('restore', { location, folder, content }, input, context);
  } catch (error) {
    if (error instanceof StoreError) throw new CliError(EXIT.couldNotLook, printable(error.message));
    throw error;
  }
}

async function loadInto(store: Store, folder: string, duckdb: DuckDb): Promise<BackupContent> {
  try {
    return await loadBackup(folder, store, duckdb);
  } finally {
    await store.close();
  }
}

/** Who may write and read, where nobody is known yet: the numbers of sensors stand in the rows. */
function takeSensors(from: string, to: string): void {
  const [source, target] = [join(from, 'sensors.json'), join(to, 'sensors.json')];
  if (!existsSync(source) || existsSync(target)) return;
  mkdirSync(to, { recursive: true, mode: 0o700 });
  copyFileSync(source, target, constants.COPYFILE_EXCL);
  chmodSync(target, 0o600);
}
