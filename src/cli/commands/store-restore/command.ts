import type { CommandSpec } from '../../command.ts';
import { STORE_FLAG } from '../../store/store-flag.ts';

export const storeRestore: CommandSpec = {
  name: 'store restore',
  summary: 'Make a store of a backup',
  argument: { name: 'FOLDER', description: 'a backup, as portolan store backup wrote it' },
  flags: [STORE_FLAG, { long: 'json', description: 'one JSON document' }],
  notes: `The folder of the store must not be there, or be empty: move a damaged one away first, so that nothing is lost. Every file of the
backup is held against its SHA-256 before anything is written. The store is made beside its place, in a folder that ends in
.restoring, and gets its name when it is whole; where that was cut short, the same command begins anew. What sensors have sent since
the backup was made is not in it, but for what still waits in their spools.

With --store clickhouse://HOST/DATABASE the backup of an embedded store is loaded into a ClickHouse, which must be new: rows, texts,
names, and the list of sensors where this user has none. Where that was cut short, the same command goes on with it, and
stores nothing twice. The backup of a ClickHouse itself is its own affair (FREEZE, BACKUP).`,
  examples: [
    'portolan store restore /mnt/backup/2026-11-22',
    'portolan store restore /mnt/backup/today --store /var/lib/portolan/store',
    'portolan store restore /mnt/backup/today --store clickhouse://10.0.0.5:8123/portolan',
  ],
  load: async () => (await import('./run.ts')).run,
};
