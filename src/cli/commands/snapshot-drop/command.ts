import type { CommandSpec } from '../../command.ts';
import { FORMAT_FLAGS } from '../../format.ts';

export const snapshotDrop: CommandSpec = {
  name: 'snapshot drop',
  summary: 'Remove saved snapshots',
  argument: { name: 'NAME...', description: 'names as portolan snapshot list shows them' },
  flags: FORMAT_FLAGS,
  examples: ['portolan snapshot drop 2026-11-22T180405Z'],
  load: async () => (await import('./run.ts')).run,
};
