/** Tries of a port that stays silent. */
const TRIES = 2;
/** With evidence that packets are lost, one more. */
const TRIES_WITH_LOSS = 3;
/** A silent port is not asked again at once: what lost the first packet may be over by then. Milliseconds. */
const PAUSE = 300;

interface Retry {
  readonly port: number;
  /** Tries it has had. */
  readonly tries: number;
  readonly notBefore: number;
}

/**
 * Which port of a host is asked next. Silent ports are asked a second time; they are decided at the end only, because an
 * answer to any second try shows that packets are lost, and then a third try is fair to all of them.
 */
export class RetryQueue {
  readonly #order: Uint16Array;
  #cursor = 0;
  #retries: Retry[] = [];
  #firstRetry = 0;
  /** Ports whose probe said nothing about them: this machine had no socket. */
  readonly #again: Retry[] = [];
  readonly #held: number[];
  #hasLoss = false;

  /** `held`: ports that an earlier run already asked twice. */
  constructor(order: Uint16Array, held: readonly number[]) {
    this.#order = order;
    this.#held = [...held];
  }

  /** A port to ask now, and the tries it has had, as `port + 65,536 * tries`; 0 where none is. */
  take(now: number): number {
    const again = this.#again.pop();
    if (again !== undefined) return pack(again);
    const retry = this.#retries[this.#firstRetry];
    if (retry !== undefined && retry.notBefore <= now) {
      this.#firstRetry++;
      if (this.#firstRetry === 1024) {
        this.#retries = this.#retries.slice(1024);
        this.#firstRetry = 0;
      }
      return pack(retry);
    }
    if (this.#cursor === this.#order.length) return 0;
    return this.#order[this.#cursor++] ?? 0;
  }

  /** The probe said nothing about the port: it is asked again, and the try does not count. */
  putBack(port: number, tries: number): void {
    this.#again.push({ port, tries, notBefore: 0 });
  }

  /** A try was answered. */
  answered(tries: number): void {
    if (tries > 0) this.#hasLoss = true;
  }

  /** A try was not answered; `tries`: those it had had before. `held`: it is silent unless loss is shown; `silent`: it is. */
  unanswered(port: number, tries: number, now: number): 'again' | 'held' | 'silent' {
    const had = tries + 1;
    if (had >= TRIES_WITH_LOSS) return 'silent';
    if (had < TRIES) {
      this.#retries.push({ port, tries: had, notBefore: now + PAUSE });
      return 'again';
    }
    this.#held.push(port);
    return 'held';
  }

  /** Nothing is left to ask at present and nothing under way: takes the held ports, for a third try or as decided. */
  settle(now: number): readonly number[] {
    if (this.isWaiting) return [];
    const held = this.#held.splice(0);
    if (!this.#hasLoss) return held;
    for (const port of held) this.#retries.push({ port, tries: TRIES, notBefore: now + PAUSE });
    return [];
  }

  /** Whether ports are left to be asked, now or later. */
  get isWaiting(): boolean {
    return this.#cursor < this.#order.length || this.#firstRetry < this.#retries.length || this.#again.length > 0;
  }
}

function pack({ port, tries }: Retry): number {
  return port + 65_536 * tries;
}

/** What a silent port's state rests on. */
export function silence(tries: number): string {
  return `no answer to ${tries} tries`;
}
