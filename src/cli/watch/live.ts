import { setTimeout as sleep } from 'node:timers/promises';
import type { Snapshot } from '../../sockets/snapshot.ts';
import type { SocketRow } from '../../sockets/socket-row.ts';
import { Pace } from '../../sockets/watch/pace.ts';
import { socketColumns } from '../commands/sockets/columns.ts';
import type { Context } from '../context.ts';
import { describeGaps } from '../../sockets/gaps.ts';
import { arrange, goneAt, type Arranged } from './arrange.ts';
import { drawScreen, paneRows, tableRows } from './draw.ts';
import type { Key } from './keys.ts';
import { LiveRows, type Shown } from './live-rows.ts';
import { FIRST_STATE, press, settle, type ScreenState } from './model.ts';
import { explainLines, helpLines, killLines } from './panes.ts';
import { formatSeconds, type StreamEdge, type Watched } from './stream.ts';
import { SteadyWidths } from './steady-widths.ts';
import { Terminal } from './terminal.ts';

/** How long marks stay: long enough to be read. */
const HOLD_MILLISECONDS = 5000;

/** The live screen, until somebody quits or the looks are done. */
export async function showLive(watched: Watched, edge: StreamEdge, context: Context): Promise<Snapshot> {
  const live = new Live(watched, context);
  try {
    return await live.run(edge);
  } finally {
    live.close();
  }
}

class Live {
  readonly #watched: Watched;
  readonly #context: Context;
  readonly #rows: LiveRows;
  readonly #pace: Pace;
  readonly #terminal: Terminal;
  readonly #widths = new SteadyWidths();
  readonly #stop = new AbortController();
  #failure: { readonly error: unknown } | null = null;
  #state: ScreenState = FIRST_STATE;
  /** The latest look, and the one on the screen, which is older when it is frozen. */
  #latest: Shown | null = null;
  #shown: Shown | null = null;
  #arranged: Arranged = { rows: new Float64Array(0), serials: new Float64Array(0), there: 0 };

  constructor(watched: Watched, context: Context) {
    this.#watched = watched;
    this.#context = context;
    this.#rows = new LiveRows(watched.knowledge, watched.overlay, watched.options);
    this.#pace = new Pace(watched.options.interval);
    this.#terminal = new Terminal(context.stdout, {
      key: (key) => this.#press(key),
      redraw: () => this.#draw(),
      gone: () => this.#stop.abort(),
      failed: (error) => this.#fail(error),
    });
  }

  async run({ cpu, monotonic }: StreamEdge): Promise<Snapshot> {
    const { watch, options } = this.#watched;
    for (;;) {
      const [begin, beginCpu] = [monotonic(), cpu()];
      const look = watch.look();
      this.#latest = this.#rows.advance(look, this.#hold);
      if (!this.#state.frozen) this.#shown = this.#latest;
      this.#draw();
      this.#pace.note(cpu() - beginCpu - look.walkMilliseconds);
      if (look.number >= options.count) return look.snapshot;
      await this.#pause(begin + this.#pace.interval - monotonic());
      if (this.#failure !== null) throw this.#failure.error;
      if (this.#stop.signal.aborted) return look.snapshot;
    }
  }

  close(): void {
    this.#terminal.close();
  }

  /** Ends early when somebody quits. */
  async #pause(milliseconds: number): Promise<void> {
    try {
      await sleep(Math.max(0, milliseconds), undefined, { signal: this.#stop.signal });
    } catch (error) {
      if (!this.#stop.signal.aborted) throw error;
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#stop.abort();
  }

  get #hold(): number {
    return Math.max(HOLD_MILLISECONDS, 1.5 * this.#pace.interval);
  }

  #press(key: Key): void {
    const { size } = this.#terminal;
    const lines = this.#paneLines().length;
    const { state, effect } = press(this.#state, key, {
      rows: this.#arranged.serials,
      page: tableRows(size, lines),
      pane: { lines, page: Math.max(0, paneRows(size.rows, lines) - 1) },
    });
    const wasFrozen = this.#state.frozen;
    this.#state = state;
    if (wasFrozen && !state.frozen) this.#shown = this.#latest;
    switch (effect) {
      case 'quit':
        this.#stop.abort();
        return;
      case 'interrupt':
        this.#terminal.end('SIGINT');
        return;
      case 'suspend':
        this.#terminal.suspend();
        return;
      case 'redraw':
        this.#terminal.forget();
        break;
      case null:
    }
    this.#draw();
  }

  #draw(): void {
    const shown = this.#shown;
    if (shown === null) return;
    const { options } = this.#watched;
    const columns = socketColumns(shown.view, options.extended);
    this.#arranged = arrange(
      shown,
      { ...this.#state, filter: this.#state.typing ?? this.#state.filter },
      columns,
      options,
    );
    this.#state = settle(this.#state, this.#arranged.serials);
    const now = this.#state.frozen ? shown.view.snapshot.takenAt : this.#context.now();
    const lines = drawScreen(
      {
        shown,
        arranged: this.#arranged,
        columns,
        widths: this.#widths,
        state: this.#state,
        pane: this.#paneLines(),
        pace: `each ${formatSeconds(this.#pace.interval)}`,
        notice: this.#notice(shown),
        now: now.getTime(),
        hold: this.#hold,
      },
      this.#terminal.size,
      this.#context.style,
    );
    this.#terminal.show(lines);
  }

  #notice(shown: Shown): string {
    const slow = this.#pace.isSlowed
      ? [
          `a look costs ${Math.round(this.#pace.cost)} ms of CPU, so not each ${formatSeconds(this.#watched.options.interval)}`,
        ]
      : [];
    return [...slow, ...describeGaps(shown.view.snapshot)].join('; ');
  }

  #paneLines(): string[] {
    const { pane } = this.#state;
    if (pane === null) return [];
    const width = this.#terminal.size.columns;
    if (pane.kind === 'help') return helpLines(width);
    const row = this.#rowOf(pane.serial);
    if (row === null) return ['the socket is gone'];
    return pane.kind === 'kill' ? killLines(row, width) : explainLines(row, this.#watched, width, this.#context);
  }

  #rowOf(serial: number): SocketRow | null {
    const shown = this.#shown;
    if (shown === null) return null;
    const { rows, serials } = this.#arranged;
    const at = rows[serials.indexOf(serial)];
    if (at === undefined) return null;
    return goneAt(shown, at)?.row ?? shown.view.rowAt(at);
  }
}
