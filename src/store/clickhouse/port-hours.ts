import { MILLISECONDS_A_DAY } from '../column-batch.ts';
import { literals } from '../literal.ts';
import type { Form } from './form.ts';

/**
 * `port_hours`: events counted by hour. Days that are over are counted once, by each shard for itself (`port_hours_rolled`, a partition
 * for each count: a generation), and noted in `rolled_days` with the number of events that were counted and of rows that this gave.
 *
 * A count holds only while a server has exactly that many events of the day, and all of those rows: it asks its own list of parts, so
 * late events, a replica that is behind and a count that was broken off all make it count the day's events instead. No
 * event is ever counted by what an insert sets off, which a crash could leave out.
 */
const ROLLED = 'port_hours_rolled';
const DAYS = 'rolled_days';
const VALID = 'rolled_days_valid';
const MILLISECONDS_AN_HOUR = 3_600_000;

const KEYS = ['hour', 'dport', 'proto', 'action', 'sensor'] as const;
const COLUMNS =
  'hour Int64, dport UInt16, proto UInt8, action UInt8, sensor UInt16, events UInt64, packets UInt64, bytes UInt64';
const NAMES = 'hour, dport, proto, action, sensor, events, packets, bytes';

export function portHoursStatements(form: Form): string[] {
  const tables = [
    table(form, ROLLED, `${COLUMNS}, generation UInt64`, 'generation', 'dport, hour, proto, action, sensor'),
    table(form, DAYS, 'day Int64, generation UInt64, of_rows UInt64, rolled_rows UInt64', 'day', 'day, generation'),
  ];
  const views = [view(form, form.local(VALID), validDays(form)), view(form, form.local('port_hours'), counted(form))];
  if (form.cluster === null) return [...tables, ...views];
  return [
    ...tables,
    ...views,
    distributed(form, VALID, 'day Int64, generation UInt64'),
    distributed(form, 'port_hours', COLUMNS),
  ];
}

/** One number of all counts that hold: where it differs before and after a question, the question saw both. */
export function validFingerprint(form: Form): string {
  return `SELECT sum(cityHash64(day, generation)), count(*) FROM ${form.table(VALID)}`;
}

/** The days that are over and have events, with their number, and no count that holds; on one server. */
export function daysToCount(form: Form, before: number): string {
  return (
    `SELECT toInt64(partition) AS day, sum(rows) FROM system.parts WHERE ${ofTable(form, form.local('events'))}` +
    ` AND toInt64(partition) < ${literals.day(before)}` +
    ` AND toInt64(partition) NOT IN (SELECT day FROM ${form.table(form.local(VALID))}) GROUP BY partition ORDER BY day`
  );
}

/** Rows that counting a day will give. */
export function groupsOfDay(form: Form, day: number): string {
  return `SELECT count(*) FROM (SELECT ${keyList()} FROM ${form.table(form.local('events'))} WHERE ${ofDay(day)} GROUP BY ${KEYS.join(', ')})`;
}

export function countDay(form: Form, day: number, generation: bigint): string {
  const events = `FROM ${form.table(form.local('events'))} WHERE ${ofDay(day)} GROUP BY ${KEYS.join(', ')}`;
  return `INSERT INTO ${form.table(ROLLED)} (${NAMES}, generation) SELECT ${keyList()}, ${SUMS}, toUInt64(${literals.u64(generation)}) AS generation ${events}`;
}

/** Notes a count; to be said after it is whole. */
export function noteDay(
  form: Form,
  day: number,
  { generation, events, rows }: { generation: bigint; events: bigint; rows: bigint },
): string {
  const values = [literals.day(day), literals.u64(generation), literals.u64(events), literals.u64(rows)].join(', ');
  return `INSERT INTO ${form.table(DAYS)} (day, generation, of_rows, rolled_rows) VALUES (${values})`;
}

/** Generations on one server that no longer hold. */
export function staleGenerations(form: Form): string {
  return (
    `SELECT DISTINCT toUInt64(partition) FROM system.parts WHERE ${ofTable(form, ROLLED)}` +
    ` AND toUInt64(partition) NOT IN (SELECT generation FROM ${form.table(form.local(VALID))})`
  );
}

/** Generations of days before this one, on all shards. */
export function generationsBefore(form: Form, day: number): string {
  return `SELECT DISTINCT generation FROM ${form.everywhere(DAYS)} WHERE day < ${literals.day(day)}`;
}

export function dropGeneration(form: Form, generation: bigint, onCluster = ''): string {
  return `ALTER TABLE ${form.table(ROLLED)}${onCluster} DROP PARTITION ${literals.u64(generation)}`;
}

export const ROLLED_DAYS = DAYS;

const SUMS = 'count(*) AS events, sum(toUInt64(packets)) AS packets, sum(bytes) AS bytes';

function keyList(): string {
  return `ts - ts % ${MILLISECONDS_AN_HOUR} AS hour, dport, proto, action, sensor`;
}

function ofDay(day: number): string {
  const from = literals.time(day * MILLISECONDS_A_DAY);
  return `ts >= ${from} AND ts < ${literals.time((day + 1) * MILLISECONDS_A_DAY)}`;
}

function ofTable(form: Form, name: string): string {
  return `database = '${form.database}' AND table = '${name}' AND active`;
}

function validDays(form: Form): string {
  const rowsOf = (name: string): string =>
    `(SELECT partition, sum(rows) FROM system.parts WHERE ${ofTable(form, name)} GROUP BY partition)`;
  return (
    // 18.16 takes an alias for the column of that name, in WHERE too.
    `SELECT day, newest AS generation FROM (SELECT day, max(generation) AS newest FROM ${form.table(DAYS)}` +
    ` WHERE (toString(day), of_rows) IN ${rowsOf(form.local('events'))}` +
    ` AND (toString(generation), rolled_rows) IN ${rowsOf(ROLLED)} GROUP BY day)`
  );
}

function counted(form: Form): string {
  const valid = form.table(form.local(VALID));
  const day = `intDiv(ts, ${MILLISECONDS_A_DAY})`;
  // A number, by which whole partitions are passed over.
  const first =
    `(SELECT min(toInt64(partition)) FROM system.parts WHERE ${ofTable(form, form.local('events'))}` +
    ` AND toInt64(partition) NOT IN (SELECT day FROM ${valid}))`;
  return (
    `SELECT ${NAMES} FROM ${form.table(ROLLED)} WHERE generation IN (SELECT generation FROM ${valid})` +
    ` UNION ALL SELECT ${keyList()}, ${SUMS} FROM ${form.table(form.local('events'))}` +
    ` WHERE ts >= ${first} * ${MILLISECONDS_A_DAY} AND ${day} NOT IN (SELECT day FROM ${valid}) GROUP BY ${KEYS.join(', ')}`
  );
}

function table(form: Form, name: string, columns: string, partition: string, order: string): string {
  const rest = `ENGINE = ${form.engine(name, 'each')} PARTITION BY ${partition} ORDER BY (${order})`;
  return `CREATE TABLE IF NOT EXISTS ${form.table(name)}${form.onCluster} (${columns}) ${rest}`;
}

function view(form: Form, name: string, select: string): string {
  return `CREATE VIEW IF NOT EXISTS ${form.table(name)}${form.onCluster} AS ${select}`;
}

function distributed(form: Form, name: string, columns: string): string {
  const engine = `Distributed(${form.cluster ?? ''}, ${form.database}, ${form.local(name)})`;
  return `CREATE TABLE IF NOT EXISTS ${form.table(name)}${form.onCluster} (${columns}) ENGINE = ${engine}`;
}
