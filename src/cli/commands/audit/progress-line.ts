import type { ProbeProgress } from '../../../audit/probing/plan.ts';
import type { Context } from '../../context.ts';

const ERASE_LINE = '\r\u001b[K';
/** Nobody needs to be told of what is over before they wonder. */
const QUIET_MILLISECONDS = 500;
const DEFAULT_WIDTH = 80;

/** How far it is: on the terminal of standard error, and to the process that started this one as a part of itself (`serve`). */
export class ProgressLine {
  readonly #context: Context;
  readonly #since: number;
  #isShown = false;

  constructor(context: Context) {
    this.#context = context;
    this.#since = context.now().getTime();
  }

  show(progress: ProbeProgress): void {
    process.send?.(progressText(progress));
    if (!process.stderr.isTTY || this.#context.now().getTime() - this.#since < QUIET_MILLISECONDS) return;
    this.#isShown = true;
    // A line that is broken could not be taken back, and the cursor stands behind it.
    this.#write(ERASE_LINE + progressText(progress).slice(0, (process.stderr.columns || DEFAULT_WIDTH) - 1));
  }

  clear(): void {
    if (this.#isShown) this.#write(ERASE_LINE);
    this.#isShown = false;
  }

  #write(text: string): void {
    this.#context.stderr.write(text);
    this.#context.stderr.flush();
  }
}

/** `asked 12,800 of 131,070 ports, 3 open, about 40 s to go`; at the end, that what answers is looked at. */
export function progressText({ done, total, open, secondsLeft }: ProbeProgress): string {
  const number = (value: number): string => value.toLocaleString('en-US');
  const asked = `asked ${number(done)} of ${number(total)} ports, ${number(open)} open`;
  if (done === total) return `asked all ${number(total)} ports, ${number(open)} open; looking at what answers`;
  if (secondsLeft === null) return asked;
  const seconds = Math.max(Math.ceil(secondsLeft), 1);
  return `${asked}, about ${seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`} to go`;
}
