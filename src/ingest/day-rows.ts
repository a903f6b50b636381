import type { AddressBook } from '../traffic/address-book.ts';
import type { EventBatch } from '../traffic/event-batch.ts';
import { ColumnBatch, MAX_BATCH_ROWS } from '../store/column-batch.ts';

const FIRST_ROWS = 64;
const WORD = 2 ** 32;
const MAX_PACKETS = WORD - 1;
/** ::ffff:0:0/96, as the upper word of the lower half of an address. */
const MAPPED = 0xffff;

/**
 * Events of one day as the columns of `events`, growing. Columns of 64 bits are written as two words of 32 bits, the lower
 * one first, which is what they are on a machine that orders bytes that way: a BigInt for each would cost more than all the rest.
 */
export class DayRows {
  /** Days since 1970, UTC. */
  readonly day: number;
  length = 0;
  #room = FIRST_ROWS;
  #batch = new ColumnBatch('events', FIRST_ROWS);
  #columns = columnsOf(this.#batch);

  constructor(day: number) {
    this.day = day;
  }

  get isFull(): boolean {
    return this.length === MAX_BATCH_ROWS;
  }

  /** Takes events from one row on, up to another, as many as there is room for; `times` are their milliseconds. Returns how many. */
  add(events: EventBatch, times: Float64Array, from: number, to: number): number {
    const count = Math.min(to - from, MAX_BATCH_ROWS - this.length);
    this.#grow(this.length + count);
    const at = this.length;
    const end = from + count;
    const columns = this.#columns;
    writeWhole(columns.ts, at, times, from, end);
    writeAddresses(columns.sourceHigh, columns.sourceLow, at, events.source, events, from, end);
    writeAddresses(columns.destinationHigh, columns.destinationLow, at, events.destination, events, from, end);
    writeWhole(columns.bytes, at, events.bytes, from, end);
    writePackets(columns.packets, at, events.packets, from, end);
    columns.sport.set(events.sport.subarray(from, end), at);
    columns.dport.set(events.dport.subarray(from, end), at);
    columns.proto.set(events.protocol.subarray(from, end), at);
    columns.flags.set(events.flags.subarray(from, end), at);
    // The numbers of an outcome and of an action are the same: event-rows.test.ts.
    columns.action.set(events.outcome.subarray(from, end), at);
    this.length += count;
    return count;
  }

  /** The rows, as a batch. Nothing may be added afterwards. */
  finish(): ColumnBatch {
    return this.length === this.#room ? this.#batch : this.#batch.slice(0, this.length);
  }

  #grow(rows: number): void {
    if (rows <= this.#room) return;
    let room = this.#room;
    while (room < rows) room *= 4;
    room = Math.min(room, MAX_BATCH_ROWS);
    const larger = new ColumnBatch('events', room);
    const columns = columnsOf(larger);
    for (const [name, column] of Object.entries(this.#columns)) {
      // Of the same name, and so of the same width.
      (columns[name as keyof Columns] as Uint32Array).set(column);
    }
    this.#batch = larger;
    this.#columns = columns;
    this.#room = room;
  }
}

type Columns = ReturnType<typeof columnsOf>;

function columnsOf(batch: ColumnBatch) {
  const words = (column: BigInt64Array | BigUint64Array): Uint32Array =>
    new Uint32Array(column.buffer, column.byteOffset, column.byteLength / 4);
  return {
    ts: words(batch.column('ts', 'i64')),
    sourceHigh: words(batch.column('src_hi', 'u64')),
    sourceLow: words(batch.column('src_lo', 'u64')),
    destinationHigh: words(batch.column('dst_hi', 'u64')),
    destinationLow: words(batch.column('dst_lo', 'u64')),
    bytes: words(batch.column('bytes', 'u64')),
    packets: batch.column('packets', 'u32'),
    sport: batch.column('sport', 'u16'),
    dport: batch.column('dport', 'u16'),
    proto: batch.column('proto', 'u8'),
    flags: batch.column('flags', 'u8'),
    action: batch.column('action', 'u8'),
  };
}

/** Numbers that are not less than 0 as two words each; NaN, which is not known, as 0. */
function writeWhole(column: Uint32Array, at: number, values: Float64Array, from: number, to: number): void {
  for (let row = from, word = 2 * at; row < to; row++, word += 2) {
    const value = values[row] ?? 0;
    if (value < WORD) {
      column[word] = value;
      column[word + 1] = 0;
    } else {
      column[word] = value % WORD;
      column[word + 1] = value / WORD;
    }
  }
}

function writePackets(column: Uint32Array, at: number, values: Float64Array, from: number, to: number): void {
  for (let row = from, place = at; row < to; row++, place++) column[place] = Math.min(values[row] ?? 0, MAX_PACKETS);
}

/** IPv4 in its mapped form; what has no address, such as ARP, as zeros. */
function writeAddresses(
  high: Uint32Array,
  low: Uint32Array,
  at: number,
  values: Uint32Array,
  { family, addresses }: { readonly family: Uint8Array; readonly addresses: AddressBook },
  from: number,
  to: number,
): void {
  for (let row = from, word = 2 * at; row < to; row++, word += 2) {
    const value = values[row] ?? 0;
    switch (family[row]) {
      case 4:
        low[word] = value;
        low[word + 1] = MAPPED;
        break;
      case 6:
        high[word] = addresses.word(value, 1);
        high[word + 1] = addresses.word(value, 0);
        low[word] = addresses.word(value, 3);
        low[word + 1] = addresses.word(value, 2);
        break;
      default:
    }
  }
}
