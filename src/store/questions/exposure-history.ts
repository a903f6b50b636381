import type { Question } from '../question.ts';
import { columns } from '../result-column.ts';
import { during, is, limited, portIs, sensorIs, where } from '../where.ts';
import { REACHES } from '../words.ts';

const KEY = 'port, proto, sensor, reach, process_text';

export const exposureHistory: Question = {
  name: 'exposure-history',
  description: 'How far ports reached over time: each reach of a port with its first and last snapshot',
  parameters: ['port', 'since', 'until', 'transport', 'sensor', 'limit'],
  defaults: { since: 'all', limit: '200' },
  argument: { name: 'port', isRequired: false },
  parts: [
    {
      name: 'reaches',
      title: 'Reaches of ports',
      columns: [
        columns.port(),
        columns.transport,
        columns.sensor,
        columns.word('reach', REACHES, 'how far it reached'),
        columns.text('process', 'the process; null where it may not be seen'),
        columns.time('first', 'the first snapshot with it'),
        columns.time('last', 'the last snapshot with it'),
        columns.count('snapshots', 'how many snapshots have it'),
        columns.count('addresses', 'different addresses it was bound to'),
      ],
      sql: (args) => {
        const seen = where(during('ts', args), portIs('port', args.port), is('proto', args.transport), sensorIs(args));
        return `SELECT port, proto, sensor, reach, process_text, min(ts) AS first_at, max(ts) AS last_at, count(DISTINCT ts) AS n_snapshots, count(DISTINCT (addr_hi, addr_lo)) AS n_addresses
FROM listeners WHERE ${seen} GROUP BY ${KEY}
ORDER BY port, proto, sensor, first_at, reach, process_text ${limited(args)}`;
      },
    },
  ],
  examples: ['portolan ask exposure-history 6379', 'portolan ask exposure-history --since 30d'],
};
