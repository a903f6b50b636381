import type { EventBatch } from '../event-batch.ts';

/** Events that are behind the newest one by more than so many seconds are late. */
const LATE = 120;

/**
 * Counts the events that come late: buffered somewhere, or from a sender whose clock is wrong. They are analysed as any
 * other; whoever reads the report must know that rates and rhythms of them say little.
 */
export class Lateness {
  late = 0;
  /** Events from further ahead than a clock may be wrong: they do not make the others late. */
  ahead = 0;
  #newest = Number.NEGATIVE_INFINITY;

  /** `now`: seconds since 1970. */
  take({ time, length }: EventBatch, now: number): void {
    for (let row = 0; row < length; row++) {
      const at = time[row] ?? Number.NaN;
      if (at > now + LATE) this.ahead++;
      else if (at > this.#newest) this.#newest = at;
      else if (at < this.#newest - LATE) this.late++;
    }
  }
}
