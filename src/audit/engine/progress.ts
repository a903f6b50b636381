import type { Progress } from './scan.ts';

/** Milliseconds between two reports. */
const INTERVAL = 250;
/** Nothing is foretold from less. */
const MIN_ELAPSED = 500;
/** Weight of the newest interval in the rate: a few seconds of memory, because system ports and silent ones differ in speed. */
const NEWEST = 0.1;

/** Says how far a scan is, not too often, and how long the rest takes at the rate of late. */
export class ProgressMeter {
  readonly #total: number;
  readonly #start: number;
  #reportedAt: number;
  #doneThen: number;
  /** Ports a millisecond. */
  #rate = Number.NaN;

  /** `done`: ports decided before, by a journal. `now`: milliseconds of a clock that never goes back. */
  constructor(total: number, done: number, now: number) {
    this.#total = total;
    this.#start = now;
    this.#reportedAt = now;
    this.#doneThen = done;
  }

  /** A report, or null where the last one was less than 250 ms ago. */
  report(done: number, open: number, now: number): Progress | null {
    const passed = now - this.#reportedAt;
    if (passed < INTERVAL) return null;
    const rate = (done - this.#doneThen) / passed;
    this.#rate = Number.isNaN(this.#rate) ? rate : this.#rate + (rate - this.#rate) * NEWEST;
    this.#reportedAt = now;
    this.#doneThen = done;
    const left = this.#total - done;
    const isEarly = now - this.#start < MIN_ELAPSED || this.#rate <= 0;
    return { done, total: this.#total, open, eta: isEarly ? null : Math.round(left / this.#rate) };
  }

  /** The report at the end, which is never too early. */
  last(done: number, open: number): Progress {
    return { done, total: this.#total, open, eta: done === this.#total ? 0 : null };
  }
}
