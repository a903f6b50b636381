import { useEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren, VNode } from 'preact';

/** Rows beyond the visible ones, so that scrolling shows no holes. */
const MORE = 8;
/** Room for the heading and the frame, pixels. */
const HEAD = 36;

/** A column: its heading, and the class of its cells, by which the style sheet leaves it out where there is no room. */
export interface Column {
  readonly name: string;
  readonly at: string;
}

interface Props {
  /** What the list is of, for a screen reader. */
  readonly label: string;
  readonly count: number;
  /** Pixels; all rows are of one height, or nothing could be left out. */
  readonly rowHeight: number;
  readonly columns: readonly Column[];
  /** Names the widths of the columns: a class of the style sheet. */
  readonly layout: string;
  /** The row that the keyboard is on; null before it came in. */
  readonly active: number | null;
  readonly setActive: (row: number) => void;
  readonly open: (row: number) => void;
  /** Cells of a row. */
  readonly render: (row: number) => ComponentChildren;
  readonly rowClass?: (row: number) => string;
}

/** A table of any length of which only the rows in sight exist. */
export function WindowList(props: Props): VNode {
  const { label, count, rowHeight, columns, layout, active, setActive, open, render, rowClass } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [first, setFirst] = useState(0);
  const [visible, setVisible] = useState(40);
  useEffect(() => {
    const box = frame.current;
    if (box === null) return;
    const measure = new ResizeObserver(() => {
      setVisible(Math.ceil(box.clientHeight / rowHeight));
    });
    measure.observe(box);
    return () => {
      measure.disconnect();
    };
  }, [rowHeight]);
  useEffect(() => {
    const box = frame.current;
    if (box === null || active === null) return;
    const head = box.querySelector('.window-head')?.clientHeight ?? 0;
    const top = active * rowHeight;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + rowHeight + head > box.scrollTop + box.clientHeight) {
      box.scrollTop = top + rowHeight + head - box.clientHeight;
    }
  }, [active, rowHeight]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || count === 0) return;
    const at = active ?? -1;
    const page = Math.max(1, visible - 2);
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[event.key];
    if (event.key === 'Enter' && active !== null && event.target === frame.current) open(active);
    else if (event.key === 'Home') setActive(0);
    else if (event.key === 'End') setActive(count - 1);
    else if (step !== undefined) setActive(Math.min(count - 1, Math.max(0, at + step)));
    else return;
    event.preventDefault();
  };
  const from = Math.max(0, Math.min(first, count - visible) - MORE);
  const to = Math.min(count, first + visible + MORE);
  const id = (row: number): string => `${layout}-${row}`;
  const isActiveThere = active !== null && active >= from && active < to;
  return (
    <div
      ref={frame}
      class={`window ${layout}`}
      role="grid"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-colcount={columns.length}
      aria-activedescendant={isActiveThere ? id(active) : undefined}
      tabIndex={0}
      style={{ maxHeight: `${count * rowHeight + HEAD}px` }}
      onScroll={({ currentTarget }) => {
        setFirst(Math.floor(currentTarget.scrollTop / rowHeight));
      }}
      onKeyDown={onKeyDown}
      onFocus={({ target, currentTarget }) => {
        if (target === currentTarget && active === null && count > 0) setActive(0);
      }}
    >
      <div class="window-head" role="row" aria-rowindex={1}>
        {columns.map(({ name, at }) => (
          <span key={name} role="columnheader" class={at}>
            {name}
          </span>
        ))}
      </div>
      <div role="rowgroup" class="window-body" style={{ height: `${count * rowHeight}px` }}>
        {Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at).map((row) => (
          <div
            key={row}
            id={id(row)}
            role="row"
            aria-rowindex={row + 2}
            aria-selected={row === active}
            class={`window-row ${row === active ? 'is-active' : ''} ${rowClass?.(row) ?? ''}`}
            style={{ top: `${row * rowHeight}px`, height: `${rowHeight}px` }}
            onClick={() => {
              setActive(row);
            }}
            onDblClick={() => {
              open(row);
            }}
          >
            {render(row)}
          </div>
        ))}
      </div>
    </div>
  );
}
