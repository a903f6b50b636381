import type { Arguments } from '../arguments.ts';
import { literals } from '../literal.ts';
import type { Question } from '../question.ts';
import { columns } from '../result-column.ts';
import { DROPPED, EVENTS, PACKETS } from '../statements/traffic-columns.ts';
import { eventsOf, hoursOf, IS_DROPPED, limited } from '../where.ts';

const HOUR = 3_600_000;

/** Counts by the hour are ready; what they do not know, addresses and shorter times, is counted from events. */
function timelineSql(args: Arguments): string {
  const bucket = literals.time(args.bucket);
  if (args.bucket % HOUR === 0 && args.source === null && args.destination === null) {
    return `SELECT hour - hour % ${bucket} AS bucket_at, sum(events) AS n, sum(CASE WHEN ${IS_DROPPED} THEN events ELSE 0 END) AS n_dropped, sum(packets) AS n_packets
FROM port_hours WHERE ${hoursOf(args)} GROUP BY bucket_at ORDER BY bucket_at ${limited(args)}`;
  }
  return `SELECT ts - ts % ${bucket} AS bucket_at, count(*) AS n, countIf(${IS_DROPPED}) AS n_dropped, sum(packets) AS n_packets
FROM events WHERE ${eventsOf(args)} GROUP BY bucket_at ORDER BY bucket_at ${limited(args)}`;
}

export const timeline: Question = {
  name: 'timeline',
  description: 'How many events there were hour by hour, of one port or of all',
  parameters: ['port', 'since', 'until', 'bucket', 'source', 'destination', 'transport', 'action', 'sensor', 'limit'],
  defaults: { since: '24h', bucket: '1h', limit: '1000' },
  argument: { name: 'port', isRequired: false },
  step: ({ bucket }) => bucket,
  parts: [
    {
      name: 'buckets',
      title: 'Events by time',
      columns: [
        columns.time('from', 'when the row begins; times without events have no row'),
        EVENTS,
        DROPPED,
        PACKETS,
      ],
      sql: timelineSql,
    },
  ],
  examples: ['portolan ask timeline', 'portolan ask timeline 22/tcp --since 30d --bucket 1d'],
};
