import { literals } from '../literal.ts';
import type { Question } from '../question.ts';
import { columns } from '../result-column.ts';
import { EVENTS, FIRST, LAST, PORTS, SOURCES } from '../statements/traffic-columns.ts';
import { eventsOf, HAS_PORTS, limited } from '../where.ts';

/** ::ffff:0:0/96, where IPv4 lies. */
const IS_IPV4 = 'src_hi = 0 AND src_lo >= 281470681743360 AND src_lo <= 281474976710655';

export const coordinated: Question = {
  name: 'coordinated',
  description: 'Networks whose addresses share ports out among them, so that none of them tries many: one scanner',
  parameters: ['since', 'until', 'min-sources', 'min-ports', 'source', 'destination', 'action', 'sensor', 'limit'],
  defaults: { since: '7d', 'min-sources': '3', 'min-ports': '10', limit: '20' },
  parts: [
    {
      name: 'networks',
      title: 'Networks',
      columns: [
        columns.address('network', 'its first address: of a /24 for IPv4, of a /64 for IPv6'),
        SOURCES,
        PORTS,
        columns.count('pairs', 'different pairs of a source and a port; as many as ports where none is tried twice'),
        EVENTS,
        FIRST,
        LAST,
      ],
      // Shared out: on average a port is tried by no more than one and a half of them.
      sql: (
        args,
      ) => `SELECT src_hi, net_lo, count(DISTINCT src_lo) AS n_sources, count(DISTINCT (dport, proto)) AS n_ports, count(*) AS n_pairs, sum(n) AS n_all, min(first_at) AS first_of_all, max(last_at) AS last_of_all
FROM (SELECT src_hi, CASE WHEN ${IS_IPV4} THEN intDiv(src_lo, 256) * 256 ELSE 0 END AS net_lo, src_lo, dport, proto, count(*) AS n, min(ts) AS first_at, max(ts) AS last_at
FROM events WHERE ${eventsOf(args)} AND ${HAS_PORTS} GROUP BY src_hi, net_lo, src_lo, dport, proto) AS tries
GROUP BY src_hi, net_lo HAVING n_sources >= ${literals.count(args.minSources)} AND n_ports >= ${literals.count(args.minPorts)} AND n_pairs * 2 <= n_ports * 3
ORDER BY n_ports DESC, n_sources DESC, src_hi, net_lo ${limited(args)}`,
    },
  ],
  examples: ['portolan ask coordinated', 'portolan ask coordinated --since 30d --min-ports 100'],
};
