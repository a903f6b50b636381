import { literals } from '../literal.ts';
import type { Question } from '../question.ts';
import { columns } from '../result-column.ts';
import { DROPPED, EVENTS, FIRST, HOSTS, LAST, PORTS, SOURCE } from '../statements/traffic-columns.ts';
import { eventsOf, HAS_PORTS, IS_DROPPED, limited } from '../where.ts';

export const whoScanned: Question = {
  name: 'who-scanned',
  description: 'Sources that tried many different ports and hosts',
  parameters: [
    'since',
    'until',
    'min-targets',
    'port',
    'source',
    'destination',
    'transport',
    'action',
    'sensor',
    'limit',
  ],
  defaults: { since: '24h', 'min-targets': '10', limit: '20' },
  parts: [
    {
      name: 'sources',
      title: 'Sources',
      columns: [
        SOURCE,
        columns.count('targets', 'different ports on hosts: the port 22 of two hosts is two'),
        PORTS,
        HOSTS,
        EVENTS,
        DROPPED,
        FIRST,
        LAST,
      ],
      // Grouped by target first: that is cheaper than counting different targets.
      sql: (
        args,
      ) => `SELECT src_hi, src_lo, count(*) AS n_targets, count(DISTINCT (dport, proto)) AS n_ports, count(DISTINCT (dst_hi, dst_lo)) AS n_hosts, sum(n_tries) AS n, sum(n_refused) AS n_dropped, min(first_try) AS first_at, max(last_try) AS last_at
FROM (SELECT src_hi, src_lo, dst_hi, dst_lo, dport, proto, count(*) AS n_tries, countIf(${IS_DROPPED}) AS n_refused, min(ts) AS first_try, max(ts) AS last_try
FROM events WHERE ${eventsOf(args)} AND ${HAS_PORTS} GROUP BY src_hi, src_lo, dst_hi, dst_lo, dport, proto) AS tries
GROUP BY src_hi, src_lo HAVING n_targets >= ${literals.count(args.minTargets)}
ORDER BY n_targets DESC, n DESC, src_hi, src_lo ${limited(args)}`,
    },
  ],
  examples: ['portolan ask who-scanned', 'portolan ask who-scanned --since 7d --min-targets 100'],
};
