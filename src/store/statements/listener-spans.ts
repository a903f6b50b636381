import type { Arguments } from '../arguments.ts';
import { columns, type ResultColumn } from '../result-column.ts';
import { addressIn, before, is, limited, portIs, sensorIs, where } from '../where.ts';
import { REACHES } from '../words.ts';

/** What a listener is told apart by: the same port of another process is another one. */
const KEY = 'port, proto, sensor, addr_hi, addr_lo, process_text';

/** Of each listener: where and what it is, and the snapshots it was in first and last. */
export const LISTENER_COLUMNS: readonly ResultColumn[] = [
  columns.port(),
  columns.transport,
  columns.address('address', 'what it is bound to'),
  columns.word('reach', REACHES, 'how far it reaches'),
  columns.text('process', 'the process; null where it may not be seen'),
  columns.text('unit', 'its systemd unit or container'),
  columns.sensor,
  columns.time('first', 'the first snapshot it is in'),
  columns.time('last', 'the last snapshot it is in'),
];

/**
 * Listeners up to `until`, each with the first and last snapshot of it (`first_at`, `last_at`) beside the first and last of its sensor
 * (`oldest`, `newest`); `having` chooses among them. Newest first by `order`.
 */
export function listenerSpans(
  args: Arguments,
  having: string | null,
  order: 'first_at DESC' | 'last_at DESC' | null,
  rows?: number,
): string {
  const { port, address, transport, until } = args;
  const listened = where(
    before('ts', until),
    portIs('port', port),
    addressIn('addr', address),
    is('proto', transport),
    sensorIs(args),
  );
  const condition = having === null ? '' : ` WHERE ${having}`;
  const orderBy = order === null ? KEY : `${order}, ${KEY}`;
  return `SELECT port, proto, addr_hi, addr_lo, widest, process_text, some_unit, sensor, first_at, last_at
FROM (SELECT ${KEY}, max(reach) AS widest, max(unit_text) AS some_unit, min(ts) AS first_at, max(ts) AS last_at
FROM listeners WHERE ${listened} GROUP BY ${KEY}) AS spans
INNER JOIN (SELECT sensor, min(ts) AS oldest, max(ts) AS newest FROM listeners WHERE ${before('ts', until)} GROUP BY sensor) AS looks
USING (sensor)${condition} ORDER BY ${orderBy} ${limited(args, rows)}`;
}
