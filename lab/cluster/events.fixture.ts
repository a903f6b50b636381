import { ColumnBatch, MILLISECONDS_A_DAY } from '../../src/store/column-batch.ts';
import type { Batch } from '../../src/store/store.ts';

export const ORIGIN = 0xffff_0000_0000_0001n;

/** A batch of made-up events of a day, the same each time it is asked for: sources go to all shards, every column has its full width. */
export function eventsOf(sequence: number, day: number, rows = 5000, origin = ORIGIN): Batch {
  const columns = new ColumnBatch('events', rows);
  const [ts, source, sourceUpper] = [
    columns.column('ts', 'i64'),
    columns.column('src_lo', 'u64'),
    columns.column('src_hi', 'u64'),
  ];
  const [bytes, packets, dport] = [
    columns.column('bytes', 'u64'),
    columns.column('packets', 'u32'),
    columns.column('dport', 'u16'),
  ];
  const action = columns.column('action', 'u8');
  for (let row = 0; row < rows; row++) {
    ts[row] = BigInt(day * MILLISECONDS_A_DAY + ((row * 7919 + sequence) % MILLISECONDS_A_DAY));
    source[row] = 0xffff_ffff_ffff_ffffn - BigInt(row % 977);
    sourceUpper[row] = BigInt(row % 3);
    bytes[row] = BigInt(sequence * 1_000_000 + row);
    packets[row] = 0xffff_ffff - row;
    dport[row] = 65_535 - (row % 100);
    action[row] = 255;
  }
  return { origin, sequence, day, columns, texts: [] };
}
