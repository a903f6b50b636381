import type { Question } from '../question.ts';
import { columns } from '../result-column.ts';
import { FINDING_COLUMNS, findingList } from '../statements/latest-findings.ts';
import { VERDICT_COLUMNS, verdictList } from '../statements/latest-verdicts.ts';
import { LISTENER_COLUMNS, listenerSpans } from '../statements/listener-spans.ts';
import { BYTES, DROPPED, EVENTS, FIRST, HOSTS, LAST, PACKETS, SOURCE } from '../statements/traffic-columns.ts';
import { byteSum, eventsOf, hoursOf, IS_DROPPED, limited } from '../where.ts';

const SOURCE_ROWS = 10;

export const portStory: Question = {
  name: 'port-story',
  description: 'All that is remembered of a port: who listened, who knocked, what audits said, what was found',
  parameters: ['port', 'since', 'until', 'sensor', 'limit'],
  defaults: { since: '30d', limit: '100' },
  argument: { name: 'port', isRequired: true },
  step: () => 86_400_000,
  parts: [
    {
      name: 'listeners',
      title: 'Who listened on it',
      looksBack: true,
      columns: LISTENER_COLUMNS,
      sql: (args) => listenerSpans(args, null, 'last_at DESC'),
    },
    {
      name: 'days',
      title: 'Knocks a day',
      columns: [columns.time('from', 'the day, UTC'), EVENTS, DROPPED, PACKETS],
      sql: (
        args,
      ) => `SELECT hour - hour % 86400000 AS day_at, sum(events) AS n, sum(CASE WHEN ${IS_DROPPED} THEN events ELSE 0 END) AS n_dropped, sum(packets) AS n_packets
FROM port_hours WHERE ${hoursOf(args)} GROUP BY day_at ORDER BY day_at ${limited(args)}`,
    },
    {
      name: 'sources',
      title: 'Who knocked most',
      rows: SOURCE_ROWS,
      columns: [SOURCE, EVENTS, DROPPED, HOSTS, BYTES, FIRST, LAST],
      sql: (
        args,
      ) => `SELECT src_hi, src_lo, count(*) AS n, countIf(${IS_DROPPED}) AS n_dropped, count(DISTINCT (dst_hi, dst_lo)) AS n_hosts, ${byteSum('bytes')}, min(ts) AS first_at, max(ts) AS last_at
FROM events WHERE ${eventsOf(args)}
GROUP BY src_hi, src_lo ORDER BY n DESC, src_hi, src_lo ${limited(args, SOURCE_ROWS)}`,
    },
    { name: 'verdicts', title: 'What audits said last', columns: VERDICT_COLUMNS, sql: (args) => verdictList(args) },
    { name: 'findings', title: 'What was found', columns: FINDING_COLUMNS, sql: (args) => findingList(args) },
  ],
  examples: ['portolan ask port-story 6379/tcp', 'portolan ask port-story 22 --since 90d --json'],
};
