import { MILLISECONDS_A_DAY } from '../../store/column-batch.ts';
import type { Batch } from '../../store/store.ts';
import { textOf } from '../../store/text.ts';

/** The last day of ClickHouse's type Date, in 2149: an engine that cannot say a day cannot keep or drop it. */
const LAST_DAY = 65_535;

/** Halves of 64 bits as numbers: comparing big ones row by row would cost more than the insert. */
const UPPER = 2 ** 32;

/**
 * What is wrong with a batch that is whole and was sent by somebody who has a token; null for nothing. Whatever a sensor sends
 * can harm its own rows at most: a day that is not that of the rows would be sealed and dropped as another, and a text
 * under the id of another text would change the names in everybody's rows.
 */
export function faultOf({ day, columns, texts }: Batch): string | null {
  if (day < 0 || day > LAST_DAY) return `day ${day} of the batch is not from 0 to ${LAST_DAY}, counted from 1970 on`;
  const from = day * MILLISECONDS_A_DAY;
  const to = from + MILLISECONDS_A_DAY;
  const { buffer, byteOffset } = columns.column('ts', 'i64');
  const halves = new DataView(buffer, byteOffset, columns.rows * 8);
  for (let row = 0; row < columns.rows; row++) {
    const time = halves.getInt32(row * 8 + 4, true) * UPPER + halves.getUint32(row * 8, true);
    if (time < from || time >= to) return `row ${row} of the batch is not of its day ${day}`;
  }
  for (const { id, text } of texts) {
    const proper = textOf(text);
    if (proper.id !== id || proper.text !== text) return `the id ${id} of a text of the batch is not that of its text`;
  }
  return null;
}
