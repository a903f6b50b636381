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
    { long: 'risky', description: 'only sockets with a finding that deserves a look' },
    { long: 'no-header', short: 'H', description: 'no heading line' },
    { long: 'strict', description: 'exit with 3 when not everything could be seen' },
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

A watch compares one look with the next, so connections that live shorter than its interval are missed. Where a look
costs more than 5 % of a core allows, it looks less often and says so. On its screen ? lists the keys.

Port lists that teach netstat -N or netstat -An mean netstat -n and netstat -an; case matters on most systems.`,
  examples: [
    'portolan sockets -tulpn     who listens',
    'portolan netstat -an        everything',
    'portolan sockets --json     for programs',
    'portolan sockets --watch    what comes, goes and changes',
  ],
  load: async () => (await import('./run.ts')).run,
};
