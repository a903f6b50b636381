import type { CommandSpec } from '../../command.ts';
import { FORMAT_FLAGS } from '../../format.ts';

export const lease: CommandSpec = {
  name: 'lease',
  summary: 'The same TCP port for this project every time, under a name',
  argument: { name: '[NAME]', description: 'what the port is for: web, api, db; "default" without one' },
  flags: [
    { long: 'from', value: 'PORT', description: 'lowest port to lease, 20000 by default' },
    { long: 'to', value: 'PORT', description: 'highest port to lease, 29999 by default' },
    { long: 'list', description: 'show the leases of all projects', excludes: ['from', 'to', 'drop'] },
    { long: 'drop', value: 'NAME', description: 'give a lease of this project up', excludes: ['from', 'to', 'list'] },
    ...FORMAT_FLAGS,
  ],
  notes: [
    'A project is the nearest folder upward with a .git or a package.json; each worktree is one of its own. Its first',
    'choice of a port follows from its folder and the name. The port is tried each time: when somebody else has it, the',
    'lease moves to another one, and stderr says so. It is no reservation: anybody may take the port while it is not used.',
    '',
    'Leases are kept in portolan/leases.json under $XDG_STATE_HOME, by default ~/.local/state.',
  ].join('\n'),
  examples: ['PORT=$(portolan lease web) npm run dev', 'portolan lease api', 'portolan lease --list'],
  load: async () => (await import('./run.ts')).run,
};
