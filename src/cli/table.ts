import { cut, padEnd, padStart, widthOf } from './width.ts';

const GUTTER = '  ';

export interface Column<Row> {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Narrow screens drop the columns with the highest number first; a column without one always stays. */
  readonly dropOrder?: number;
  /** May be cut to this width before any column is left out. */
  readonly shrinkTo?: number;
  /** May be cut to this width where leaving columns out was not enough. */
  readonly least?: number;
  /** Left out, the highest number first, where not even that was enough. */
  readonly lastDropOrder?: number;
  /** As many cells as it takes where there is room, though its texts be shorter. */
  readonly atLeast?: number;
  readonly cell: (row: Row) => string;
}

/**
 * Prints rows in aligned columns that fit a screen of `width` cells. Goes over the rows twice, first to measure, so
 * that no row is ever kept. `decorate` may colour a finished line.
 */
export function* alignedTable<Row>(
  columns: readonly Column<Row>[],
  rows: () => Iterable<Row>,
  width: number,
  decorate: (line: string, row: Row | null) => string = (line) => line,
): Generator<string> {
  const widths = columns.map((column) => Math.max(column.title.length, column.atLeast ?? 0));
  for (const row of rows()) {
    for (const [index, column] of columns.entries()) {
      const cells = widthOf(column.cell(row));
      if (cells > (widths[index] ?? 0)) widths[index] = cells;
    }
  }
  const shown = fitColumns(columns, widths, width);
  const formatLine = (textOf: (column: Column<Row>) => string): string =>
    shown
      .map(({ column, cells }) => {
        const text = cut(textOf(column), cells);
        return column.align === 'right' ? padStart(text, cells) : padEnd(text, cells);
      })
      .join(GUTTER)
      .trimEnd();
  yield decorate(
    formatLine((column) => column.title),
    null,
  );
  for (const row of rows())
    yield decorate(
      formatLine((column) => column.cell(row)),
      row,
    );
}

interface FittedColumn<Row> {
  readonly column: Column<Row>;
  cells: number;
}

/** First cuts what may be cut, then leaves out what may be left out; then both again, harder. */
function fitColumns<Row>(
  columns: readonly Column<Row>[],
  widths: readonly number[],
  width: number,
): FittedColumn<Row>[] {
  let shown = columns.map((column, index): FittedColumn<Row> => ({ column, cells: widths[index] ?? 0 }));
  shrink(shown, width, (column) => column.shrinkTo);
  shown = leaveOut(shown, width, (column) => column.dropOrder);
  shrink(shown, width, (column) => column.least);
  shown = leaveOut(shown, width, (column) => column.lastDropOrder);
  // What leaving out freed goes back to the columns that were cut.
  for (const fitted of shown) {
    const wanted = widths[columns.indexOf(fitted.column)] ?? 0;
    fitted.cells += Math.max(0, Math.min(wanted - fitted.cells, width - totalWidth(shown)));
  }
  return shown;
}

/** Leaves columns out, those with the highest order first, until the line fits or none may go. */
function leaveOut<Row>(
  columns: readonly FittedColumn<Row>[],
  width: number,
  orderOf: (column: Column<Row>) => number | undefined,
): FittedColumn<Row>[] {
  let shown = [...columns];
  while (totalWidth(shown) > width) {
    const order = ({ column }: FittedColumn<Row>): number => orderOf(column) ?? 0;
    const first = shown.reduce((worst, fitted) => (order(fitted) > order(worst) ? fitted : worst));
    if (order(first) === 0) break;
    shown = shown.filter((fitted) => fitted !== first);
  }
  return shown;
}

/** Takes from the widest column that may still give, until the line fits or none may. */
function shrink<Row>(
  shown: readonly FittedColumn<Row>[],
  width: number,
  floorOf: (column: Column<Row>) => number | undefined,
): void {
  for (let excess = totalWidth(shown) - width; excess > 0; excess = totalWidth(shown) - width) {
    const giving = shown.filter(({ column, cells }) => cells > (floorOf(column) ?? Number.POSITIVE_INFINITY));
    if (giving.length === 0) return;
    const widest = giving.reduce((best, fitted) => (fitted.cells > best.cells ? fitted : best));
    widest.cells = Math.max(floorOf(widest.column) ?? 0, widest.cells - excess);
  }
}

function totalWidth<Row>(shown: readonly FittedColumn<Row>[]): number {
  return shown.reduce((sum, { cells }) => sum + cells, (shown.length - 1) * GUTTER.length);
}
