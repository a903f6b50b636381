import type { Question } from '../question.ts';
import { BYTES, DESTINATION, DROPPED, EVENTS, FIRST, LAST, SOURCES } from '../statements/traffic-columns.ts';
import { byteSum, eventsOf, IS_DROPPED, limited } from '../where.ts';

export const topDestinations: Question = {
  name: 'top-destinations',
  description: 'Hosts that most events went to, and from how many sources',
  parameters: ['since', 'until', 'port', 'source', 'destination', 'transport', 'action', 'sensor', 'limit'],
  defaults: { since: '24h', limit: '20' },
  parts: [
    {
      name: 'destinations',
      title: 'Destinations',
      columns: [DESTINATION, EVENTS, DROPPED, SOURCES, BYTES, FIRST, LAST],
      sql: (
        args,
      ) => `SELECT dst_hi, dst_lo, count(*) AS n, countIf(${IS_DROPPED}) AS n_dropped, count(DISTINCT (src_hi, src_lo)) AS n_sources, ${byteSum('bytes')}, min(ts) AS first_at, max(ts) AS last_at
FROM events WHERE ${eventsOf(args)}
GROUP BY dst_hi, dst_lo ORDER BY n DESC, dst_hi, dst_lo ${limited(args)}`,
    },
  ],
  examples: ['portolan ask top-destinations --source 203.0.113.0/24'],
};
