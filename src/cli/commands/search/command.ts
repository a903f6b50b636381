import type { CommandSpec } from '../../command.ts';
import { FORMAT_FLAGS } from '../../format.ts';
import { OVERLAY_FLAG, SERVICES_FLAG } from '../../overlay-flags.ts';

export const search: CommandSpec = {
  name: 'search',
  summary: 'Find ports by what people call them: names, products, programs, sentences, with typing errors',
  argument: {
    name: 'TEXT...',
    description: 'what you look for: "remote desktop", "k8s api", sshd, elastcsearch',
    completes: 'services',
  },
  flags: [
    { long: 'limit', short: 'n', value: 'N', description: 'show at most N hits, 10 by default' },
    SERVICES_FLAG,
    OVERLAY_FLAG,
    ...FORMAT_FLAGS,
  ],
  examples: ['portolan search remote desk', 'portolan search "home assistant"', 'portolan search siemens plc --json'],
  load: async () => (await import('./run.ts')).run,
};
