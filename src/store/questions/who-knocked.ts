import type { Question } from '../question.ts';
import { BYTES, DROPPED, EVENTS, FIRST, HOSTS, LAST, SOURCE } from '../statements/traffic-columns.ts';
import { byteSum, eventsOf, IS_DROPPED, limited } from '../where.ts';

export const whoKnocked: Question = {
  name: 'who-knocked',
  description: 'Who knocked on a port: sources, how often, on how many hosts, first and last',
  parameters: ['port', 'since', 'until', 'source', 'destination', 'action', 'sensor', 'limit'],
  defaults: { since: '7d', limit: '20' },
  argument: { name: 'port', isRequired: true },
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
  examples: ['portolan ask who-knocked 22/tcp', 'portolan ask who-knocked 19/udp --since 30d --json'],
};
