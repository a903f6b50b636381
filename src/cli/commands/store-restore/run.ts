import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { loadDuckDb } from '../../../store/duckdb/load.ts';
import { restoreStore } from '../../../store/duckdb/restore.ts';
import { StoreError } from '../../../store/store.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { printable } from '../../printable.ts';
import { backupFolderOf, writeBackupTold } from '../../store/backup-told.ts';
import { requireUnserved } from '../../store/store-server.ts';
import { storeLocationOf } from '../../store/store-flag.ts';

export async function run(input: Input, context: Context): Promise<void> {
  const location = storeLocationOf(input, context);
  const folder = resolve(backupFolderOf(input, 'store restore'));
  if (location.engine !== 'duckdb') {
    throw new CliError(
      EXIT.usage,
      'a backup is restored into a folder; a ClickHouse is backed up and restored by its own means (FREEZE and ATTACH, BACKUP and RESTORE)',
    );
  }
  await requireUnserved(location, 'nothing can be restored in its place');
  try {
    const require = createRequire(import.meta.url);
    const duckdb = loadDuckDb((name) => require(name) as unknown);
    const content = await restoreStore(folder, location.folder, duckdb);
    writeBackupTold('restore', { location, folder, content }, input, context);
  } catch (error) {
    if (error instanceof StoreError) throw new CliError(EXIT.couldNotLook, printable(error.message));
    throw error;
  }
}
