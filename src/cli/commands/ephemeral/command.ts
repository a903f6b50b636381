import type { CommandSpec } from '../../command.ts';
import { FORMAT_FLAGS } from '../../format.ts';

export const ephemeral: CommandSpec = {
  name: 'ephemeral',
  summary: 'How near this host is to running out of client ports: per destination, for bind(0), for UDP',
  flags: [
    { long: 'top', value: 'N', description: 'the N fullest destinations: 10 by default, all of them as data' },
    { long: 'fail-on', value: 'PERCENT', description: 'exit with 1 when the fullest scope is at or above it' },
    { long: 'advice', description: 'what helps, also where there is plenty' },
    { long: 'strict', description: 'exit with 3 when a table of sockets could not be read whole' },
    ...FORMAT_FLAGS,
  ],
  notes: `connect() runs out for each pair of source address and destination by itself, bind(0) and UDP for the host as a
whole. Ports in TIME-WAIT count, unless tcp_tw_reuse lets the kernel take them over after a second. Figures are of this
network namespace: run it inside a container for the container's.`,
  examples: [
    'portolan ephemeral',
    'portolan ephemeral --fail-on 80     for a check that runs by itself',
    'portolan ephemeral --json --top 3',
  ],
  load: async () => (await import('./run.ts')).run,
};
