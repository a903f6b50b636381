import { literals } from '../literal.ts';
import type { Question } from '../question.ts';
import { LISTENER_COLUMNS, listenerSpans } from '../statements/listener-spans.ts';

export const newListeners: Question = {
  name: 'new-listeners',
  description: 'What began to listen: listeners that the snapshots before did not have',
  parameters: ['since', 'until', 'port', 'address', 'transport', 'sensor', 'limit'],
  defaults: { since: '24h', limit: '100' },
  parts: [
    {
      name: 'listeners',
      title: 'Listeners',
      looksBack: true,
      columns: LISTENER_COLUMNS,
      // What the first snapshot of a sensor has was there before anybody looked.
      sql: (args) =>
        listenerSpans(args, `first_at >= ${literals.time(args.since)} AND first_at > oldest`, 'first_at DESC'),
    },
  ],
  examples: ['portolan ask new-listeners', 'portolan ask new-listeners --since 7d --sensor db-3'],
};
