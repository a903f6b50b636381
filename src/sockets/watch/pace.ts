/** Share of one core that the looks may take; walks over all processes have a share of their own (owner-tracker.ts). */
const LOOK_SHARE = 0.04;
/** How much the latest look counts in the average. */
const WEIGHT = 0.3;
/** A difference that is worth telling. */
const NOTABLE = 1.5;

/** How long from one look to the next, so that a watch stays cheap however many sockets there are. */
export class Pace {
  readonly #wanted: number;
  #average: number | null = null;
  #looks = 0;
  #told: number;

  /** The wanted interval, in milliseconds. */
  constructor(wanted: number) {
    this.#wanted = wanted;
    this.#told = wanted;
  }

  /** Takes what a look cost in CPU milliseconds. */
  note(cost: number): void {
    // The first look fills the caches and compiles the code: it says nothing of those that follow.
    if (this.#looks++ === 0) return;
    this.#average = this.#average === null ? cost : this.#average + (cost - this.#average) * WEIGHT;
  }

  /** Milliseconds from the beginning of a look to that of the next. */
  get interval(): number {
    return Math.max(this.#wanted, Math.round((this.#average ?? 0) / LOOK_SHARE));
  }

  /** CPU milliseconds of a look on the average. */
  get cost(): number {
    return this.#average ?? 0;
  }

  get isSlowed(): boolean {
    return this.interval > this.#wanted * NOTABLE;
  }

  /** Whether the interval is notably longer than when this was last true. */
  isNews(): boolean {
    const { interval } = this;
    if (interval < this.#told / NOTABLE) this.#told = Math.max(interval, this.#wanted);
    if (interval <= this.#told * NOTABLE) return false;
    this.#told = interval;
    return true;
  }
}
