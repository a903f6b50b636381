import type { CommandSpec } from '../../command.ts';
import { STORE_FLAG } from '../../store/store-flag.ts';

export const storeStats: CommandSpec = {
  name: 'store stats',
  summary: 'What is in the store, and what it takes on disk',
  flags: [STORE_FLAG, { long: 'json', description: 'one JSON document' }],
  notes: `While portolan serve has the store, serve is asked. Bytes per event are all bytes of the store for each event; days that are
over are packed an hour or two after they are, and take less then. The tables must have as many rows as the ledger of batches.`,
  examples: ['portolan store stats', 'portolan store stats --store /var/lib/portolan/store --json'],
  load: async () => (await import('./run.ts')).run,
};
