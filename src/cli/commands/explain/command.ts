import type { CommandSpec } from '../../command.ts';
import { FORMAT_FLAGS } from '../../format.ts';
import { OVERLAY_FLAG, SERVICES_FLAG } from '../../overlay-flags.ts';

export const explain: CommandSpec = {
  name: 'explain',
  summary: 'What a port is: registered for, used for, abused by, and what to do',
  argument: {
    name: 'WHAT...',
    description: 'a port (19/udp, 443), a range (6000-6063), a name (https, pop3) or a Trojan (netbus)',
    completes: 'services',
  },
  flags: [
    { long: 'sources', description: 'list the sources behind every statement' },
    { long: 'no-here', description: 'do not look at what holds the port on this machine' },
    {
      long: 'stored',
      description: 'also say what the store has of it: who knocked in 30 days (PORTOLAN_STORE says where it is)',
      excludes: ['json', 'ndjson', 'csv'],
    },
    SERVICES_FLAG,
    OVERLAY_FLAG,
    ...FORMAT_FLAGS,
  ],
  notes:
    'The store is asked by --stored only: opening one takes many times as long as the answer. A portolan serve that has it is asked in its place; portolan ask port-story says more.',
  examples: [
    'portolan explain 109',
    'portolan explain 19/udp 6000-6063 netbus',
    'portolan explain 443 --json',
    'portolan explain 6379 --stored',
  ],
  load: async () => (await import('./run.ts')).run,
};
