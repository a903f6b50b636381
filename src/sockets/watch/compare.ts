import { RowIndex } from '../row-index.ts';
import type { SocketTable } from '../socket-table.ts';

/** The row of the other table where there is none. */
export const NO_ROW = -1;

/** What became of the sockets of one table in the next. A row is the same socket by its ends and its inode. */
export interface TableChanges {
  /** For each row now, its row before; NO_ROW for those that opened. */
  readonly before: Int32Array;
  /** Rows now. */
  readonly opened: readonly number[];
  /** Rows before. */
  readonly closed: readonly number[];
  /** Rows now that were there before, and of which something else is different. */
  readonly changed: readonly number[];
}

export type Difference = 'state' | 'queues' | 'user' | 'owner';

/**
 * Compares two tables. The kernel prints its hash tables bucket by bucket, so nearly every row follows the one it
 * followed before: that is tried first, and the index of the old rows is made only when it fails.
 */
export function compareTables(old: SocketTable, now: SocketTable): TableChanges {
  const before = new Int32Array(now.length);
  const isThere = new Uint8Array(old.length);
  const opened: number[] = [];
  const changed: number[] = [];
  let index: RowIndex | null = null;
  let guess = 0;
  for (let row = 0; row < now.length; row++) {
    let match = guess;
    if (guess >= old.length || !now.isSame(row, old, guess)) match = (index ??= indexOf(old)).findSame(now, row);
    before[row] = match;
    if (match === NO_ROW) {
      opened.push(row);
      continue;
    }
    isThere[match] = 1;
    guess = match + 1;
    if (isDifferent(old, match, now, row)) changed.push(row);
  }
  const closed: number[] = [];
  if (now.length - opened.length < old.length) {
    for (let row = 0; row < old.length; row++) if (isThere[row] === 0) closed.push(row);
  }
  return { before, opened, closed, changed };
}

/** What is different about a socket between two tables, its ends and inode apart, which are what it is. */
export function differencesOf(old: SocketTable, before: number, now: SocketTable, row: number): Difference[] {
  const differences: Difference[] = [];
  if (old.stateCode(before) !== now.stateCode(row)) differences.push('state');
  if (old.receiveQueue(before) !== now.receiveQueue(row) || old.sendQueue(before) !== now.sendQueue(row)) {
    differences.push('queues');
  }
  if (old.uid(before) !== now.uid(row)) differences.push('user');
  return differences;
}

function isDifferent(old: SocketTable, before: number, now: SocketTable, row: number): boolean {
  return (
    old.stateCode(before) !== now.stateCode(row) ||
    old.receiveQueue(before) !== now.receiveQueue(row) ||
    old.sendQueue(before) !== now.sendQueue(row) ||
    old.uid(before) !== now.uid(row)
  );
}

export function indexOf(table: SocketTable): RowIndex {
  const index = new RowIndex(table, table.length);
  for (let row = 0; row < table.length; row++) index.insert(row);
  return index;
}
