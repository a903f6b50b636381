import type { CommandSpec } from '../../command.ts';
import { OVERLAY_FLAG } from '../../overlay-flags.ts';
import { INPUT_FORMAT_FLAG, OWN_FLAG } from '../../log-flags.ts';

export const report: CommandSpec = {
  name: 'report',
  summary: 'What listens here, what logs show and what an audit said, joined by port; as one HTML page',
  argument: {
    name: 'FILE...',
    description: 'logs or captures of any supported format, also packed; - is standard input; none for no logs',
  },
  flags: [
    { long: 'audit', value: 'FILE', description: 'what portolan audit --json wrote' },
    OWN_FLAG,
    INPUT_FORMAT_FLAG,
    { long: 'all', description: 'tell also the ports with nothing to look at' },
    {
      long: 'html',
      value: 'FILE',
      description:
        'also write all of it as one HTML page that needs no network; - writes it to standard output instead',
    },
    OVERLAY_FLAG,
    { long: 'json', description: 'one JSON document', excludes: ['all'] },
  ],
  notes:
    'A finding of the logs is about this machine where one of its targets is an address of this machine. What was let through to a port that listens here counts one step more urgent, and what only went where nothing listens one step less; the findings themselves keep their severity. An audit of other hosts makes rows of their own. A log that cannot be read does not keep the rest from being told, but makes the exit code 3.',
  examples: [
    'portolan report',
    'portolan report /var/log/ufw.log',
    'portolan audit --json > audit.json; portolan report /var/log/ufw.log --audit audit.json --html report.html',
    'portolan report capture.pcap --own 192.0.2.0/24 --json',
  ],
  load: async () => (await import('./run.ts')).run,
};
