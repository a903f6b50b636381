import type { StoreSummary } from '../../../store/summary.ts';
import { printable } from '../../printable.ts';

const LABEL_WIDTH = 12;
const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;
const THOUSAND = 1000;

/** `12.3 MB`, `900 bytes`: decimal units, as disks are sold. */
function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= THOUSAND && unit < UNITS.length - 1) {
    value /= THOUSAND;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit] ?? ''}`;
}

/** A store for people, a line each. */
export function formatSummary(store: string, summary: StoreSummary): string[] {
  const { engine, rows, bytes, bytesPerEvent, oldestDay, newestDay, days, sensors } = summary;
  const perEvent = bytesPerEvent === null ? '' : `, ${bytesPerEvent.toFixed(1)} bytes an event`;
  const line = (label: string, text: string): string => `${label.padEnd(LABEL_WIDTH)} ${text}`;
  return [
    line('store', `${printable(store)} (${engine})`),
    ...Object.entries(rows).map(([table, count]) => line(table, `${count} rows`)),
    line('ledger', describeLedger(summary)),
    line('on disk', `${formatBytes(bytes)}${perEvent}`),
    line('days', days === 0 ? 'none' : `${days}, from ${oldestDay ?? '?'} to ${newestDay ?? '?'} (UTC)`),
    ...sensors.map(({ number, name, events }) =>
      line(
        `sensor ${number}`,
        `${name === null ? (number === 0 ? 'this machine' : 'no name') : printable(name)}, ${events} events`,
      ),
    ),
  ];
}

function describeLedger({ rows, ledgerRows }: StoreSummary): string {
  if (ledgerRows === null) return 'not known just now: batches are being stored';
  const found = Object.values(rows).reduce((sum, each) => sum + each, 0);
  if (found === ledgerRows) return `${ledgerRows} rows, and the tables have as many`;
  const difference = Math.abs(ledgerRows - found);
  return `${ledgerRows} rows, and the tables have ${found}: ${difference} ${found < ledgerRows ? 'are missing' : 'are there twice'}; portolan doctor --store says more`;
}
