import { literals } from '../literal.ts';
import type { Question } from '../question.ts';
import { LISTENER_COLUMNS, listenerSpans } from '../statements/listener-spans.ts';

export const goneListeners: Question = {
  name: 'gone-listeners',
  description: 'What stopped listening: listeners that the newest snapshot of their sensor does not have',
  parameters: ['since', 'until', 'port', 'address', 'transport', 'sensor', 'limit'],
  defaults: { since: '24h', limit: '100' },
  parts: [
    {
      name: 'listeners',
      title: 'Listeners',
      looksBack: true,
      columns: LISTENER_COLUMNS,
      sql: (args) =>
        listenerSpans(args, `last_at >= ${literals.time(args.since)} AND last_at < newest`, 'last_at DESC'),
    },
  ],
  examples: ['portolan ask gone-listeners', 'portolan ask gone-listeners --since 30d --port 5432'],
};
