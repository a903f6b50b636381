import type { CommandSpec } from '../../command.ts';
import { FORMAT_FLAGS } from '../../format.ts';

export const snapshotList: CommandSpec = {
  name: 'snapshot list',
  summary: 'The snapshots that were saved, newest first',
  flags: FORMAT_FLAGS,
  examples: ['portolan snapshot list', 'portolan snapshot list --json'],
  load: async () => (await import('./run.ts')).run,
};
