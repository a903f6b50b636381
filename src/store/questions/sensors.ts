import type { TableName } from '../schema.ts';
import { TABLES } from '../schema.ts';
import type { Question } from '../question.ts';
import { columns, orNone } from '../result-column.ts';
import { during, limited, sensorIs, where } from '../where.ts';

const NAMES = Object.keys(TABLES) as readonly TableName[];

export const sensors: Question = {
  name: 'sensors',
  description: 'What each sensor sent, and when the newest of it is from',
  parameters: ['since', 'until', 'sensor', 'limit'],
  defaults: { since: 'all', limit: '1000' },
  parts: [
    {
      name: 'sensors',
      title: 'Sensors',
      columns: [
        columns.sensor,
        ...NAMES.map((name) => columns.count(name, `how many ${name} it sent`)),
        ...NAMES.map((name) =>
          orNone(
            columns.time(
              `last${name[0]?.toUpperCase()}${name.slice(1)}`,
              `when the last of its ${name} were; null without any`,
            ),
          ),
        ),
      ],
      sql: (args) => {
        const seen = where(during('ts', args), sensorIs(args));
        const tables = NAMES.map(
          (name, index) =>
            `SELECT sensor, ${index} AS table_no, count(*) AS n, max(ts) AS last_at FROM ${name} WHERE ${seen} GROUP BY sensor`,
        );
        const counts = NAMES.map((name, index) => `sum(CASE WHEN table_no = ${index} THEN n ELSE 0 END) AS n_${name}`);
        const lasts = NAMES.map(
          (name, index) => `max(CASE WHEN table_no = ${index} THEN last_at ELSE 0 END) AS last_${name}`,
        );
        return `SELECT sensor, ${[...counts, ...lasts].join(', ')}
FROM (${tables.join(' UNION ALL ')}) AS sent GROUP BY sensor ORDER BY sensor ${limited(args)}`;
      },
    },
  ],
  examples: ['portolan ask sensors', 'portolan ask sensors --since 24h'],
};
