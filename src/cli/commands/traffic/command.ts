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
    {
      long: 'follow',
      description: 'read the files as they grow, through rotation, and tell what is news; - is standard input',
    },
    {
      long: 'from',
      value: 'WHERE',
      values: ['start', 'end'],
      description: 'where a followed file is begun: end (by default) for what is new, start for all of it',
    },
    { long: 'journal', description: "read the kernel's messages of the systemd journal as they come" },
    {
      long: 'listen-syslog',
      value: '[ADDRESS:]PORT',
      description: 'take syslog over UDP and TCP; from this machine only, unless an address is given',
    },
    {
      long: 'listen-netflow',
      value: '[ADDRESS:]PORT',
      description: 'take NetFlow and IPFIX over UDP; from this machine only, unless an address is given',
    },
    {
      long: 'state',
      value: 'FILE',
      description: 'keep there what live reading knows, each 10 s, and go on from it: nothing is lost or counted twice',
    },
    { long: 'explain-rule', value: 'ID', description: 'what a finding of this id rests on, and what else it can be' },
    { long: 'json', description: 'one JSON document', excludes: ['ndjson'] },
    { long: 'ndjson', description: 'one finding a line, then the summary', excludes: ['json'] },
  ],
  examples: [
    'portolan traffic /var/log/ufw.log',
    'journalctl -k -o json | portolan traffic -',
    'portolan traffic capture.pcap --own 192.0.2.0/24 --json',
    'portolan traffic --follow /var/log/ufw.log --state ~/ufw.state',
    'portolan traffic --listen-syslog 0.0.0.0:5514 --ndjson',
    'portolan traffic --explain-rule traffic.sweep',
  ],
  load: async () => (await import('./run.ts')).run,
};
