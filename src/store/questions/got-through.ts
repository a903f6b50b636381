import { literals } from '../literal.ts';
import type { Question } from '../question.ts';
import { columns } from '../result-column.ts';
import { DROPPED, EVENTS, FIRST, LAST, PORTS, SOURCE } from '../statements/traffic-columns.ts';
import { eventsOf, HAS_PORTS, IS_DROPPED, limited } from '../where.ts';

export const gotThrough: Question = {
  name: 'got-through',
  description: 'Sources that were dropped often, and were let through or answered elsewhere',
  parameters: ['since', 'until', 'min-dropped', 'port', 'source', 'destination', 'transport', 'sensor', 'limit'],
  defaults: { since: '24h', 'min-dropped': '10', limit: '20' },
  parts: [
    {
      name: 'sources',
      title: 'Sources',
      columns: [
        SOURCE,
        columns.count('passed', 'events that were allowed or answered'),
        DROPPED,
        PORTS,
        EVENTS,
        FIRST,
        LAST,
      ],
      sql: (
        args,
      ) => `SELECT src_hi, src_lo, countIf(action = 1 OR action = 4) AS n_passed, countIf(${IS_DROPPED}) AS n_dropped, count(DISTINCT (dport, proto)) AS n_ports, count(*) AS n, min(ts) AS first_at, max(ts) AS last_at
FROM events WHERE ${eventsOf(args)} AND ${HAS_PORTS}
GROUP BY src_hi, src_lo HAVING n_passed >= 1 AND n_dropped >= ${literals.count(args.minDropped)}
ORDER BY n_passed DESC, n_dropped DESC, src_hi, src_lo ${limited(args)}`,
    },
  ],
  examples: ['portolan ask got-through', 'portolan ask got-through --since 7d --min-dropped 100'],
};
