import type { CommandSpec } from '../../command.ts';
import { FORMAT_FLAGS } from '../../format.ts';

export const hidden: CommandSpec = {
  name: 'hidden',
  summary: 'Ports that are held though no table of the kernel shows a socket on them',
  flags: [
    { long: 'from', value: 'PORT', description: 'first port to look at: 1 by default' },
    { long: 'to', value: 'PORT', description: 'last port to look at: 65535 by default' },
    { long: 'strict', description: 'exit with 3 when not every port could be looked at' },
    ...FORMAT_FLAGS,
  ],
  notes: `Binds every TCP and UDP port for a moment, in IPv4 and IPv6, and compares with the kernel's tables, as
unhide-tcp does. What is held without a row is looked at again several times before it is reported. A program that
starts on a port in the very moment it is probed is told that the address is in use. Exits with 1 when something is
found. As an ordinary user, ports below net.ipv4.ip_unprivileged_port_start are not looked at.`,
  examples: ['sudo portolan hidden', 'portolan hidden --from 1024 --to 49151', 'portolan hidden --json --strict'],
  load: async () => (await import('./run.ts')).run,
};
