import { NO_ROW, type Difference } from '../../sockets/watch/compare.ts';
import type { Look } from '../../sockets/watch/socket-watch.ts';
import type { Pace } from '../../sockets/watch/pace.ts';
import type { SocketRow, SocketView } from '../../sockets/socket-row.ts';
import { isWatched, type WatchOptions } from './options.ts';

/** A socket that came, went or changed: the row of `sockets --ndjson`, as it is, or was at the last look. */
export interface SocketEvent extends SocketRow {
  readonly type: 'open' | 'close' | 'change';
  /** ISO time of the look that noticed. */
  readonly at: string;
  /** What is different; empty unless `type` is `change`. */
  readonly differences: readonly Difference[];
}

/** The end of every look. */
export interface TickEvent {
  readonly type: 'tick';
  /** ISO time. */
  readonly at: string;
  /** Watched sockets that are there. */
  readonly sockets: number;
  readonly opened: number;
  readonly closed: number;
  readonly changed: number;
  /** Milliseconds from this look to the next: longer than asked for where a look costs too much. */
  readonly interval: number;
}

/** Makes the view of a snapshot, which costs something, only when there is a row to tell. */
export type ViewMaker = () => SocketView;

/** The events of one look, those that went first: what they were is still known then. */
export function* eventsOf(
  look: Look,
  views: { readonly previous: ViewMaker; readonly now: ViewMaker },
  options: WatchOptions,
): Generator<SocketEvent> {
  const { changes, previous, snapshot } = look;
  const at = snapshot.takenAt.toISOString();
  if (previous === null && !options.initial) return;
  for (const row of changes.closed) {
    if (previous === null || !isWatched(options, previous.table, row)) continue;
    yield { type: 'close', at, differences: [], ...views.previous().rowAt(row) };
  }
  for (const row of changes.opened) {
    if (isWatched(options, snapshot.table, row)) yield openEvent(at, views.now(), row);
  }
  for (const row of changes.changed) {
    const before = changes.before[row] ?? NO_ROW;
    const wasWatched = previous !== null && isWatched(options, previous.table, before);
    if (isWatched(options, snapshot.table, row)) {
      if (!wasWatched) yield openEvent(at, views.now(), row);
      else yield { type: 'change', at, differences: look.differences(row), ...views.now().rowAt(row) };
    } else if (wasWatched) yield { type: 'close', at, differences: [], ...views.previous().rowAt(before) };
  }
}

function openEvent(at: string, view: SocketView, row: number): SocketEvent {
  return { type: 'open', at, differences: [], ...view.rowAt(row) };
}

export function tickEvent(
  look: Look,
  counts: Pick<TickEvent, 'opened' | 'closed' | 'changed'>,
  pace: Pace,
  options: WatchOptions,
): TickEvent {
  const { table, takenAt } = look.snapshot;
  let sockets = 0;
  for (let row = 0; row < table.length; row++) if (isWatched(options, table, row)) sockets++;
  return { type: 'tick', at: takenAt.toISOString(), sockets, ...counts, interval: pace.interval };
}
