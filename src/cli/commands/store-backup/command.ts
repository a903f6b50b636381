import type { CommandSpec } from '../../command.ts';
import { STORE_FLAG } from '../../store/store-flag.ts';

export const storeBackup: CommandSpec = {
  name: 'store backup',
  summary: 'Write a backup of the store into a new folder',
  argument: { name: 'FOLDER', description: 'new or empty; its disk should not be that of the store' },
  flags: [STORE_FLAG, { long: 'json', description: 'one JSON document' }],
  notes: `A backup is all of the store at one moment: Parquet files, which other programs read too, and manifest.json with their SHA-256. It
has the list of sensors and readers, with hashes of their tokens. While portolan serve has the store, serve writes the backup and goes
on taking batches: the folder must be one that serve may write. A backup that was cut short says so, and is never restored. A
ClickHouse is backed up by its own means (FREEZE, BACKUP).`,
  examples: [
    'portolan store backup /mnt/backup/2026-11-22',
    'portolan store backup /mnt/backup/today --store /var/lib/portolan/store',
  ],
  load: async () => (await import('./run.ts')).run,
};
