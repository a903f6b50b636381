import type { CommandSpec } from '../../command.ts';
import { FORMAT_FLAGS } from '../../format.ts';

export const knowledgePatterns: CommandSpec = {
  name: 'knowledge patterns',
  summary: 'What attacks, and what only looks like one, show in traffic: signs, innocent look-alikes, what to do',
  argument: { name: 'ID...', description: 'show these in full, such as fraggle; without, all in one line each' },
  flags: FORMAT_FLAGS,
  examples: [
    'portolan knowledge patterns',
    'portolan knowledge patterns fraggle',
    'portolan knowledge patterns mirai --json',
  ],
  load: async () => (await import('./run.ts')).run,
};
