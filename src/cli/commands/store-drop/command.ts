import type { CommandSpec } from '../../command.ts';
import { STORE_FLAG } from '../../store/store-flag.ts';

export const storeDrop: CommandSpec = {
  name: 'store drop',
  summary: 'Drop old days from the store',
  flags: [
    {
      long: 'before',
      value: 'DAY',
      description: 'the first day that is kept: 2026-09-01, or 90d for so long ago (UTC)',
    },
    { long: 'yes', short: 'y', description: 'do not ask' },
    STORE_FLAG,
    { long: 'json', description: 'one JSON document; needs --yes' },
  ],
  notes: `It says what would go and asks first; without a terminal it needs --yes. All tables lose their rows of the days, for good. While
portolan serve has the store it is refused: serve drops old days by itself with --keep-days.`,
  examples: ['portolan store drop --before 2026-09-01', 'portolan store drop --before 90d --yes'],
  load: async () => (await import('./run.ts')).run,
};
