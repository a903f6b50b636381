import { widthOf } from '../width.ts';

/** Widths of columns that only grow while the view is the same, so that rows that come and go do not move the others. */
export class SteadyWidths {
  #view = '';
  #widths: number[] = [];

  /** The widths for these cells; another `view` begins anew. */
  grow(view: string, rows: Iterable<readonly string[]>): readonly number[] {
    if (view !== this.#view) {
      this.#view = view;
      this.#widths = [];
    }
    for (const cells of rows) {
      for (const [column, cell] of cells.entries()) {
        this.#widths[column] = Math.max(this.#widths[column] ?? 0, widthOf(cell));
      }
    }
    return this.#widths;
  }
}
