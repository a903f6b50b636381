import { COLUMN_TYPES, widthOf, type Column, type ColumnType } from './column-type.ts';
import { TABLES, type TableName } from './schema.ts';

type View<Type extends ColumnType> = Type extends 'i64'
  ? BigInt64Array
  : Type extends 'u64'
    ? BigUint64Array
    : Type extends 'u32'
      ? Uint32Array
      : Type extends 'u16'
        ? Uint16Array
        : Uint8Array;

export type ColumnView = View<ColumnType>;

/** No batch has more: 8 MB of events, and one insert of a few milliseconds. */
export const MAX_BATCH_ROWS = 131_072;

export const MILLISECONDS_A_DAY = 86_400_000;

/** The day of a time, in days since 1970, UTC: what a batch may not cross, and what is sealed and dropped as a whole. */
export function dayOf(milliseconds: number): number {
  return Math.floor(milliseconds / MILLISECONDS_A_DAY);
}

/** Bytes of a row of a table. */
export function rowWidth(table: TableName): number {
  return TABLES[table].columns.reduce((sum, column) => sum + widthOf(column), 0);
}

/** Rows of one table as its columns, one after the other, in one range of bytes: in memory, in the spool and on the wire. */
export class ColumnBatch {
  readonly table: TableName;
  readonly rows: number;
  /** All columns; its length is rows times the width of a row. */
  readonly bytes: Uint8Array;

  /** `bytes` may begin anywhere that is a multiple of 8. Throws RangeError where its length does not fit. */
  constructor(table: TableName, rows: number, bytes: Uint8Array = new Uint8Array(rows * rowWidth(table))) {
    if (!Number.isInteger(rows) || rows < 0 || bytes.length !== rows * rowWidth(table)) {
      throw new RangeError(`${bytes.length} bytes are not ${rows} rows of ${table}`);
    }
    this.table = table;
    this.rows = rows;
    this.bytes = bytes;
  }

  /** Columns with where they begin, in order. */
  *columns(): Generator<{ readonly column: Column; readonly bytes: Uint8Array }> {
    let offset = 0;
    for (const column of TABLES[this.table].columns) {
      const length = this.rows * widthOf(column);
      yield { column, bytes: this.bytes.subarray(offset, offset + length) };
      offset += length;
    }
  }

  /** One column's values, as a view of the batch itself. Throws where the table has no such column. */
  column<Type extends ColumnType>(name: string, type: Type): View<Type> {
    for (const { column, bytes } of this.columns()) {
      if (column.name === name && column.type === type) return viewOf(type, bytes);
    }
    throw new Error(`${this.table} has no column ${name} of type ${type}`);
  }

  /** The rows from one on, up to another, as a batch of their own. */
  slice(from: number, to: number): ColumnBatch {
    const part = new ColumnBatch(this.table, to - from);
    let offset = 0;
    for (const { column, bytes } of this.columns()) {
      const width = widthOf(column);
      part.bytes.set(bytes.subarray(from * width, to * width), offset);
      offset += (to - from) * width;
    }
    return part;
  }
}

function viewOf<Type extends ColumnType>(type: Type, bytes: Uint8Array): View<Type> {
  const length = bytes.length / COLUMN_TYPES[type].width;
  const Views: {
    readonly [Each in ColumnType]: new (buffer: ArrayBufferLike, offset: number, length: number) => View<Each>;
  } = {
    i64: BigInt64Array,
    u64: BigUint64Array,
    u32: Uint32Array,
    u16: Uint16Array,
    u8: Uint8Array,
  };
  return new Views[type](bytes.buffer, bytes.byteOffset, length);
}
