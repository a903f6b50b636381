import type { CommandSpec } from '../../command.ts';
import { INPUT_FORMAT_FLAG, OWN_FLAG } from '../../log-flags.ts';

export const traffic: CommandSpec = {
  name: 'traffic',
  summary: 'What a firewall log, flow log or capture shows: noise, scans, worms, reflections, guessing, echoes',
  argument: {
    name: 'FILE...',
    description: 'logs or captures of any supported format, also packed; - is standard input',
  },
  flags: [
    OWN_FLAG,
    INPUT_FORMAT_FLAG,
    { long: 'all', description: 'tell every finding, not only the first of each kind' },
    {
      long: 'fail-on',
      value: 'SEVERITY',
      description: 'exit with 1 where a finding is at least that severe: info, low, medium, high, critical',
    },
    {
      long: 'baseline',
      value: 'FILE',
      description: 'a report saved with --json: only what is new is told and counts',
    },
    {
      long: 'select',
      value: 'QUERY',
      description: 'print the events that a query names instead of a report, such as the query of a finding',
      excludes: ['fail-on', 'baseline', 'all'],
    },
    { long: 'strict', description: 'exit with 3 where anything of the input could not be understood or remembered' },
    {
      long: 'follow',
      description: 'read the files as they grow, through rotation, and tell what is news; - is standard input',
      excludes: ['select', 'baseline', 'strict'],
    },
    {
      long: 'from',
      value: 'WHERE',
      values: ['start', 'end'],
      description: 'where a followed file is begun: end (by default) for what is new, start for all of it',
    },
    {
      long: 'journal',
      description: "read the kernel's messages of the systemd journal as they come",
      excludes: ['select', 'baseline', 'strict'],
    },
    {
      long: 'listen-syslog',
      value: '[ADDRESS:]PORT',
      description: 'take syslog over UDP and TCP; from this machine only, unless an address is given',
      excludes: ['select', 'baseline', 'strict'],
    },
    {
      long: 'listen-netflow',
      value: '[ADDRESS:]PORT',
      description: 'take NetFlow and IPFIX over UDP; from this machine only, unless an address is given',
      excludes: ['select', 'baseline', 'strict'],
    },
    {
      long: 'state',
      value: 'FILE',
      description:
        'keep in a file what live reading knows, about every 5 seconds and at the end: with the same file it goes on there, also after a crash or kill -9, and tells nothing twice',
      excludes: ['select', 'baseline', 'strict'],
    },
    { long: 'explain-rule', value: 'ID', description: 'what a finding of this id rests on, and what else it can be' },
    {
      long: 'html',
      value: 'FILE',
      description:
        'also write the report as one HTML page that needs no network; - writes it to standard output instead',
    },
    { long: 'json', description: 'one JSON document', excludes: ['ndjson'] },
    {
      long: 'ndjson',
      description: 'one finding a line, then the summary; with --select one event a line',
      excludes: ['json'],
    },
  ],
  notes:
    'A query is a pattern with the number of a sign, conditions, or both; all of them must hold, and "not" turns the next one around. --json gives the query of every finding. The help topic traffic-queries has the conditions, traffic-formats what can be read. A file that cannot be read does not keep the others from being told, but makes the exit code 3. Live reading goes on until Ctrl+C or a signal ends it, then writes the report; without --state it keeps what it knows in memory only. With --ndjson it writes events, which the schema traffic-live-event describes.',
  examples: [
    'portolan traffic /var/log/ufw.log',
    'journalctl -k -o json | portolan traffic -',
    'portolan traffic capture.pcap --own 192.0.2.0/24 --json',
    'portolan traffic /var/log/kern.log* --html report.html',
    "portolan traffic ufw.log --select 'sweep#1 source=203.0.113.7'",
    "portolan traffic ufw.log --select 'dport=22,8000-8010 outcome=dropped not source=192.0.2.0/24' --ndjson",
    'portolan traffic ufw.log --baseline yesterday.json --fail-on medium',
    'portolan traffic --follow /var/log/ufw.log',
    'portolan traffic --follow /var/log/ufw.log --state /var/lib/portolan/ufw.state',
    'portolan traffic --listen-syslog 0.0.0.0:5514 --ndjson',
    'portolan traffic --explain-rule traffic.sweep',
  ],
  load: async () => (await import('./run.ts')).run,
};
