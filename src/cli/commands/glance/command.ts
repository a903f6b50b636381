import type { CommandSpec } from '../../command.ts';
import { FORMAT_FLAGS } from '../../format.ts';
import { OVERLAY_FLAG } from '../../overlay-flags.ts';

/** The command without a name: this machine on one calm screen. */
export const glance: CommandSpec = {
  name: '',
  summary: 'This machine at a glance: what listens, who holds it, how exposed, what to look at first',
  flags: [
    { long: 'strict', description: 'exit with 3 when not everything could be seen' },
    OVERLAY_FLAG,
    ...FORMAT_FLAGS,
  ],
  examples: ['portolan', 'portolan --json'],
  load: async () => (await import('./run.ts')).run,
};
