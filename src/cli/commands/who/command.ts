import type { CommandSpec } from '../../command.ts';
import { FORMAT_FLAGS } from '../../format.ts';
import { OVERLAY_FLAG } from '../../overlay-flags.ts';

export const who: CommandSpec = {
  name: 'who',
  summary: 'Who holds a port on this machine, since when, in which folder, and who started it',
  argument: {
    name: 'PORT...',
    description: 'a port (5173, 53/udp), a range (3000-3010) or a name (ssh); without a transport, TCP and UDP',
    completes: 'services',
  },
  flags: [
    { long: 'strict', description: 'exit with 3 when a holder could not be seen' },
    OVERLAY_FLAG,
    ...FORMAT_FLAGS,
  ],
  notes: `Holders are the processes that wait on the port: all that share a listening socket, and all sockets of a
SO_REUSEPORT group. Clients that are connected to it are counted and never listed. Exits with 1 when nobody holds it.`,
  examples: ['portolan who 5173', 'portolan who 53/udp 8080', 'portolan who 3000-3010 --json'],
  load: async () => (await import('./run.ts')).run,
};
