import { literals } from '../literal.ts';
import type { Question } from '../question.ts';
import { columns } from '../result-column.ts';
import { EVENTS, PACKETS } from '../statements/traffic-columns.ts';
import { HAS_PORTS, hoursOf, limited } from '../where.ts';

export const newPorts: Question = {
  name: 'new-ports',
  description: 'Ports that nobody had knocked on before, within all that the store remembers',
  parameters: ['since', 'until', 'transport', 'sensor', 'limit'],
  defaults: { since: '24h', limit: '50' },
  step: () => 3_600_000,
  parts: [
    {
      name: 'ports',
      title: 'Ports',
      looksBack: true,
      columns: [
        columns.port(),
        columns.transport,
        columns.time('first', 'the hour in which the first event was'),
        EVENTS,
        PACKETS,
      ],
      sql: (args) => `SELECT dport, proto, min(hour) AS first_hour, sum(events) AS n, sum(packets) AS n_packets
FROM port_hours WHERE ${hoursOf({ ...args, since: 0 })} AND ${HAS_PORTS}
GROUP BY dport, proto HAVING first_hour >= ${literals.time(args.since)}
ORDER BY n DESC, dport, proto ${limited(args)}`,
    },
  ],
  examples: ['portolan ask new-ports', 'portolan ask new-ports --since 7d --transport tcp'],
};
