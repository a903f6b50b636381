import type { EventBatch } from '../event-batch.ts';
import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';

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

  save(writer: StateWriter): void {
    writer.number(this.late);
    writer.number(this.ahead);
    writer.number(this.#newest);
  }

  load(reader: StateReader): void {
    this.late = reader.amount();
    this.ahead = reader.amount();
    this.#newest = reader.number();
  }

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
