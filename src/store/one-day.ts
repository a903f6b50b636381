import { MILLISECONDS_A_DAY } from './column-batch.ts';
import { RefusedBatch, type Batch } from './store.ts';

/** 31 December 9999. */
const LAST_DAY = 2_932_896;
const UPPER_HALF = 2 ** 32;

/**
 * Throws RefusedBatch where a batch's day is not from 1970 to 9999, or a row of it is of another day: it would stay behind when its
 * day is sealed or dropped. The times are read as two halves, which costs a tenth of reading them as bigint.
 */
export function requireOneDay({ day, columns }: Batch): void {
  if (!Number.isInteger(day) || day < 0 || day > LAST_DAY)
    throw new RefusedBatch(`day ${day} of a batch is not from 1970 to 9999`);
  const { buffer, byteOffset } = columns.column('ts', 'i64');
  const halves = new Uint32Array(buffer, byteOffset, columns.rows * 2);
  const [from, to] = [day * MILLISECONDS_A_DAY, (day + 1) * MILLISECONDS_A_DAY];
  for (let at = 0; at < halves.length; at += 2) {
    const time = (halves[at + 1] ?? 0) * UPPER_HALF + (halves[at] ?? 0);
    if (time < from || time >= to) throw new RefusedBatch(`row ${at / 2} of a batch is not of its day ${day}`);
  }
}
