/** The tables in which the store keeps account of itself. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { literals } from '../literal.ts';
import { BatchRanges, type BatchRange } from './batch-ranges.ts';
import { quoted } from './ddl.ts';
import type { SealedFile, SealedName } from './sealed-file.ts';

export async function sealedFiles(connection: DuckDBConnection, where = 'true'): Promise<SealedFile[]> {
  const result = await connection.runAndReadAll(
    `SELECT file, name, day, row_count, bytes FROM sealed WHERE ${where} ORDER BY day, file`,
  );
  return result.getRows().map(([file, name, day, rows, bytes]) => ({
    file: String(file),
    name: String(name) as SealedName,
    day: Number(day),
    rows: Number(rows),
    bytes: Number(bytes),
  }));
}

export async function addSealed(
  connection: DuckDBConnection,
  { file, name, day, rows, bytes }: SealedFile,
): Promise<void> {
  const values = [
    quoted(file),
    quoted(name),
    literals.day(day),
    literals.u64(BigInt(rows)),
    literals.u64(BigInt(bytes)),
  ];
  await connection.run(`INSERT INTO sealed VALUES (${values.join(', ')})`);
}

export async function removeSealed(connection: DuckDBConnection, files: readonly SealedFile[]): Promise<void> {
  if (files.length === 0) return;
  await connection.run(`DELETE FROM sealed WHERE file IN (${files.map(({ file }) => quoted(file)).join(', ')})`);
}

export async function readRanges(connection: DuckDBConnection): Promise<BatchRanges> {
  const result = await connection.runAndReadAll('SELECT sensor, origin, first, last FROM batches ORDER BY first');
  const ledger = new BatchRanges();
  for (const [sensor, origin, first, last] of result.getRows()) {
    const [id, spool] = [Number(sensor), BigInt(String(origin))];
    ledger.set(id, spool, [...ledger.rangesOf(id, spool), { first: Number(first), last: Number(last) }]);
  }
  return ledger;
}

/** Writes what is different of the ranges of an origin: one row of the table in the usual case, in its place. */
export async function writeRanges(
  connection: DuckDBConnection,
  [sensor, origin]: readonly [sensor: number, origin: bigint],
  before: readonly BatchRange[],
  after: readonly BatchRange[],
): Promise<void> {
  const key = [literals.port(sensor), literals.u64(origin)] as const;
  const number = (value: number): string => literals.u64(BigInt(value));
  const where = (first: number): string => `sensor = ${key[0]} AND origin = ${key[1]} AND first = ${number(first)}`;
  for (const { first } of before.filter((range) => !after.some((other) => other.first === range.first)))
    await connection.run(`DELETE FROM batches WHERE ${where(first)}`);
  for (const { first, last } of after) {
    const known = before.find((range) => range.first === first);
    if (known === undefined)
      await connection.run(`INSERT INTO batches VALUES (${key.join(', ')}, ${number(first)}, ${number(last)})`);
    else if (known.last !== last)
      await connection.run(`UPDATE batches SET last = ${number(last)} WHERE ${where(first)}`);
  }
}

/** Rows of batches by their day, which the tables must have as many of: a figure to hold them against. */
export async function addRows(connection: DuckDBConnection, rowsByDay: ReadonlyMap<number, number>): Promise<void> {
  for (const [day, rows] of rowsByDay) {
    const [number, count] = [literals.day(day), literals.u64(BigInt(rows))];
    const { rowsChanged } = await connection.run(
      `UPDATE stored_rows SET row_count = row_count + ${count} WHERE day = ${number}`,
    );
    if (rowsChanged === 0) await connection.run(`INSERT INTO stored_rows VALUES (${number}, ${count})`);
  }
}
