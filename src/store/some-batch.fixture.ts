import { encodeBatch } from './batch-message.ts';
import { ColumnBatch, MILLISECONDS_A_DAY } from './column-batch.ts';
import type { Batch } from './store.ts';
import { textOf } from './text.ts';

/** A batch of events whose rows carry its number in `bytes`. Columns are views of memory that `encodeBatch` copies. */
export function someBatch(origin: bigint, sequence: number, rows = 200, day = 20_000): Batch {
  const columns = new ColumnBatch('events', rows);
  const [ts, number, port] = [
    columns.column('ts', 'i64'),
    columns.column('bytes', 'u64'),
    columns.column('dport', 'u16'),
  ];
  for (let row = 0; row < rows; row++) {
    ts[row] = BigInt(day * MILLISECONDS_A_DAY + row);
    number[row] = BigInt(sequence);
    port[row] = row & 0xffff;
  }
  // What a hostile or mistaken sensor would claim to be.
  columns.column('sensor', 'u16').fill(4242);
  return { origin, sequence, day, columns, texts: [textOf(`text ${sequence % 7}`)] };
}

export function someMessage(origin: bigint, sequence: number, rows?: number, day?: number): Uint8Array {
  return encodeBatch(someBatch(origin, sequence, rows, day));
}
