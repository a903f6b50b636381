import { TABLES, type TableName } from '../schema.ts';
import type { StoreStatistics } from '../store.ts';
import type { EntryNodes } from './entry-nodes.ts';
import type { Form } from './form.ts';
import { ROLLED_DAYS } from './port-hours.ts';
import { STORED } from './writer.ts';

/** What one replica of every shard has of a partition. */
export interface Partition {
  readonly table: string;
  /** Of a table by day; NaN or another number of the others. */
  readonly day: number;
  readonly rows: number;
  readonly bytes: number;
}

export interface Ledger {
  /** Of all batches that are stored. */
  readonly rows: number;
  /** Batches that are being stored, or whose storing was broken off. */
  readonly begun: number;
}

export async function partsOf(nodes: EntryNodes, { database, parts }: Form): Promise<readonly Partition[]> {
  const rows = await nodes.rows(
    `SELECT table, partition, sum(rows), sum(bytes_on_disk) FROM ${parts} WHERE database = '${database}' AND active GROUP BY table, partition`,
  );
  return rows.map(([table, partition, count, bytes]) => ({
    table: String(table),
    day: Number(partition),
    rows: Number(count),
    bytes: Number(bytes),
  }));
}

/** Whether the partitions of a local table are days. */
export function isByDay(form: Form, table: string): boolean {
  return [ROLLED_DAYS, form.local('batches'), ...Object.keys(TABLES).map((name) => form.local(name))].includes(table);
}

/** A batch has several lines until the server merges them: the last one counts. */
export async function ledgerOf(nodes: EntryNodes, form: Form): Promise<Ledger> {
  const batches = `SELECT max(state) AS reached, max(row_count) AS of_batch FROM ${form.table('batches')} GROUP BY sensor, origin, sequence, day`;
  const [[rows = 0, begun = 0] = []] = await nodes.rows(
    `SELECT sumIf(of_batch, reached = ${STORED}), countIf(reached <> ${STORED}) FROM (${batches})`,
  );
  return { rows: Number(rows), begun: Number(begun) };
}

export function statisticsOf(form: Form, parts: readonly Partition[], ledgerRows: number | null): StoreStatistics {
  const of = (table: TableName): readonly Partition[] => parts.filter((part) => part.table === form.local(table));
  const rowsOf = (table: TableName): number => of(table).reduce((sum, { rows }) => sum + rows, 0);
  const days = of('events').map(({ day }) => day);
  return {
    rows: {
      events: rowsOf('events'),
      listeners: rowsOf('listeners'),
      verdicts: rowsOf('verdicts'),
      findings: rowsOf('findings'),
    },
    ledgerRows,
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    oldestDay: days.length === 0 ? null : days.reduce((a, b) => Math.min(a, b)),
    newestDay: days.length === 0 ? null : days.reduce((a, b) => Math.max(a, b)),
  };
}
