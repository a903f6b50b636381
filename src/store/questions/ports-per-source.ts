import { literals } from '../literal.ts';
import type { Question } from '../question.ts';
import { EVENTS, LAST, PORTS, SOURCE } from '../statements/traffic-columns.ts';
import { eventsOf, HAS_PORTS, limited } from '../where.ts';

export const portsPerSource: Question = {
  name: 'ports-per-source',
  description: 'How many different ports each source tried, whatever the host',
  parameters: ['since', 'until', 'min-ports', 'source', 'destination', 'transport', 'action', 'sensor', 'limit'],
  defaults: { since: '24h', 'min-ports': '1', limit: '20' },
  parts: [
    {
      name: 'sources',
      title: 'Sources',
      columns: [SOURCE, PORTS, EVENTS, LAST],
      // Grouped by port first: that is cheaper than counting different ports.
      sql: (args) => `SELECT src_hi, src_lo, count(*) AS n_ports, sum(n_tries) AS n, max(last_try) AS last_at
FROM (SELECT src_hi, src_lo, dport, proto, count(*) AS n_tries, max(ts) AS last_try
FROM events WHERE ${eventsOf(args)} AND ${HAS_PORTS} GROUP BY src_hi, src_lo, dport, proto) AS tries
GROUP BY src_hi, src_lo HAVING n_ports >= ${literals.count(args.minPorts)}
ORDER BY n_ports DESC, n DESC, src_hi, src_lo ${limited(args)}`,
    },
  ],
  examples: ['portolan ask ports-per-source --since 7d --min-ports 50'],
};
