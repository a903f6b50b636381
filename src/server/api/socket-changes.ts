import type { SocketRow, SocketView } from '../../sockets/socket-row.ts';
import { compareTables } from '../../sockets/watch/compare.ts';
import { chosenRows, type SocketChoice } from './socket-choice.ts';

/** What is different between two looks at the sockets. */
export interface SocketChanges {
  /** Rows that are new, and rows of which something is different. */
  readonly added: readonly SocketRow[];
  readonly changed: readonly SocketRow[];
  /** `socketKey` of those that are gone. */
  readonly gone: readonly string[];
}

/** What tells a socket from all others: its ends, and its inode where the kernel has one. */
export function socketKey({
  transport,
  family,
  local,
  remote,
  inode,
}: Pick<SocketRow, 'transport' | 'family' | 'local' | 'remote' | 'inode'>): string {
  return `${transport}|${family}|${local.address}|${local.port}|${remote.address}|${remote.port}|${inode ?? 0}`;
}

/** Null where nothing is different, of the sockets that are asked for. */
export function changesBetween(before: SocketView, now: SocketView, only: SocketChoice = 'all'): SocketChanges | null {
  const compared = compareTables(before.snapshot.table, now.snapshot.table);
  const opened = compared.opened.filter(chosenRows(now, only));
  const changed = compared.changed.filter(chosenRows(now, only));
  const closed = compared.closed.filter(chosenRows(before, only));
  if (opened.length + closed.length + changed.length === 0) return null;
  return {
    added: opened.map((row) => now.rowAt(row)),
    changed: changed.map((row) => now.rowAt(row)),
    gone: closed.map((row) => socketKey(before.rowAt(row))),
  };
}
