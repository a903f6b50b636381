import { PROTOCOL, hasPorts, protocolName } from '../net/protocol.ts';
import { formatHalves } from './address-halves.ts';

/** What the numbers of a column become. */
export type ResultKind = 'time' | 'count' | 'bytes' | 'port' | 'transport' | 'address' | 'text' | 'word' | 'sensor';

/** One column of an answer, as data: headings, the schema of answers and the reading of rows are made from it. */
export interface ResultColumn {
  /** As in the JSON answer. */
  readonly name: string;
  readonly kind: ResultKind;
  readonly meaning: string;
  /** Of a `word`: what each number means. */
  readonly words?: readonly string[];
  /** Of an address, a port or a time: 0 means that there is none, and not `::`, port 0 or 1970. */
  readonly zeroIsNone?: boolean;
}

/** A sensor by its number, and its name where it has one. */
export interface SensorName {
  readonly number: number;
  readonly name: string | null;
}

/**
 * Times are ISO 8601, UTC; addresses their canonical text. Counts and bytes are numbers, and beyond 2^53 - 1, which JavaScript
 * cannot count, the text of their digits. A port is null where the transport has none.
 */
export type ResultValue = string | number | SensorName | null;
export type ResultRow = Readonly<Record<string, ResultValue>>;

export interface Names {
  readonly texts: ReadonlyMap<bigint, string>;
  readonly sensors: ReadonlyMap<number, string>;
}

const column =
  (kind: ResultKind) =>
  (name: string, meaning: string): ResultColumn => ({ name, kind, meaning });

/** Columns, each with what it takes from a statement: an address its two halves, bytes two sums (`byteSum`), all others one number. */
export const columns = {
  time: column('time'),
  count: column('count'),
  bytes: column('bytes'),
  address: column('address'),
  text: column('text'),
  port: (name = 'port', meaning = 'the port; null where the transport has none'): ResultColumn => ({
    name,
    kind: 'port',
    meaning,
  }),
  transport: { name: 'transport', kind: 'transport', meaning: 'tcp, udp, icmp ...' } satisfies ResultColumn,
  sensor: { name: 'sensor', kind: 'sensor', meaning: 'the sensor that saw it' } satisfies ResultColumn,
  word: (name: string, words: readonly string[], meaning: string): ResultColumn => ({
    name,
    kind: 'word',
    meaning: `${meaning}: ${words.join(', ')}`,
    words,
  }),
};

/** The same column, where 0 means that there is none. */
export const orNone = (one: ResultColumn): ResultColumn => ({ ...one, zeroIsNone: true });

/** How many columns of a statement it takes. */
function widthOf({ kind }: ResultColumn): 1 | 2 {
  return kind === 'address' || kind === 'bytes' ? 2 : 1;
}

/** Ids of the texts that a row means. */
export function textsOfRow(list: readonly ResultColumn[], row: readonly (bigint | null)[]): bigint[] {
  return [...cells(list, row)].flatMap(([{ kind }, value]) => (kind === 'text' && value !== null ? [value] : []));
}

/** A row of a statement as a row of an answer. */
export function readRow(list: readonly ResultColumn[], row: readonly (bigint | null)[], names: Names): ResultRow {
  let proto: number | null = null;
  for (const [{ kind }, value] of cells(list, row)) if (kind === 'transport' && value !== null) proto = Number(value);
  const result: Record<string, ResultValue> = {};
  for (const [one, value, second] of cells(list, row)) {
    if (value === null) result[one.name] = null;
    else if (one.zeroIsNone === true && value === 0n && (widthOf(one) === 1 || second === 0n)) result[one.name] = null;
    else if (one.kind === 'port' && proto !== null && !mayHavePorts(proto)) result[one.name] = null;
    else result[one.name] = readCell(one, value, second, names);
  }
  return result;
}

/** Where the log does not say the transport, it may be one with ports. */
function mayHavePorts(proto: number): boolean {
  return hasPorts(proto) || proto === PROTOCOL.unknown;
}

function readCell(
  { kind, words = [] }: ResultColumn,
  value: bigint,
  second: bigint,
  { texts, sensors }: Names,
): ResultValue {
  switch (kind) {
    case 'time':
      return timeText(value);
    case 'count':
      return exact(value);
    case 'bytes':
      return exact((value << 32n) + second);
    case 'port':
      return Number(value);
    case 'transport':
      return protocolName(Number(value));
    case 'address':
      return formatHalves({ hi: value, lo: second });
    case 'text':
      return value === 0n ? null : (texts.get(value) ?? `text ${value}, which the store has not`);
    case 'word':
      return words[Number(value)] ?? `word ${value}`;
    case 'sensor':
      return { number: Number(value), name: sensors.get(Number(value)) ?? null };
  }
}

function* cells(
  list: readonly ResultColumn[],
  row: readonly (bigint | null)[],
): Generator<readonly [column: ResultColumn, value: bigint | null, second: bigint]> {
  let at = 0;
  for (const one of list) {
    yield [one, row[at] ?? null, row[at + 1] ?? 0n];
    at += widthOf(one);
  }
}

/** The last moment that JavaScript has a date for is in the year 275,760; logs that lie have later ones. */
function timeText(milliseconds: bigint): string {
  const value = Number(milliseconds);
  return Math.abs(value) <= 8.64e15 ? new Date(value).toISOString() : `${milliseconds} ms`;
}

function exact(value: bigint): number | string {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value.toString();
}
