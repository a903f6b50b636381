import type { Arguments } from '../arguments.ts';
import { columns, orNone, type ResultColumn } from '../result-column.ts';
import { literals } from '../literal.ts';
import { addressIn, during, is, limited, portIs, sensorIs, where } from '../where.ts';
import { CONFIDENCES, LENSES, SEVERITIES } from '../words.ts';

/** The same finding, reported again. */
const KEY = 'rule_text, lens, src_hi, src_lo, dst_hi, dst_lo, port, proto, sensor';

export const FINDING_COLUMNS: readonly ResultColumn[] = [
  columns.word('severity', SEVERITIES, 'how severe it was when it was seen last'),
  columns.word('confidence', CONFIDENCES, 'how sure'),
  columns.text('title', 'what was found'),
  columns.text('rule', 'the rule or pattern'),
  columns.word('lens', LENSES, 'what found it'),
  orNone(columns.address('source', 'the address that it is about; null where it is about none')),
  orNone(columns.address('destination', 'the other end; null where there is none or many')),
  orNone(columns.port('port', 'the port; null where it is about none or many')),
  columns.transport,
  columns.count('events', 'the most events that it was reported with'),
  columns.sensor,
  columns.time('first', 'when it was first seen'),
  columns.time('last', 'when it was last seen'),
];

/** Findings, each once, as it was reported last; the most severe first. */
export function findingList(args: Arguments, rows?: number): string {
  const found = where(
    during('ts', args),
    portIs('port', args.port),
    addressIn('src', args.source),
    addressIn('dst', args.destination),
    is('rule_text', args.rule),
    is('lens', args.lens),
    sensorIs(args),
  );
  return `SELECT last_severity, last_confidence, last_title, rule_text, lens, src_hi, src_lo, dst_hi, dst_lo, port, proto, most_events, sensor, first_at, last_at
FROM (SELECT ${KEY}, argMax(one_severity, ts) AS last_severity, argMax(one_confidence, ts) AS last_confidence, argMax(one_title, ts) AS last_title,
max(one_events) AS most_events, min(one_first) AS first_at, max(ts) AS last_at
FROM (SELECT ${KEY}, ts, max(severity) AS one_severity, max(confidence) AS one_confidence, max(title_text) AS one_title, max(events) AS one_events, min(first_ts) AS one_first
FROM findings WHERE ${found} GROUP BY ${KEY}, ts) AS moments GROUP BY ${KEY}) AS latest
WHERE last_severity >= ${literals.byte(args.severity)}
ORDER BY last_severity DESC, last_at DESC, ${KEY} ${limited(args, rows)}`;
}
