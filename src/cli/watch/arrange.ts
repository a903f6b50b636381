import { ownersOf } from '../../sockets/snapshot.ts';
import type { Column } from '../table.ts';
import { parseFilter } from './filter.ts';
import type { GoneRow, Shown } from './live-rows.ts';
import type { ScreenState, Sort } from './model.ts';
import { isWatched, type WatchOptions } from './options.ts';

/** The rows that match, in order. A row of the table is its number; one that is gone comes behind the table's length. */
export interface Arranged {
  readonly rows: Float64Array;
  readonly serials: Float64Array;
  /** How many of them are there still. */
  readonly there: number;
}

const PORTS = 0x10000;
/** Sorted by port, those that listen come first. */
const BANDS = 2;

export function goneAt(shown: Shown, at: number): GoneRow | null {
  return shown.gone[at - shown.serials.length] ?? null;
}

/**
 * Chooses and sorts as the state says; rows alike in that stand in the order they came, so that a row keeps its place
 * when it goes.
 * `columns` are those of the table's rows: a filter looks at what they show.
 */
export function arrange(
  shown: Shown,
  state: Pick<ScreenState, 'sort' | 'filter' | 'listeningOnly'>,
  columns: readonly Column<number>[],
  options: WatchOptions,
): Arranged {
  const { table } = shown.view.snapshot;
  const total = table.length + shown.gone.length;
  const filter = parseFilter(state.filter);
  const keyOf = sortKey(shown, state.sort);
  const byAge = oldestFirst(shown);
  // One number a row that sorts by itself: the key, and the row's place by age behind it.
  const keys = new Float64Array(total);
  let count = 0;
  let there = 0;
  for (const [age, at] of byAge.entries()) {
    const gone = goneAt(shown, at);
    const listens = gone === null ? table.isListening(at) : gone.row.direction === 'listen';
    if (state.listeningOnly && !listens) continue;
    if (gone === null && !isWatched(options, table, at)) continue;
    if (filter !== null) {
      const matches = filter({
        localPort: gone === null ? table.localPort(at) : gone.row.local.port,
        remotePort: gone === null ? table.remotePort(at) : gone.row.remote.port,
        pids: () =>
          gone === null
            ? ownersOf(shown.view.snapshot, at).map(({ pid }) => pid)
            : gone.row.processes.map(({ pid }) => pid),
        text: () => (gone?.cells ?? columns.map((column) => column.cell(at))).join(' '),
      });
      if (!matches) continue;
    }
    keys[count++] = keyOf(at, gone) * total + age;
    if (gone === null) there++;
  }
  const rows = keys.subarray(0, count).sort();
  const serials = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    const at = byAge[(rows[index] ?? 0) % total] ?? 0;
    rows[index] = at;
    serials[index] = serialOf(shown, at);
  }
  return { rows, serials, there };
}

function serialOf(shown: Shown, at: number): number {
  return goneAt(shown, at)?.serial ?? shown.serials[at] ?? 0;
}

/** All rows, those that are gone too, in the order of their serial numbers. */
function oldestFirst(shown: Shown): Float64Array {
  const total = shown.serials.length + shown.gone.length;
  return Float64Array.from({ length: total }, (_, at) => serialOf(shown, at) * total + at)
    .sort()
    .map((key) => key % total);
}

type KeyOf = (at: number, gone: GoneRow | null) => number;

function sortKey(shown: Shown, sort: Sort): KeyOf {
  const { table } = shown.view.snapshot;
  const portKey: KeyOf = (at, gone) =>
    gone === null
      ? (table.isListening(at) ? 0 : PORTS) + table.localPort(at)
      : (gone.row.direction === 'listen' ? 0 : PORTS) + gone.row.local.port;
  switch (sort) {
    case 'port':
      return portKey;
    case 'newest': {
      const newest = Math.max(
        0,
        ...shown.gone.map(({ serial }) => serial),
        shown.serials.reduce((a, b) => Math.max(a, b), 0),
      );
      return (at, gone) => newest - (gone?.serial ?? shown.serials[at] ?? 0);
    }
    case 'state': {
      const rankOf = ranks(
        shown,
        (at) => table.state(at),
        (gone) => gone.row.state,
      );
      return (at, gone) => rankOf(at, gone) * PORTS * BANDS + portKey(at, gone);
    }
    case 'process': {
      const { snapshot } = shown.view;
      const nameOf = (at: number): string => {
        const pid = snapshot.owners?.firstPid(at) ?? null;
        return pid === null ? UNNAMED : (snapshot.processName(pid) ?? UNNAMED).toLowerCase();
      };
      const rankOf = ranks(shown, nameOf, (gone) => gone.row.process?.name.toLowerCase() ?? UNNAMED);
      return (at, gone) => rankOf(at, gone) * PORTS * BANDS + portKey(at, gone);
    }
  }
}

/** Behind all names. */
const UNNAMED = '\uffff';

/** Numbers words by their order, so that rows sort by numbers. */
function ranks(shown: Shown, wordOf: (at: number) => string, wordOfGone: (gone: GoneRow) => string): KeyOf {
  const words = new Set<string>(shown.gone.map(wordOfGone));
  for (let at = 0; at < shown.serials.length; at++) words.add(wordOf(at));
  const order = new Map([...words].sort().map((word, rank) => [word, rank]));
  return (at, gone) => order.get(gone === null ? wordOf(at) : wordOfGone(gone)) ?? 0;
}
