import type { StoreLocation } from '../../store/location.ts';
import type { BackupContent } from '../../store/store.ts';
import type { Input } from '../command.ts';
import type { Context } from '../context.ts';
import type { StoreBackupDocument } from '../documents.ts';
import { envelope } from '../envelope.ts';
import { CliError, EXIT } from '../exit-code.ts';
import { printable } from '../printable.ts';
import { formatLocation } from './store-flag.ts';

/** The one folder that a command is given. Throws CliError (usage). */
export function backupFolderOf({ args }: Input, command: string): string {
  const [folder, second] = args;
  if (folder === undefined || folder === '') {
    throw new CliError(EXIT.usage, `${command} needs a folder, such as /mnt/backup/2026-11-22`);
  }
  if (second !== undefined) throw new CliError(EXIT.usage, `${command} takes one folder, and got "${second}" too`);
  return folder;
}

interface Done {
  readonly location: StoreLocation;
  readonly folder: string;
  readonly content: BackupContent;
}

/** Says what was written or read. */
export function writeBackupTold(
  did: StoreBackupDocument['did'],
  { location, folder, content }: Done,
  input: Input,
  context: Context,
): void {
  const store = formatLocation(location);
  if (input.has('json')) {
    const document: StoreBackupDocument = { ...envelope('store-backup', context), did, store, folder, ...content };
    context.stdout.line(JSON.stringify(document, null, 2));
    return;
  }
  const { rows, files, bytes } = content;
  const size = `${rows} rows, ${files} files, ${bytes} bytes`;
  const [from, to] = [did === 'backup' ? store : folder, did === 'backup' ? folder : store];
  const what = did === 'backup' ? 'Wrote a backup of' : 'Restored';
  context.stdout.line(
    `${what} ${printable(from)} ${did === 'backup' ? 'into' : 'as the store'} ${printable(to)}: ${size}`,
  );
}
