import type { CommandSpec } from '../../command.ts';

export const traffic: CommandSpec = {
  name: 'traffic',
  summary: 'What a firewall log, flow log or capture shows: noise, scans, worms, reflections, guessing, echoes',
  argument: {
    name: 'FILE...',
    description: 'logs or captures of any supported format, also packed; - is standard input',
  },
  flags: [
    {
      long: 'own',
      value: 'PREFIXES',
      description: 'networks and addresses that are yours, such as 192.0.2.0/24,2001:db8::/32; found out otherwise',
    },
    { long: 'input-format', value: 'ID', description: 'read the input as this format, whatever it looks like' },
    { long: 'all', description: 'tell every finding, not only the first of each kind' },
    {
      long: 'fail-on',
      value: 'SEVERITY',
      description: 'exit with 1 where a finding is at least that severe: info, low, medium, high, critical',
    },
    { long: 'explain-rule', value: 'ID', description: 'what a finding of this id rests on, and what else it can be' },
    {
      long: 'html',
      value: 'FILE',
      description:
        'also write the report as one HTML page that needs no network; - writes it to standard output instead',
    },
    { long: 'json', description: 'one JSON document', excludes: ['ndjson'] },
    { long: 'ndjson', description: 'one finding a line, then the summary', excludes: ['json'] },
  ],
  examples: [
    'portolan traffic /var/log/ufw.log',
    'journalctl -k -o json | portolan traffic -',
    'portolan traffic capture.pcap --own 192.0.2.0/24 --json',
    'portolan traffic /var/log/kern.log* --html report.html',
    'portolan traffic --explain-rule traffic.sweep',
  ],
  load: async () => (await import('./run.ts')).run,
};
