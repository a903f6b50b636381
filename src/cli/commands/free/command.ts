import type { CommandSpec } from '../../command.ts';

export const free: CommandSpec = {
  name: 'free',
  summary: 'Find free TCP ports, or keep them reserved while a command runs',
  argument: { name: '[N]', description: 'how many ports, 1 by default, 1000 at most' },
  rest: { name: '[-- CMD ...]', description: 'with --hold: the command to run, with its own options' },
  flags: [
    { long: 'from', value: 'PORT', description: 'lowest port to take; without it and --to the system chooses' },
    { long: 'to', value: 'PORT', description: 'highest port to take' },
    { long: 'hold', description: 'keep the ports reserved until CMD has ended', excludes: ['json'] },
    {
      long: 'release-first',
      description: 'with --hold: give the ports up right before CMD starts, for servers without SO_REUSEADDR',
      excludes: ['json'],
    },
    { long: 'json', description: 'one JSON document' },
  ],
  notes: [
    'Without --hold a port is free now and not reserved: anybody may take it before you do. With --hold nobody gets it by',
    'chance, neither the system for others nor another portolan, and CMD can listen on it at any time.',
    '',
    'CMD finds the first port in PORT, the second in PORT1, the third in PORT2 and so on, and in its words {port}, {port1},',
    '{port2} are replaced. Signals are passed on to it, and portolan ends with its exit code, with 128 and the number of',
    'the signal that ended it, with 127 when there is no such command and with 126 when it cannot be run.',
    '',
    'A server binds a held port if it sets SO_REUSEADDR, as most do. One that says "address already in use" needs',
    '--release-first, which leaves a moment in which others may take the port.',
  ].join('\n'),
  examples: [
    'portolan free',
    'portolan free 3 --from 8000 --to 8999',
    'portolan free --hold -- npm run dev',
    'portolan free 2 --hold -- python3 -m http.server {port1}',
  ],
  load: async () => (await import('./run.ts')).run,
};
