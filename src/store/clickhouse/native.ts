import { COLUMN_TYPES } from '../column-type.ts';
import type { ColumnBatch } from '../column-batch.ts';

/** A column of a block: its values as they lie in memory. */
export interface NativeColumn {
  readonly name: string;
  /** As the server calls it. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/**
 * ClickHouse's `Native` format: one block of columns. No value is looked at. One batch is one block, so that a shard gets the same block
 * whenever the batch is sent again, and knows it.
 */
export function nativeBlock(rows: number, columns: readonly NativeColumn[]): Buffer {
  const parts: Uint8Array[] = [variableLength(columns.length), variableLength(rows)];
  for (const { name, type, bytes } of columns) parts.push(text(name), text(type), bytes);
  return Buffer.concat(parts);
}

/** The columns of a batch, in order. */
export function columnsOf(batch: ColumnBatch): NativeColumn[] {
  return [...batch.columns()].map(({ column, bytes }) => ({
    name: column.name,
    type: COLUMN_TYPES[column.type].clickhouse,
    bytes,
  }));
}

/** A column of one number, `rows` times. */
export function constantU32(name: string, rows: number, value: number): NativeColumn {
  const values = new Uint32Array(rows).fill(value);
  return { name, type: 'UInt32', bytes: new Uint8Array(values.buffer) };
}

export function u64Column(name: string, values: readonly bigint[]): NativeColumn {
  return { name, type: 'UInt64', bytes: new Uint8Array(BigUint64Array.from(values).buffer) };
}

export function u16Column(name: string, values: readonly number[]): NativeColumn {
  return { name, type: 'UInt16', bytes: new Uint8Array(Uint16Array.from(values).buffer) };
}

/** Texts go nowhere but here: never into a statement. */
export function textColumn(name: string, values: readonly string[]): NativeColumn {
  return { name, type: 'String', bytes: Buffer.concat(values.map(text)) };
}

function text(value: string): Buffer {
  const utf8 = Buffer.from(value, 'utf8');
  return Buffer.concat([variableLength(utf8.length), utf8]);
}

/** LEB128. */
function variableLength(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
