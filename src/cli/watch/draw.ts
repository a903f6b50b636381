import type { Style } from '../style.ts';
import { alignedTable, type Column } from '../table.ts';
import { cut, padEnd } from '../width.ts';
import { goneAt, type Arranged } from './arrange.ts';
import type { Shown } from './live-rows.ts';
import { keyHints } from './key-hints.ts';
import { selectedIndex, type ScreenState } from './model.ts';
import type { SteadyWidths } from './steady-widths.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** All that stands on a screen. */
export interface Screen {
  readonly shown: Shown;
  readonly arranged: Arranged;
  readonly columns: readonly Column<number>[];
  /** Kept from one drawing to the next. */
  readonly widths: SteadyWidths;
  readonly state: ScreenState;
  /** Lines of the open pane, already broken to the width; empty when there is none. */
  readonly pane: readonly string[];
  /** `each 1 s`. */
  readonly pace: string;
  /** What could not be seen, or why the looks are slow; empty when nothing. */
  readonly notice: string;
  /** Time that marks are judged by, in milliseconds since the epoch. */
  readonly now: number;
  /** How long marks stay, in milliseconds. */
  readonly hold: number;
}

/** Title, status, heading of the table, keys. */
const FRAME_LINES = 4;
/** Rows of the table that stay in sight above a pane. */
const LEAST_TABLE_ROWS = 3;
const PANE_SHARE = 0.6;

/** Rows of the table that fit beside a pane of so many lines. */
export function tableRows({ rows }: Size, paneLines: number): number {
  return Math.max(1, rows - FRAME_LINES - paneRows(rows, paneLines));
}

/** Lines of the screen that a pane takes, its heading rule included. */
export function paneRows(rows: number, paneLines: number): number {
  if (paneLines === 0) return 0;
  const most = Math.min(Math.floor(rows * PANE_SHARE), rows - FRAME_LINES - LEAST_TABLE_ROWS);
  return Math.max(0, Math.min(paneLines + 1, most));
}

/** The lines of the screen, each no wider than it is, as many as it has at most. */
export function drawScreen(screen: Screen, size: Size, style: Style): string[] {
  const { state } = screen;
  const lines = [
    style.strong(cut(titleOf(screen), size.columns)),
    statusOf(screen, size.columns, style),
    ...tableOf(screen, size, style),
  ];
  const under = paneRows(size.rows, screen.pane.length);
  const tableEnd = size.rows - 1 - under;
  while (lines.length < tableEnd) lines.push('');
  if (under > 0) {
    const top = Math.min(state.paneTop, Math.max(0, screen.pane.length - (under - 1)));
    const more = screen.pane.length - top - (under - 1);
    const hint = more > 0 ? `PgDn: ${more} more lines` : 'Esc closes';
    lines.push(
      style.dim(
        cut(
          padEnd(`--- ${hint} `, size.columns).replace(/ +$/, (blanks) => ` ${'-'.repeat(blanks.length - 1)}`),
          size.columns,
        ),
      ),
    );
    for (const line of screen.pane.slice(top, top + under - 1)) lines.push(cut(line, size.columns));
  }
  lines.push(style.dim(keyHints(state, size.columns)));
  return lines.length > size.rows ? lines.slice(0, size.rows) : lines;
}

function titleOf({ shown, arranged, pace, state }: Screen): string {
  const { table, takenAt } = shown.view.snapshot;
  const time = takenAt.toTimeString().slice(0, 'HH:MM:SS'.length);
  const counts = `+${shown.opened} -${shown.closed} ~${shown.changed}`;
  const when = state.frozen ? `FROZEN at ${time}` : `${time}  ${pace}`;
  return `${arranged.there} of ${table.length} sockets  ${counts}  ${when}`;
}

function statusOf({ state, notice }: Screen, width: number, style: Style): string {
  if (state.typing !== null) return cut(`filter: ${state.typing}_   (text, port, :port or process; Enter, Esc)`, width);
  const parts = [`sorted by ${state.sort}`];
  if (state.listeningOnly) parts.push('listening only');
  if (state.filter !== '') parts.push(`filter: ${state.filter}`);
  const status = parts.join(', ');
  return notice === '' ? style.dim(cut(status, width)) : cut(`${status}  ! ${notice}`, width);
}

interface Cells {
  readonly cells: readonly string[];
  readonly mark: string;
  readonly isSelected: boolean;
}

function tableOf(screen: Screen, size: Size, style: Style): string[] {
  const { arranged, columns, state } = screen;
  const fitting = tableRows(size, screen.pane.length);
  const selected = selectedIndex(state, arranged.serials);
  const top = topOf(selected, fitting, arranged.rows.length);
  const visible: Cells[] = [];
  for (let index = top; index < Math.min(top + fitting, arranged.rows.length); index++) {
    const at = arranged.rows[index] ?? 0;
    const cells = goneAt(screen.shown, at)?.cells ?? columns.map((column) => column.cell(at));
    visible.push({ cells, mark: markOf(screen, at), isSelected: index === selected });
  }
  const view = [state.sort, state.filter, state.typing, state.listeningOnly, top, size.columns].join('|');
  const widths = screen.widths.grow(
    view,
    visible.map(({ cells }) => cells),
  );
  const table = alignedTable<Cells>(
    [
      { title: '', cell: ({ mark, isSelected }) => `${isSelected ? '>' : ' '}${mark}` },
      ...columns.map(({ title, align, dropOrder, shrinkTo, least, lastDropOrder }, index) => ({
        title,
        atLeast: widths[index] ?? 0,
        ...(align !== undefined && { align }),
        ...(dropOrder !== undefined && { dropOrder }),
        ...(shrinkTo !== undefined && { shrinkTo }),
        ...(least !== undefined && { least }),
        ...(lastDropOrder !== undefined && { lastDropOrder }),
        cell: ({ cells }: Cells) => cells[index] ?? '',
      })),
    ],
    () => visible,
    size.columns,
    (line, row) => decorate(cut(line, size.columns), row, style),
  );
  const lines = [...table];
  if (arranged.rows.length === 0) lines.push(cut('  nothing matches', size.columns));
  return lines;
}

/**
 * The first row shown: the page the selected row is on, so that the view rests while it moves within. The last page
 * begins early enough to be full.
 */
function topOf(selected: number, fitting: number, rows: number): number {
  const page = Math.floor(selected / fitting) * fitting;
  return Math.max(0, Math.min(page, rows - fitting));
}

function markOf({ shown, now, hold }: Screen, at: number): string {
  if (goneAt(shown, at) !== null) return '-';
  if (now - (shown.openedAt[at] ?? 0) < hold) return '+';
  return now - (shown.changedAt[at] ?? 0) < hold ? '~' : ' ';
}

function decorate(line: string, row: Cells | null, style: Style): string {
  if (row === null) return style.dim(line);
  if (row.isSelected) return style.strong(line);
  if (row.mark === '+') return style.good(line);
  if (row.mark === '~') return style.warning(line);
  return row.mark === '-' ? style.dim(line) : line;
}
