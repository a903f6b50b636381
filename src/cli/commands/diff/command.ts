import type { Severity } from '../../../findings/finding.ts';
import type { CommandSpec } from '../../command.ts';
import { FORMAT_FLAGS } from '../../format.ts';
import { OVERLAY_FLAG } from '../../overlay-flags.ts';

/** Written out: the findings are loaded with the command, and this is known to every run. */
const SEVERITIES: readonly Severity[] = ['info', 'low', 'medium', 'high', 'critical'];

export const diff: CommandSpec = {
  name: 'diff',
  summary: 'What listens now and did not before, what is gone, and what changed its holder or its reach',
  argument: {
    name: '[A] [B]',
    description: 'saved snapshots, by name or file: A before (the newest when absent), B after (now when absent)',
    values: ['baseline', 'now'],
  },
  flags: [
    {
      long: 'since',
      value: 'WHEN',
      values: ['yesterday', '2d', '1w'],
      description: 'begin with the newest snapshot that is so old: yesterday, 3h, 2d, 1w, 2026-11-20',
    },
    {
      long: 'fail-on',
      value: 'SEVERITY',
      values: SEVERITIES,
      description: 'exit with 1 only for differences at or above it',
    },
    { long: 'strict', description: 'exit with 3 when not everything could be compared' },
    OVERLAY_FLAG,
    ...FORMAT_FLAGS,
  ],
  notes: `Exit code 0 without differences, 1 with some. A listener is the same while its port, program and executable are; a
new pid is no difference. Left out are UDP sockets that are most likely clients. What could not be seen on one side, for
want of rights or because it is another machine, is said and never called gone or changed.

Connections are compared where the snapshot holds them (portolan snapshot save --all), by program and port: those that
were not there at all, are no longer, or are ten times as many and twenty at least. They come and go, so they do not
count for the exit code. Left out are questions over UDP (DNS, NTP) and high ports that are known for nothing. They are
in the text and in --json.

Ports that your notes (portolan.yaml) expect weigh less when they come and more when they go.`,
  examples: [
    'portolan diff                       since the newest snapshot',
    'portolan diff --since yesterday',
    'portolan diff baseline --fail-on medium',
    'portolan diff ./web-1.json ./web-2.json',
  ],
  load: async () => (await import('./run.ts')).run,
};
