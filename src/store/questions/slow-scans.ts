import { literals } from '../literal.ts';
import type { Question } from '../question.ts';
import { columns } from '../result-column.ts';
import { EVENTS, FIRST, HOSTS, LAST, PORTS, SOURCE } from '../statements/traffic-columns.ts';
import { eventsOf, HAS_PORTS, limited } from '../where.ts';

export const slowScans: Question = {
  name: 'slow-scans',
  description: 'Sources that try few ports a day over many days, below what a detector of one day sees',
  parameters: [
    'since',
    'until',
    'min-days',
    'max-events',
    'min-targets',
    'source',
    'destination',
    'action',
    'sensor',
    'limit',
  ],
  defaults: { since: '30d', 'min-days': '5', 'max-events': '10', 'min-targets': '5', limit: '20' },
  parts: [
    {
      name: 'sources',
      title: 'Sources',
      columns: [
        SOURCE,
        columns.count('days', 'days on which it came'),
        columns.count('targets', 'different ports on hosts'),
        PORTS,
        HOSTS,
        EVENTS,
        FIRST,
        LAST,
      ],
      sql: (
        args,
      ) => `SELECT src_hi, src_lo, count(DISTINCT intDiv(ts, 86400000)) AS n_days, count(DISTINCT (dst_hi, dst_lo, dport, proto)) AS n_targets, count(DISTINCT (dport, proto)) AS n_ports, count(DISTINCT (dst_hi, dst_lo)) AS n_hosts, count(*) AS n, min(ts) AS first_at, max(ts) AS last_at
FROM events WHERE ${eventsOf(args)} AND ${HAS_PORTS}
GROUP BY src_hi, src_lo HAVING n_days >= ${literals.count(args.minDays)} AND n_targets >= ${literals.count(args.minTargets)} AND n <= n_days * ${literals.count(args.maxEvents)}
ORDER BY n_days DESC, n_targets DESC, src_hi, src_lo ${limited(args)}`,
    },
  ],
  examples: ['portolan ask slow-scans', 'portolan ask slow-scans --since 90d --min-days 20'],
};
