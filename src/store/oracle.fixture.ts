/** What the plain computations share that the answers of engines are held against: slow, naive, and without any SQL. */
import { protocolName } from '../net/protocol.ts';
import type { Arguments } from './arguments.ts';
import type { Address, QuestionData } from './question-data.fixture.ts';
import type { ResultRow, SensorName } from './result-column.ts';
import { textOf } from './text.ts';

/** A row of the answer, and what it is sorted by: smaller first. */
export interface OracleRow {
  readonly row: ResultRow;
  readonly keys: readonly (number | bigint)[];
}

/** All rows of one part of an answer, whatever the limit. */
export type Oracle = (data: QuestionData, args: Arguments) => readonly OracleRow[];

export function groupBy<Row>(rows: Iterable<Row>, keyOf: (row: Row) => string): Map<string, [Row, ...Row[]]> {
  const groups = new Map<string, [Row, ...Row[]]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

export function sorted(rows: readonly OracleRow[]): ResultRow[] {
  return [...rows].sort((a, b) => compare(a.keys, b.keys)).map(({ row }) => row);
}

function compare(a: readonly (number | bigint)[], b: readonly (number | bigint)[]): number {
  for (const [at, left] of a.entries()) {
    const right = b[at] ?? 0;
    if (left < right) return -1;
    if (left > right) return 1;
  }
  return 0;
}

export const distinct = <Row>(rows: readonly Row[], keyOf: (row: Row) => unknown): number =>
  new Set(rows.map(keyOf)).size;

export function earliest(rows: readonly { readonly ts: number }[]): number {
  return rows.reduce((least, { ts }) => Math.min(least, ts), Number.POSITIVE_INFINITY);
}

export function latest(rows: readonly { readonly ts: number }[]): number {
  return rows.reduce((most, { ts }) => Math.max(most, ts), Number.NEGATIVE_INFINITY);
}

export const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

export function exact(value: bigint): number | string {
  return value < 2n ** 53n ? Number(value) : String(value);
}

export const WITH_PORTS: ReadonlySet<number> = new Set([6, 17, 33, 132, 136, 255]);

export function portAndTransport(port: number, proto: number): { port: number | null; transport: string } {
  return { port: WITH_PORTS.has(proto) ? port : null, transport: protocolName(proto) };
}

export function sensorOf(number: number, { sensors }: QuestionData): SensorName {
  return { number, name: sensors.get(number) ?? null };
}

export const orNull = (text: string): string | null => (text === '' ? null : text);

/** Of texts of one moment, the one with the greatest id. */
export function greatest(texts: readonly string[]): string {
  return texts.reduce((best, text) => (textOf(text).id > textOf(best).id ? text : best));
}

export const addressKeys = ({ hi, lo }: Address): [bigint, bigint] => [hi, lo];

const number = ({ hi, lo }: { readonly hi: bigint; readonly lo: bigint }): bigint => (hi << 64n) | lo;

/** Whether a row fits what was asked; what a table has not is not looked at. */
export function fits(
  row: {
    readonly ts: number;
    readonly port: number;
    readonly proto: number;
    readonly sensor: number;
  },
  { since, until, port, transport, sensor }: Arguments,
): boolean {
  if (row.ts < since || row.ts >= until) return false;
  if (port !== null) {
    if (row.port < port.from || row.port > port.to) return false;
    if (port.proto === null ? !WITH_PORTS.has(row.proto) : row.proto !== port.proto) return false;
  }
  return (transport === null || row.proto === transport) && (sensor === null || row.sensor === sensor);
}

export function within(address: Address, range: Arguments['address']): boolean {
  return range === null || (number(address) >= number(range.first) && number(address) <= number(range.last));
}
