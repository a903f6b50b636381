import type { Question } from '../question.ts';
import { LISTENER_COLUMNS, listenerSpans } from '../statements/listener-spans.ts';

export const listeners: Question = {
  name: 'listeners',
  description: 'What listens, by the newest snapshot of each sensor, and since when',
  parameters: ['port', 'until', 'address', 'transport', 'sensor', 'limit'],
  defaults: { limit: '1000' },
  argument: { name: 'port', isRequired: false },
  parts: [
    {
      name: 'listeners',
      title: 'Listeners',
      looksBack: true,
      columns: LISTENER_COLUMNS,
      sql: (args) => listenerSpans(args, 'last_at = newest', null),
    },
  ],
  examples: ['portolan ask listeners', 'portolan ask listeners 5432/tcp --until 2026-11-01'],
};
