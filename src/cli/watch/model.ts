import type { Key } from './keys.ts';

const SORTS = ['port', 'process', 'state', 'newest'] as const;
export type Sort = (typeof SORTS)[number];

/** What the lower part of the screen shows; `serial` is the row it is about. */
export type Pane =
  | { readonly kind: 'help' }
  | { readonly kind: 'explain'; readonly serial: number }
  | { readonly kind: 'kill'; readonly serial: number };

/** All that keys change. Rows are named by serial numbers, which they keep from look to look. */
export interface ScreenState {
  readonly sort: Sort;
  /** What rows must match; empty for all. */
  readonly filter: string;
  /** The filter being typed; null when none is. */
  readonly typing: string | null;
  readonly listeningOnly: boolean;
  readonly frozen: boolean;
  /** Null before the first key: the first row. */
  readonly selected: number | null;
  /** Where the selected row stood last: whoever follows it there is selected when it goes. */
  readonly place: number;
  readonly pane: Pane | null;
  /** First line of the pane that is shown. */
  readonly paneTop: number;
}

export const FIRST_STATE: ScreenState = {
  sort: 'port',
  filter: '',
  typing: null,
  listeningOnly: false,
  frozen: false,
  selected: null,
  place: 0,
  pane: null,
  paneTop: 0,
};

/** What a key asks of the program besides another state. */
export type Effect = 'quit' | 'interrupt' | 'suspend' | 'redraw' | null;

/** What stands on the screen while a key is pressed. */
export interface Situation {
  /** Serial numbers of the rows that match, in order. */
  readonly rows: ArrayLike<number>;
  /** Rows that fit. */
  readonly page: number;
  /** Lines of the open pane, and how many of them fit. */
  readonly pane: { readonly lines: number; readonly page: number };
}

export interface Pressed {
  readonly state: ScreenState;
  readonly effect: Effect;
}

export function press(state: ScreenState, key: Key, situation: Situation): Pressed {
  if (key.name === 'interrupt' || key.name === 'suspend' || key.name === 'redraw') return { state, effect: key.name };
  if (state.typing !== null) return { state: type(state, state.typing, key), effect: null };
  if (key.name === 'character' && (key.text === 'q' || key.text === 'Q')) return { state, effect: 'quit' };
  return { state: command(state, key, situation), effect: null };
}

/** Index of the selected row, or of the one that stands in its place now. */
export function selectedIndex({ selected, place }: ScreenState, rows: ArrayLike<number>): number {
  if (selected !== null) for (let index = 0; index < rows.length; index++) if (rows[index] === selected) return index;
  return Math.max(0, Math.min(place, rows.length - 1));
}

/** The state with other rows on the screen. */
export function settle(state: ScreenState, rows: ArrayLike<number>): ScreenState {
  if (state.selected === null || rows.length === 0) return state;
  const place = selectedIndex(state, rows);
  return { ...state, place, selected: rows[place] ?? state.selected };
}

function type(state: ScreenState, typing: string, key: Key): ScreenState {
  switch (key.name) {
    case 'character':
      return { ...state, typing: typing + key.text };
    case 'backspace':
      // One more takes back the wish to filter.
      return { ...state, typing: typing === '' ? null : [...typing].slice(0, -1).join('') };
    case 'clear':
      return { ...state, typing: '' };
    case 'enter':
      return { ...state, typing: null, filter: typing.trim() };
    case 'escape':
      return { ...state, typing: null };
    default:
      return state;
  }
}

function command(state: ScreenState, key: Key, situation: Situation): ScreenState {
  switch (key.name) {
    case 'up':
      return move(state, situation, -1);
    case 'down':
      return move(state, situation, 1);
    case 'page-up':
      return page(state, situation, -1);
    case 'page-down':
      return page(state, situation, 1);
    case 'home':
      return move(state, situation, Number.NEGATIVE_INFINITY);
    case 'end':
      return move(state, situation, Number.POSITIVE_INFINITY);
    case 'enter':
      return toggleRowPane(state, situation, 'explain');
    case 'escape':
      // From the inside out: first the pane, then the filter.
      return state.pane === null ? { ...state, filter: '' } : { ...state, pane: null };
    case 'character':
      return commandByLetter(state, key.text, situation);
    default:
      return state;
  }
}

function commandByLetter(state: ScreenState, letter: string, situation: Situation): ScreenState {
  switch (letter) {
    case 'j':
      return move(state, situation, 1);
    case 'k':
      return move(state, situation, -1);
    case 'g':
      return move(state, situation, Number.NEGATIVE_INFINITY);
    case 'G':
      return move(state, situation, Number.POSITIVE_INFINITY);
    case '/':
      return { ...state, typing: state.filter };
    case 's':
      return { ...state, sort: SORTS[(SORTS.indexOf(state.sort) + 1) % SORTS.length] ?? 'port' };
    case ' ':
      return { ...state, frozen: !state.frozen };
    case 'l':
      return { ...state, listeningOnly: !state.listeningOnly };
    case 'e':
      return toggleRowPane(state, situation, 'explain');
    case 'K':
      return toggleRowPane(state, situation, 'kill');
    case '?':
    case 'h':
      return { ...state, pane: state.pane?.kind === 'help' ? null : { kind: 'help' }, paneTop: 0 };
    default:
      return state;
  }
}

function move(state: ScreenState, { rows }: Situation, by: number): ScreenState {
  const index = Math.max(0, Math.min(rows.length - 1, selectedIndex(state, rows) + by));
  const selected = rows[index] ?? null;
  // A pane about a row follows the cursor.
  const pane =
    state.pane === null || state.pane.kind === 'help' || selected === null
      ? state.pane
      : { ...state.pane, serial: selected };
  return { ...state, selected, place: index, pane, paneTop: selected === state.selected ? state.paneTop : 0 };
}

/** While a pane is open these keys turn its pages: the rows have the arrows. */
function page(state: ScreenState, situation: Situation, direction: 1 | -1): ScreenState {
  if (state.pane === null) return move(state, situation, direction * Math.max(1, situation.page - 1));
  const { lines, page: fitting } = situation.pane;
  const moved = state.paneTop + direction * Math.max(1, fitting - 1);
  return { ...state, paneTop: Math.max(0, Math.min(moved, lines - fitting)) };
}

function toggleRowPane(state: ScreenState, { rows }: Situation, kind: 'explain' | 'kill'): ScreenState {
  const serial = rows[selectedIndex(state, rows)];
  if (serial === undefined) return state;
  const isOpen = state.pane?.kind === kind && state.pane.serial === serial;
  return { ...state, selected: serial, pane: isOpen ? null : { kind, serial }, paneTop: 0 };
}
