const STEP_MS = 1000;

/** Since when messages wait, by a clock that nobody sets. One moment a second is kept, which is exact enough for an age. */
export class Waiting {
  readonly #moments: { last: number; readonly at: number }[] = [];

  /** Up to this number messages wait, and the oldest of them has waited for so many milliseconds already. */
  constructor(last = 0, milliseconds = 0) {
    if (last > 0) this.#moments.push({ last, at: performance.now() - Math.max(milliseconds, 0) });
  }

  begin(sequence: number): void {
    const now = performance.now();
    const newest = this.#moments.at(-1);
    if (newest !== undefined && now - newest.at < STEP_MS) newest.last = sequence;
    else this.#moments.push({ last: sequence, at: now });
  }

  /** All up to this number have waited long enough. */
  done(sequence: number): void {
    while ((this.#moments[0]?.last ?? Number.POSITIVE_INFINITY) <= sequence) this.#moments.shift();
  }

  /** Seconds for which the oldest has waited; 0 where none does. */
  get seconds(): number {
    const oldest = this.#moments[0];
    return oldest === undefined ? 0 : (performance.now() - oldest.at) / 1000;
  }
}
