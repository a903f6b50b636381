import { toHalves } from '../store/address-halves.ts';
import { ColumnBatch, dayOf, MAX_BATCH_ROWS } from '../store/column-batch.ts';
import { TABLES, type TableName } from '../store/schema.ts';
import type { Batch } from '../store/store.ts';
import type { Text } from '../store/text.ts';
import { parseIp } from '../net/prefix.ts';

/** Rows of one table and one day before a spool gave them a number. */
export type UnnumberedBatch = Omit<Batch, 'origin' | 'sequence'>;

/** One row, by the names of the table's columns; a column of texts takes the text itself. */
export type Row = Readonly<Record<string, number | bigint | Text>>;

/** Room for texts in one batch, well within a message's 4 MiB. */
const MAX_TEXT_BYTES = 2 * 1024 * 1024;
/** A character takes at most 3 bytes of UTF-8 for each unit of UTF-16; an id and a length are 12. */
const mostBytes = ({ text }: Text): number => 12 + 3 * text.length;

/**
 * Puts rows into batches of one day each, with the texts that they mean. The number of the sensor is left 0: whoever stores the batch
 * writes it. Throws Error for a row that lacks a column.
 */
export function batchesOf(table: TableName, rows: Iterable<Row>): UnnumberedBatch[] {
  const open = new Map<number, Group>();
  const full: UnnumberedBatch[] = [];
  for (const row of rows) {
    const day = dayOf(Number(row['ts']));
    let group = open.get(day) ?? new Group(table, day);
    if (!group.hasRoomFor(row)) {
      full.push(group.close());
      group = new Group(table, day);
    }
    group.add(row);
    open.set(day, group);
  }
  return [...full, ...[...open.values()].map((group) => group.close())];
}

/** The two columns of an address: `src` makes `src_hi` and `src_lo`. Zeros where the text is no address. */
export function addressColumns(name: string, address: string | null): Row {
  const parsed = address === null ? null : parseIp(withoutZone(address));
  const { hi, lo } = parsed === null ? { hi: 0n, lo: 0n } : toHalves(parsed);
  return { [`${name}_hi`]: hi, [`${name}_lo`]: lo };
}

/** `fe80::1%eth0` is fe80::1: the zone is a name on that machine only (RFC 4007). */
function withoutZone(address: string): string {
  const at = address.indexOf('%');
  return at === -1 ? address : address.slice(0, at);
}

class Group {
  readonly #table: TableName;
  readonly #day: number;
  readonly #rows: Row[] = [];
  readonly #texts = new Map<bigint, Text>();
  #textBytes = 0;

  constructor(table: TableName, day: number) {
    this.#table = table;
    this.#day = day;
  }

  hasRoomFor(row: Row): boolean {
    const more = textsIn(row).reduce((sum, text) => sum + mostBytes(text), 0);
    return this.#rows.length < MAX_BATCH_ROWS && this.#textBytes + more <= MAX_TEXT_BYTES;
  }

  add(row: Row): void {
    this.#rows.push(row);
    for (const text of textsIn(row)) {
      if (text.id === 0n || this.#texts.has(text.id)) continue;
      this.#texts.set(text.id, text);
      this.#textBytes += mostBytes(text);
    }
  }

  close(): UnnumberedBatch {
    const columns = new ColumnBatch(this.#table, this.#rows.length);
    for (const { name, type } of TABLES[this.#table].columns) {
      if (name === 'sensor') continue;
      const view = columns.column(name, type);
      for (const [index, row] of this.#rows.entries()) {
        const value = numberOf(row[name]);
        if (value === null) throw new Error(`a row of ${this.#table} lacks its ${name}`);
        view[index] = view instanceof BigInt64Array || view instanceof BigUint64Array ? BigInt(value) : Number(value);
      }
    }
    return { day: this.#day, columns, texts: [...this.#texts.values()] };
  }
}

function textsIn(row: Row): Text[] {
  return Object.values(row).filter((value) => typeof value === 'object');
}

function numberOf(value: Row[string] | undefined): number | bigint | null {
  if (value === undefined) return null;
  return typeof value === 'object' ? value.id : value;
}
