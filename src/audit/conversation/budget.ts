/** The most that a check may do to a server; a test in the lab holds each check to it. */
export interface Budget {
  /** The whole check, connecting included. */
  readonly maxMs: number;
  /** Connections opened and datagrams sent. */
  readonly maxRounds: number;
  readonly maxBytesIn: number;
  readonly maxBytesOut: number;
}

/** A check that wanted to do more than it had declared: a fault of the check, not of the server. */
export class BudgetExceeded extends Error {
  override readonly name = 'BudgetExceeded';
}

/** Counts what a check did. */
export class Meter {
  readonly budget: Budget;
  readonly #now: () => number;
  readonly #start: number;
  rounds = 0;
  bytesIn = 0;
  bytesOut = 0;

  /** `now`: milliseconds of a clock that never goes back. */
  constructor(budget: Budget, now: () => number) {
    this.budget = budget;
    this.#now = now;
    this.#start = now();
  }

  /** Milliseconds left, at least 0. */
  get left(): number {
    return Math.max(this.budget.maxMs - (this.#now() - this.#start), 0);
  }

  /** Throws BudgetExceeded. */
  beginRound(): void {
    if (++this.rounds > this.budget.maxRounds)
      throw new BudgetExceeded(`more than ${this.budget.maxRounds} connections`);
  }

  /** Throws BudgetExceeded. */
  send(bytes: number): void {
    this.bytesOut += bytes;
    if (this.bytesOut > this.budget.maxBytesOut)
      throw new BudgetExceeded(`more than ${this.budget.maxBytesOut} bytes sent`);
  }

  /** Bytes that may still be received. */
  get roomIn(): number {
    return Math.max(this.budget.maxBytesIn - this.bytesIn, 0);
  }
}
