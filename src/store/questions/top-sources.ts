import type { Question } from '../question.ts';
import { BYTES, DROPPED, EVENTS, FIRST, HOSTS, LAST, SOURCE } from '../statements/traffic-columns.ts';
import { byteSum, eventsOf, IS_DROPPED, limited } from '../where.ts';

export const topSources: Question = {
  name: 'top-sources',
  description: 'Addresses that sent most events, and to how many hosts',
  parameters: ['since', 'until', 'port', 'source', 'destination', 'transport', 'action', 'sensor', 'limit'],
  defaults: { since: '24h', limit: '20' },
  parts: [
    {
      name: 'sources',
      title: 'Sources',
      columns: [SOURCE, EVENTS, DROPPED, HOSTS, BYTES, FIRST, LAST],
      sql: (
        args,
      ) => `SELECT src_hi, src_lo, count(*) AS n, countIf(${IS_DROPPED}) AS n_dropped, count(DISTINCT (dst_hi, dst_lo)) AS n_hosts, ${byteSum('bytes')}, min(ts) AS first_at, max(ts) AS last_at
FROM events WHERE ${eventsOf(args)}
GROUP BY src_hi, src_lo ORDER BY n DESC, src_hi, src_lo ${limited(args)}`,
    },
  ],
  examples: ['portolan ask top-sources', 'portolan ask top-sources --since today --port 22/tcp'],
};
