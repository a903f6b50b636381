import type { Question } from '../question.ts';
import { columns } from '../result-column.ts';
import { DESTINATION, SOURCE } from '../statements/traffic-columns.ts';
import { byteHalves, eventsOf, limited } from '../where.ts';
import { ACTIONS } from '../words.ts';

export const sourceHistory: Question = {
  name: 'source-history',
  description: 'What an address, or a network, did: its events one by one, newest first',
  parameters: ['source', 'since', 'until', 'port', 'destination', 'transport', 'action', 'sensor', 'limit'],
  defaults: { since: '30d', limit: '100' },
  argument: { name: 'source', isRequired: true },
  parts: [
    {
      name: 'events',
      title: 'Events',
      columns: [
        columns.time('at', 'when'),
        SOURCE,
        columns.port('sourcePort', 'the port it came from'),
        DESTINATION,
        columns.port(),
        columns.transport,
        columns.word('action', ACTIONS, 'what became of it'),
        columns.count('packets', 'packets'),
        columns.bytes('bytes', 'IP bytes, where the log says'),
        columns.sensor,
      ],
      sql: (
        args,
      ) => `SELECT ts, src_hi, src_lo, sport, dst_hi, dst_lo, dport, proto, action, packets, ${byteHalves('bytes')}, sensor
FROM events WHERE ${eventsOf(args)}
ORDER BY ts DESC, src_hi, src_lo, dst_hi, dst_lo, dport, proto, sport, action, packets, bytes, sensor ${limited(args)}`,
    },
  ],
  examples: ['portolan ask source-history 203.0.113.7', 'portolan ask source-history 2001:db8::/32 --since 7d'],
};
