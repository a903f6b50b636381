import type { Question } from '../question.ts';
import { columns } from '../result-column.ts';
import { EVENTS, PACKETS } from '../statements/traffic-columns.ts';
import { HAS_PORTS, hoursOf, IS_DROPPED, limited } from '../where.ts';
import { ACTIONS } from '../words.ts';

export const noise: Question = {
  name: 'noise',
  description: 'What is dropped most: ports that fill the log, beside all that became of events',
  parameters: ['since', 'until', 'transport', 'sensor', 'limit'],
  defaults: { since: '7d', limit: '20' },
  step: () => 3_600_000,
  parts: [
    {
      name: 'actions',
      title: 'What became of events',
      columns: [columns.word('action', ACTIONS, 'what became of them'), EVENTS, PACKETS],
      sql: (args) => `SELECT action, sum(events) AS n, sum(packets) AS n_packets
FROM port_hours WHERE ${hoursOf(args)} GROUP BY action ORDER BY n DESC, action ${limited(args)}`,
    },
    {
      name: 'ports',
      title: 'Dropped or rejected most',
      columns: [
        columns.port(),
        columns.transport,
        EVENTS,
        PACKETS,
        columns.time('lastHour', 'the hour of the last one'),
      ],
      // The codes of ICMP are no ports, and belong together.
      sql: (
        args,
      ) => `SELECT CASE WHEN ${HAS_PORTS} THEN dport ELSE 0 END AS some_port, proto, sum(events) AS n, sum(packets) AS n_packets, max(hour) AS last_hour
FROM port_hours WHERE ${hoursOf(args)} AND (${IS_DROPPED}) GROUP BY some_port, proto ORDER BY n DESC, some_port, proto ${limited(args)}`,
    },
  ],
  examples: ['portolan ask noise', 'portolan ask noise --since 30d --sensor gate'],
};
