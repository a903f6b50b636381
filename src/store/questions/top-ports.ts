import type { Question } from '../question.ts';
import { columns } from '../result-column.ts';
import { BYTES, DROPPED, EVENTS, LAST, SOURCES } from '../statements/traffic-columns.ts';
import { byteSum, eventsOf, HAS_PORTS, IS_DROPPED, limited } from '../where.ts';

export const topPorts: Question = {
  name: 'top-ports',
  description: 'Ports by how often somebody knocked on them, and from how many sources',
  parameters: ['since', 'until', 'port', 'source', 'destination', 'transport', 'action', 'sensor', 'limit'],
  defaults: { since: '24h', limit: '20' },
  parts: [
    {
      name: 'ports',
      title: 'Ports',
      columns: [columns.port(), columns.transport, EVENTS, DROPPED, SOURCES, BYTES, LAST],
      sql: (
        args,
      ) => `SELECT dport, proto, count(*) AS n, countIf(${IS_DROPPED}) AS n_dropped, count(DISTINCT (src_hi, src_lo)) AS n_sources, ${byteSum('bytes')}, max(ts) AS last_at
FROM events WHERE ${eventsOf(args)} AND ${HAS_PORTS}
GROUP BY dport, proto ORDER BY n DESC, dport, proto ${limited(args)}`,
    },
  ],
  examples: ['portolan ask top-ports', 'portolan ask top-ports --since 7d --action dropped'],
};
