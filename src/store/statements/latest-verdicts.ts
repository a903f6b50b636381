import type { Arguments } from '../arguments.ts';
import { columns, type ResultColumn } from '../result-column.ts';
import { addressIn, during, is, limited, portIs, sensorIs, where } from '../where.ts';
import { VANTAGES, VERDICTS } from '../words.ts';

/** What a verdict is about, and from where it was made: verdicts from elsewhere do not replace it. */
export const VERDICT_KEY = 'addr_hi, addr_lo, port, proto, check_text, vantage';

export const VERDICT_COLUMNS: readonly ResultColumn[] = [
  columns.address('address', 'the host'),
  columns.port(),
  columns.transport,
  columns.text('check', 'the check; null for the state of the port itself'),
  columns.word('verdict', VERDICTS, 'what it came to'),
  columns.text('service', 'service and product that answered'),
  columns.word('vantage', VANTAGES, 'from where it was asked'),
  columns.sensor,
  columns.time('at', 'when it was asked last'),
];

/**
 * The last verdict of each host, port, check and vantage within a time, as `last_verdict`, `last_service`, `last_sensor` and `last_at`. Of
 * verdicts of one moment the most exposed counts, so that the answer does not hang on the order of rows.
 */
export function latestVerdicts(args: Arguments, { since, until }: Pick<Arguments, 'since' | 'until'>): string {
  const asked = where(
    during('ts', { since, until }),
    portIs('port', args.port),
    addressIn('addr', args.address),
    is('proto', args.transport),
    is('check_text', args.check),
    sensorIs(args),
  );
  return `SELECT ${VERDICT_KEY}, argMax(one_verdict, ts) AS last_verdict, argMax(one_service, ts) AS last_service, argMax(one_sensor, ts) AS last_sensor, max(ts) AS last_at
FROM (SELECT ${VERDICT_KEY}, ts, max(verdict) AS one_verdict, max(service_text) AS one_service, max(sensor) AS one_sensor
FROM verdicts WHERE ${asked} GROUP BY ${VERDICT_KEY}, ts) AS moments GROUP BY ${VERDICT_KEY}`;
}

/** Those of them that are what `verdict` says, with `VERDICT_COLUMNS`. */
export function verdictList(args: Arguments, rows?: number): string {
  const condition = args.verdict === null ? '' : ` WHERE ${is('last_verdict', args.verdict)}`;
  return `SELECT addr_hi, addr_lo, port, proto, check_text, last_verdict, last_service, vantage, last_sensor, last_at
FROM (${latestVerdicts(args, args)}) AS latest${condition} ORDER BY ${VERDICT_KEY} ${limited(args, rows)}`;
}
