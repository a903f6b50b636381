/** Milliseconds. */
const FIRST = 1000;
const MOST = 1000;

/**
 * How long an answer of a host is waited for, learnt from the answers that came: the smoothed round trip and four times its
 * variation, as TCP does it for its own retransmissions (RFC 6298 section 2, alpha 1/8, beta 1/4).
 */
export class AdaptiveTimeout {
  readonly #floor: number;
  #smoothed = Number.NaN;
  #variation = 0;
  #value = FIRST;

  /** `floor`: the least it becomes, milliseconds; at most 1,000. */
  constructor(floor: number) {
    this.#floor = floor;
  }

  /** Milliseconds, from the floor to 1,000; 1,000 before the first answer. */
  get value(): number {
    return this.#value;
  }

  /** Takes in what one answer took. Answers to repeated tries are told apart by their own socket, so Karn's rule needs no care. */
  learn(milliseconds: number): void {
    const sample = Math.max(milliseconds, 0);
    if (Number.isNaN(this.#smoothed)) {
      this.#smoothed = sample;
      this.#variation = sample / 2;
    } else {
      this.#variation += (Math.abs(this.#smoothed - sample) - this.#variation) / 4;
      this.#smoothed += (sample - this.#smoothed) / 8;
    }
    this.#value = Math.min(Math.max(this.#smoothed + 4 * this.#variation, this.#floor), MOST);
  }
}
