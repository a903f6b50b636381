import { MILLISECONDS_A_DAY } from '../column-batch.ts';
import { COLUMN_TYPES } from '../column-type.ts';
import { TABLES, type Table, type TableName } from '../schema.ts';
import type { Form } from './form.ts';
import { portHoursStatements } from './port-hours.ts';

/**
 * Which shard a row goes to: rows that questions count together stand together. A source's events are on one shard, so that its
 * distinct ports and targets are counted where they are.
 */
const SHARDED_BY: Readonly<Record<TableName, string>> = {
  events: 'cityHash64(src_hi, src_lo)',
  listeners: 'cityHash64(sensor, port)',
  verdicts: 'cityHash64(addr_hi, addr_lo)',
  findings: 'cityHash64(src_hi, src_lo)',
};

/**
 * Tags rows with their batch. Two batches of a quiet machine may have the same rows; a replicated table would take the second for
 * the first sent again, and drop it. And by it a batch is found of which it is not known whether it was stored.
 */
export const BATCH_COLUMN = 'batch';

/** All tables in their first form, in the order in which they are made; the database comes before. */
export function createStatements(form: Form): string[] {
  return [
    createGlobal(form, 'schema_version', 'version UInt32', '', '', 'version'),
    createGlobal(form, 'sensors', 'sensor UInt16, name String, version UInt64', 'Replacing', 'version', 'sensor'),
    createGlobal(form, 'texts', 'id UInt64, text String, version UInt64', 'Replacing', 'version', 'id'),
    ...create(form, {
      name: 'batches',
      columns: 'sensor UInt16, origin UInt64, sequence UInt64, day Int32, row_count UInt32, state UInt8',
      partition: 'day',
      order: 'sensor, origin, sequence',
      engine: form.engine('batches', 'each', 'Replacing', 'state'),
      shardedBy: 'cityHash64(sensor, origin, sequence)',
    }),
    ...Object.values(TABLES).flatMap((table) =>
      create(form, {
        name: table.name,
        columns: columnList(table),
        partition: `intDiv(ts, ${MILLISECONDS_A_DAY})`,
        order: table.order.join(', '),
        engine: form.engine(table.name, 'each'),
        shardedBy: SHARDED_BY[table.name],
      }),
    ),
    ...portHoursStatements(form),
  ];
}

function columnList({ columns }: Table): string {
  const own = columns.map((column) => `${column.name} ${COLUMN_TYPES[column.type].clickhouse}`);
  return [...own, `${BATCH_COLUMN} UInt32`].join(', ');
}

interface Description {
  readonly name: string;
  readonly columns: string;
  readonly partition: string;
  readonly order: string;
  readonly engine: string;
  readonly shardedBy: string;
}

function create(form: Form, { name, columns, partition, order, engine, shardedBy }: Description): string[] {
  const local = form.local(name);
  const rest = `ENGINE = ${engine} PARTITION BY ${partition} ORDER BY (${order})${form.window}`;
  const table = `CREATE TABLE IF NOT EXISTS ${form.table(local)}${form.onCluster} (${columns}) ${rest}`;
  if (form.cluster === null) return [table];
  const distributed = `Distributed(${form.cluster}, ${form.database}, ${local}, ${shardedBy})`;
  return [
    table,
    `CREATE TABLE IF NOT EXISTS ${form.table(name)}${form.onCluster} (${columns}) ENGINE = ${distributed}`,
  ];
}

/** A small table that every server has whole. */
function createGlobal(form: Form, name: string, columns: string, kind: string, version: string, order: string): string {
  const engine = form.engine(name, 'all', kind, version);
  return `CREATE TABLE IF NOT EXISTS ${form.table(name)}${form.onCluster} (${columns}) ENGINE = ${engine} ORDER BY (${order})`;
}
