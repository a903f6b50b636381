import type { CommandSpec } from '../../command.ts';
import { FORMAT_FLAGS } from '../../format.ts';
import { OVERLAY_FLAG } from '../../overlay-flags.ts';

export const snapshotSave: CommandSpec = {
  name: 'snapshot save',
  summary: 'Keep what listens now, to compare with later',
  argument: {
    name: '[NAME|FILE]',
    description: 'what to call it (by the time when absent), or a file: a path, or a name that ends in .json',
    values: ['baseline'],
  },
  flags: [
    { long: 'all', short: 'a', description: 'connections as well, summed by program and service' },
    { long: 'strict', description: 'save nothing, and exit with 3, when not everything could be seen' },
    OVERLAY_FLAG,
    ...FORMAT_FLAGS,
  ],
  notes: `Snapshots lie in ~/.local/state/portolan/snapshots, one file each, readable for you alone. A name that is taken is
written over; a file that is no snapshot is not. Command lines are not kept, because people write passwords into them.`,
  examples: [
    'portolan snapshot save              by the time',
    'portolan snapshot save baseline     how it should be: portolan diff baseline',
    'portolan snapshot save ./web-1.json',
  ],
  load: async () => (await import('./run.ts')).run,
};
