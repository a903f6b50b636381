import type { CommandSpec } from '../../command.ts';
import { OVERLAY_FLAG } from '../../overlay-flags.ts';

export const kill: CommandSpec = {
  name: 'kill',
  summary: 'End whoever holds a port: shows the plan, asks, and makes sure that the port is free',
  argument: {
    name: 'PORT',
    description: 'one port (5173, 53/udp) or its name; without a transport TCP, and UDP where TCP is free',
    completes: 'services',
  },
  flags: [
    { long: 'yes', short: 'y', description: 'do not ask; needed where there is no terminal' },
    { long: 'dry-run', short: 'n', description: 'show the plan and send nothing', excludes: ['yes'] },
    {
      long: 'signal',
      short: 's',
      value: 'NAME',
      values: ['TERM', 'INT', 'HUP', 'QUIT', 'KILL'],
      description: 'what to send first, TERM by default',
    },
    { long: 'grace', value: 'SECONDS', description: 'how long to wait for the port before KILL, 5 by default' },
    { long: 'force', description: "also other users' processes, and proxies of containers" },
    OVERLAY_FLAG,
    { long: 'json', description: 'one JSON document' },
  ],
  notes: `Only processes that wait on exactly this port get a signal, never a client that is connected to it. Right before
each signal, the pid and the time of its start are looked at once more. What the processes hold besides ends with them:
the plan says what.

Left alone, with exit code 4: process 1, portolan itself and whatever started it, sockets that systemd or the kernel
holds, and without --force other users' processes and proxies of containers; one of these is enough, and nothing is sent.
Exits with 1 when nobody holds the port, and with 3 when it is not free in the end.`,
  examples: ['portolan kill 5173', 'portolan kill 5173 --dry-run', 'portolan kill 53/udp --yes --grace 10'],
  load: async () => (await import('./run.ts')).run,
};
