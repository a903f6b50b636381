import type { Question } from '../question.ts';
import { columns } from '../result-column.ts';
import { latestVerdicts, VERDICT_KEY } from '../statements/latest-verdicts.ts';
import { limited } from '../where.ts';
import { VANTAGES, VERDICTS } from '../words.ts';

const CHANGES = ['changed', 'fixed', 'worse'];

/** Exposed or open; not exposed, closed or filtered. What is in between is neither better nor worse. */
const isBad = (verdict: string): string => `${verdict} IN (3, 4)`;
const isGood = (verdict: string): string => `${verdict} IN (1, 5, 6)`;

export const fixedAndWorse: Question = {
  name: 'fixed-and-worse',
  description: 'What audits found otherwise than before: what was fixed, and what got worse',
  parameters: ['since', 'until', 'port', 'address', 'transport', 'check', 'sensor', 'limit'],
  defaults: { since: '7d', limit: '200' },
  parts: [
    {
      name: 'changes',
      title: 'Changes',
      looksBack: true,
      columns: [
        columns.word('change', CHANGES, 'what the change means'),
        columns.address('address', 'the host'),
        columns.port(),
        columns.transport,
        columns.text('check', 'the check; null for the state of the port itself'),
        columns.word('before', VERDICTS, 'the last verdict before since'),
        columns.word('now', VERDICTS, 'the last verdict until the end'),
        columns.word('vantage', VANTAGES, 'from where it was asked'),
        columns.time('beforeAt', 'when it was asked before'),
        columns.time('nowAt', 'when it was asked last'),
      ],
      sql: (
        args,
      ) => `SELECT CASE WHEN ${isBad('verdict_before')} AND ${isGood('verdict_now')} THEN 1 WHEN ${isGood('verdict_before')} AND ${isBad('verdict_now')} THEN 2 ELSE 0 END AS change_no,
addr_hi, addr_lo, port, proto, check_text, verdict_before, verdict_now, vantage, at_before, at_now
FROM (SELECT ${VERDICT_KEY}, last_verdict AS verdict_before, last_at AS at_before FROM (${latestVerdicts(args, { since: 0, until: args.since })}) AS earlier) AS then_was
INNER JOIN (SELECT ${VERDICT_KEY}, last_verdict AS verdict_now, last_at AS at_now FROM (${latestVerdicts(args, args)}) AS later) AS now_is
USING (${VERDICT_KEY}) WHERE verdict_before <> verdict_now
ORDER BY change_no DESC, at_now DESC, ${VERDICT_KEY} ${limited(args)}`,
    },
  ],
  examples: ['portolan ask fixed-and-worse', 'portolan ask fixed-and-worse --since 2026-11-01'],
};
