import { openSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import type { Output } from '../output.ts';
import { readKeys, type Key } from './keys.ts';
import type { Size } from './draw.ts';
import { ENTER_SCREEN, LEAVE_SCREEN, paint } from './paint.ts';

/** Screens that say they have no size get one that fits nearly everywhere. */
const FALLBACK: Size = { columns: 80, rows: 24 };

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface TerminalEvents {
  readonly key: (key: Key) => void;
  /** The screen must be drawn again: it has another size, or came back. */
  readonly redraw: () => void;
  /** Nobody is there any more. */
  readonly gone: () => void;
  readonly failed: (error: unknown) => void;
}

/** The terminal: the only place that changes its modes, and puts them back however the program ends. */
export class Terminal {
  readonly #output: Output;
  readonly #input: ReadStream | null;
  readonly #events: TerminalEvents;
  readonly #undo: (() => void)[] = [];
  #frame: readonly string[] | null = null;
  #isEntered = false;

  constructor(output: Output, events: TerminalEvents) {
    this.#output = output;
    this.#input = openInput();
    this.#events = events;
    this.#listen();
    this.#enter();
  }

  get size(): Size {
    const { columns, rows } = process.stdout;
    return columns > 0 && rows > 0 ? { columns, rows } : FALLBACK;
  }

  /** Draws the lines, sending only those that are different. */
  show(lines: readonly string[]): void {
    if (!this.#isEntered) return;
    this.#output.write(paint(this.#frame, lines));
    this.#output.flush();
    this.#frame = lines;
  }

  /** The next `show` draws everything. */
  forget(): void {
    this.#frame = null;
  }

  /** Puts everything back; may be called again. */
  close(): void {
    this.#leave();
    for (const undo of this.#undo.splice(0)) undo();
    this.#input?.pause();
    if (this.#input !== process.stdin) this.#input?.destroy();
  }

  /** Gives the screen back and stops, as Ctrl-Z does, until somebody sends SIGCONT. */
  suspend(): void {
    this.#leave();
    process.kill(process.pid, 'SIGSTOP');
  }

  /** Gives the screen back and ends by the signal, so that the shell knows. */
  end(signal: NodeJS.Signals): void {
    this.close();
    process.kill(process.pid, signal);
  }

  #listen(): void {
    for (const signal of ENDING) this.#onProcess(signal, () => this.end(signal));
    this.#onProcess('SIGTSTP', () => this.suspend());
    this.#onProcess('SIGCONT', () => this.#guard(() => this.#comeBack()));
    const restore = (): void => this.#leave();
    process.on('exit', restore);
    this.#undo.push(() => process.off('exit', restore));
    const resized = (): void => this.#guard(() => this.#resize());
    process.stdout.on('resize', resized);
    this.#undo.push(() => process.stdout.off('resize', resized));
    const input = this.#input;
    if (input === null) return;
    const read = (text: string): void => this.#guard(() => readKeys(text).forEach((key) => this.#events.key(key)));
    const gone = (): void => this.#events.gone();
    input.setEncoding('utf8').on('data', read).on('end', gone).on('error', gone);
    this.#undo.push(() => input.off('data', read).off('end', gone));
  }

  #onProcess(signal: NodeJS.Signals, act: () => void): void {
    process.on(signal, act);
    this.#undo.push(() => process.off(signal, act));
  }

  /** What fails in a callback must reach those who wait, with the screen put back. */
  #guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#events.failed(error);
    }
  }

  #comeBack(): void {
    this.#enter();
    this.#events.redraw();
  }

  #resize(): void {
    this.#frame = null;
    this.#events.redraw();
  }

  #enter(): void {
    // Whoever stopped us may have changed the modes behind Node's back, so both ways.
    this.#input?.setRawMode(false);
    this.#input?.setRawMode(true);
    this.#input?.resume();
    this.#frame = null;
    this.#isEntered = true;
    this.#output.write(ENTER_SCREEN);
    this.#output.flush();
  }

  #leave(): void {
    if (!this.#isEntered) return;
    this.#isEntered = false;
    try {
      this.#input?.setRawMode(false);
      this.#output.write(LEAVE_SCREEN);
      this.#output.flush();
    } catch {
      // The terminal is gone, and with it what there was to put back.
    }
  }
}

/** Keys come from the terminal also where standard input is something else; without one there are none. */
function openInput(): ReadStream | null {
  if (process.stdin.isTTY) return process.stdin;
  try {
    return new ReadStream(openSync('/dev/tty', 'r'));
  } catch {
    return null;
  }
}
