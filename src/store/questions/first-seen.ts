import type { Question } from '../question.ts';
import { columns } from '../result-column.ts';
import { DESTINATION, EVENTS, FIRST, LAST } from '../statements/traffic-columns.ts';
import { eventsOf, HAS_PORTS, limited } from '../where.ts';

export const firstSeen: Question = {
  name: 'first-seen',
  description: 'When a port of a host was first knocked on, newest first',
  parameters: ['port', 'since', 'until', 'source', 'destination', 'transport', 'action', 'sensor', 'limit'],
  defaults: { since: 'all', limit: '50' },
  argument: { name: 'port', isRequired: false },
  parts: [
    {
      name: 'targets',
      title: 'Ports of hosts',
      columns: [DESTINATION, columns.port(), columns.transport, FIRST, LAST, EVENTS],
      sql: (args) => `SELECT dst_hi, dst_lo, dport, proto, min(ts) AS first_at, max(ts) AS last_at, count(*) AS n
FROM events WHERE ${eventsOf(args)} AND ${HAS_PORTS}
GROUP BY dst_hi, dst_lo, dport, proto ORDER BY first_at DESC, dst_hi, dst_lo, dport, proto ${limited(args)}`,
    },
  ],
  examples: ['portolan ask first-seen --destination 10.0.0.0/8', 'portolan ask first-seen 6379/tcp'],
};
