/** So much of a second may be sent at once after a pause: a burst no switch or log minds. */
const BURST_SECONDS = 0.1;

/** Lets through so many a second, and no more at once than come in a tenth of one. */
export class TokenBucket {
  readonly #perMillisecond: number;
  readonly #burst: number;
  #tokens: number;
  #filledAt: number;

  /** `perSecond`: more than 0; `Infinity` lets everything through. `now`: milliseconds of a clock that never goes back. */
  constructor(perSecond: number, now: number) {
    if (!(perSecond > 0)) throw new RangeError(`${perSecond} a second is no rate`);
    this.#perMillisecond = perSecond / 1000;
    this.#burst = Math.max(perSecond * BURST_SECONDS, 1);
    this.#tokens = 1;
    this.#filledAt = now;
  }

  /** Whether one may pass now. */
  has(now: number): boolean {
    if (this.#perMillisecond === Infinity) return true;
    const gained = (now - this.#filledAt) * this.#perMillisecond;
    if (gained > 0) {
      this.#tokens = Math.min(this.#tokens + gained, this.#burst);
      this.#filledAt = now;
    }
    return this.#tokens >= 1;
  }

  /** Counts one that passed, after `has` said it may. */
  take(): void {
    this.#tokens--;
  }
}
