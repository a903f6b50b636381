import type { Output } from '../../output.ts';

/** Nobody needs to be told of what is over before they wonder. */
const QUIET_MILLISECONDS = 500;
const STEP_MILLISECONDS = 200;
const ERASE_LINE = '\r\u001b[K';

/** A line on the terminal that says how far it is, and is gone when it is done. */
export class Progress {
  readonly #output: Output;
  readonly #now: () => Date;
  readonly #isTerminal: boolean;
  #nextAt: number;
  #isShown = false;

  constructor(output: Output, isTerminal: boolean, now: () => Date) {
    this.#output = output;
    this.#isTerminal = isTerminal;
    this.#now = now;
    this.#nextAt = now().getTime() + QUIET_MILLISECONDS;
  }

  show(done: number, total: number): void {
    // The clock is asked a few times a second, not for each of 131,070 probes.
    if (!this.#isTerminal || done % 256 !== 0) return;
    const time = this.#now().getTime();
    if (time < this.#nextAt) return;
    this.#nextAt = time + STEP_MILLISECONDS;
    this.#isShown = true;
    this.#output.write(`${ERASE_LINE}probing ports: ${Math.floor((done / total) * 100)}%`);
    this.#output.flush();
  }

  clear(): void {
    if (!this.#isShown) return;
    this.#output.write(ERASE_LINE);
    this.#output.flush();
  }
}
