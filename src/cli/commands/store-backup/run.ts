import { resolve } from 'node:path';
import type { BackupContent } from '../../../store/store.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { askOwner } from '../../store/store-server.ts';
import { backupFolderOf, writeBackupTold } from '../../store/backup-told.ts';
import { storeLocationOf } from '../../store/store-flag.ts';
import { withStore } from '../../store/with-store.ts';

export async function run(input: Input, context: Context): Promise<void> {
  const location = storeLocationOf(input, context);
  const folder = resolve(backupFolderOf(input, 'store backup'));
  const told = await askOwner(location, 'POST', `/api/v1/store/backup?folder=${encodeURIComponent(folder)}`);
  if (told !== null && !isContent(told)) {
    throw new CliError(EXIT.couldNotLook, 'portolan serve answers, and not as this version does; restart it');
  }
  const content = told ?? (await withStore(location, (store) => store.backup(folder)));
  writeBackupTold('backup', { location, folder, content }, input, context);
}

function isContent(value: unknown): value is BackupContent {
  return typeof value === 'object' && value !== null && 'rows' in value && 'files' in value && 'bytes' in value;
}
