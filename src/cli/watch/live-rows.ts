import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { Overlay } from '../../knowledge/overlay.ts';
import { SocketView, type SocketRow } from '../../sockets/socket-row.ts';
import { NO_ROW } from '../../sockets/watch/compare.ts';
import type { Look } from '../../sockets/watch/socket-watch.ts';
import { socketColumns } from '../commands/sockets/columns.ts';
import { isWatched, type WatchOptions } from './options.ts';

/** A socket that is no more, as it was last seen. */
export interface GoneRow {
  readonly serial: number;
  readonly closedAt: number;
  readonly cells: readonly string[];
  readonly row: SocketRow;
}

/** What the screen shows of one look. */
export interface Shown {
  readonly view: SocketView;
  /** Of each row, a number that it keeps from look to look; later rows have greater ones. */
  readonly serials: Float64Array;
  /** When a row opened or changed, in milliseconds since the epoch; 0 for those of the first look, or never. */
  readonly openedAt: Float64Array;
  readonly changedAt: Float64Array;
  readonly gone: readonly GoneRow[];
  readonly opened: number;
  readonly closed: number;
  readonly changed: number;
}

/** Rows that went are kept for the eye, not for the record. */
const MOST_GONE = 300;

/** Gives rows their serial numbers and remembers when they came and went. */
export class LiveRows {
  readonly #knowledge: Knowledge;
  readonly #overlay: Overlay;
  readonly #options: WatchOptions;
  #shown: Shown | null = null;
  #nextSerial = 1;

  constructor(knowledge: Knowledge, overlay: Overlay, options: WatchOptions) {
    this.#knowledge = knowledge;
    this.#overlay = overlay;
    this.#options = options;
  }

  /** Rows that went stay for `hold` milliseconds. */
  advance(look: Look, hold: number): Shown {
    const { changes, snapshot } = look;
    const { table, takenAt } = snapshot;
    const now = takenAt.getTime();
    const before = this.#shown;
    const fresh = before === null ? [] : this.#goneRows(before, look, now);
    const serials = new Float64Array(table.length);
    const openedAt = new Float64Array(table.length);
    const changedAt = new Float64Array(table.length);
    for (let row = 0; row < table.length; row++) {
      const old = changes.before[row] ?? NO_ROW;
      serials[row] = old === NO_ROW || before === null ? this.#nextSerial++ : (before.serials[old] ?? 0);
      if (before === null) continue;
      openedAt[row] = old === NO_ROW ? now : (before.openedAt[old] ?? 0);
      if (old !== NO_ROW) changedAt[row] = before.changedAt[old] ?? 0;
    }
    let changed = 0;
    for (const row of changes.changed) {
      // Queues come and go all the time; a mark on them would mark everything.
      if (!this.#isWatched(look, row) || look.differences(row).every((one) => one === 'queues')) continue;
      changedAt[row] = now;
      changed++;
    }
    const kept = (before?.gone ?? []).filter(({ closedAt }) => now - closedAt < hold);
    this.#shown = {
      view: new SocketView(snapshot, this.#knowledge, this.#overlay),
      serials,
      openedAt,
      changedAt,
      gone: [...kept, ...fresh].slice(-MOST_GONE),
      opened: before === null ? 0 : changes.opened.filter((row) => this.#isWatched(look, row)).length,
      closed: before === null ? 0 : this.#closedRows(look).length,
      changed,
    };
    return this.#shown;
  }

  #isWatched({ snapshot }: Look, row: number): boolean {
    return isWatched(this.#options, snapshot.table, row);
  }

  #closedRows({ changes, previous }: Look): number[] {
    return previous === null ? [] : changes.closed.filter((row) => isWatched(this.#options, previous.table, row));
  }

  #goneRows({ view, serials }: Shown, look: Look, now: number): GoneRow[] {
    const columns = socketColumns(view, this.#options.extended);
    return this.#closedRows(look)
      .slice(-MOST_GONE)
      .map((row) => ({
        serial: serials[row] ?? 0,
        closedAt: now,
        cells: columns.map((column) => column.cell(row)),
        row: view.rowAt(row),
      }));
  }
}
