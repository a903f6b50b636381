import type { CommandSpec } from '../../command.ts';
import { FORMAT_FLAGS } from '../../format.ts';
import { OVERLAY_FLAG } from '../../overlay-flags.ts';

export const sockets: CommandSpec = {
  name: 'sockets',
  aliases: ['netstat'],
  summary: "This machine's sockets: state, owner, exposure, service, what deserves a look",
  flags: [
    { long: 'tcp', short: 't', description: 'TCP sockets' },
    { long: 'udp', short: 'u', description: 'UDP sockets' },
    { long: 'listening', short: 'l', description: 'only sockets that wait for others' },
    { long: 'all', short: 'a', description: 'listening and connected sockets' },
    { long: 'numeric', short: 'n', description: 'numbers instead of names: accepted, numbers are always shown' },
    { long: 'processes', short: 'p', description: 'who holds each socket' },
    { long: 'extended', short: 'e', description: 'user and inode as well' },
    { long: 'ipv4', short: '4', description: 'IPv4 sockets' },
    { long: 'ipv6', short: '6', description: 'IPv6 sockets' },
    {
      long: 'netns',
      value: 'all',
      values: ['all'],
      description: 'sockets of every network namespace (containers), each apart',
    },
    { long: 'risky', description: 'only sockets with a finding that deserves a look' },
    { long: 'no-header', short: 'H', description: 'no heading line' },
    { long: 'strict', description: 'exit with 3 when not everything could be seen' },
    {
      long: 'state',
      value: 'STATE,...',
      description: 'only these: listen, established, time-wait, listening, connected',
    },
    { long: 'sport', value: 'PORT,...', description: 'only these ports of this machine: 22 or 6000-6063' },
    { long: 'dport', value: 'PORT,...', description: 'only these ports of the other end' },
    { long: 'pid', value: 'PID,...', description: 'only what these processes hold' },
    { long: 'user', value: 'USER,...', description: 'only sockets of these users, by name or number' },
    { long: 'exposed', description: 'only what listens where another machine may reach it' },
    {
      long: 'sort',
      value: 'KEY',
      values: ['port', 'peer', 'state', 'recv-q', 'send-q', 'pid', 'user'],
      description: 'order of the lines; queues with the longest first',
    },
    { long: 'wide', short: 'W', description: 'with --format netstat: long addresses whole' },
    {
      long: 'format',
      value: 'FORMAT',
      values: ['table', 'ss', 'netstat', 'json', 'ndjson', 'csv'],
      description: 'how to write them; ss and netstat are their lines, for scripts',
      excludes: ['json', 'ndjson', 'csv'],
    },
    {
      long: 'watch',
      description: 'look again and again: a live screen, or events as NDJSON where the output is no terminal',
      excludes: ['risky', 'json', 'csv'],
    },
    { long: 'interval', value: 'TIME', description: 'with --watch: from one look to the next, 100ms or more; 1s' },
    { long: 'count', value: 'N', description: 'with --watch: end after N looks' },
    { long: 'initial', description: 'with --watch as NDJSON: what is there at first as opened' },
    OVERLAY_FLAG,
    ...FORMAT_FLAGS,
  ],
  notes: `As with ss and netstat, letters without -l or -a leave listening sockets out; without any letter everything is
shown, owners included. Exposure is how far the binding reaches, before any firewall. A LOCAL of *:80 is an IPv6
wildcard that most likely takes IPv4 too (the kernel's tables do not say for certain).

--format ss and --format netstat print the lines of those programs into a pipe, for scripts that parse them: same
columns, order and widths, always with numbers. Of ss's process column there are users (one descriptor a process), uid
and ino; what /proc does not tell is not there: sk, timer, cgroup, v6only, arrows, zones, and the Send-Q of a listening
socket, which is 0 as in netstat. A [::] that shares its port with no IPv4 socket is shown as *.

A watch compares one look with the next, so connections that live shorter than its interval are missed. Where a look
costs more than 5 % of a core allows, it looks less often and says so. On its screen ? lists the keys; its events keep
to the schema sockets-event.

Port lists that teach netstat -N or netstat -An mean netstat -n and netstat -an; case matters on most systems.`,
  examples: [
    'portolan sockets -tulpn     who listens',
    'portolan netstat -an        everything',
    'portolan sockets --json     for programs',
    'portolan sockets -Htlnp --format ss        for scripts that parse ss',
    'portolan sockets --state close-wait --sport 8000-8999',
    'portolan sockets --watch    what comes, goes and changes',
  ],
  load: async () => (await import('./run.ts')).run,
};
