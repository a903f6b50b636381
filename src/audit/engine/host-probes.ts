import { AdaptiveTimeout } from './adaptive-timeout.ts';
import type { HostLimits } from './limits.ts';
import { RetryQueue } from './retry-queue.ts';
import { TokenBucket } from './token-bucket.ts';

/** Where no probe gets a socket for so long, milliseconds, the host is given up. */
const SHORTAGE_PATIENCE = 10_000;
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 1000;
/** So many probes under way keep a host that answers at once busy; more only push each other out of the processor's cache. */
const FEW = 64;

/** A host that is asked: its queue, its limits, and how it has answered. */
export class HostProbes {
  readonly address: string;
  readonly limits: HostLimits;
  /** Whether it is this machine, which counts for no rate of the network. */
  readonly isOwn: boolean;
  readonly queue: RetryQueue;
  readonly timeout: AdaptiveTimeout;
  readonly bucket: TokenBucket;
  inFlight = 0;
  /** Ports not decided yet. */
  left: number;
  /** Why it was given up; null while it is not. */
  givenUp: string | null = null;
  #window: number;
  #reach = FEW;
  #pausedUntil = 0;
  #pause = FIRST_PAUSE;
  #shortSince: number | null = null;

  constructor(
    { address, isOwn }: { readonly address: string; readonly isOwn: boolean },
    order: Uint16Array,
    held: readonly number[],
    limits: HostLimits,
    now: number,
  ) {
    this.address = address;
    this.isOwn = isOwn;
    this.limits = limits;
    this.queue = new RetryQueue(order, held);
    this.left = order.length + held.length;
    this.timeout = new AdaptiveTimeout(limits.timeoutFloor);
    this.bucket = new TokenBucket(limits.perSecond, now);
    this.#window = limits.concurrency;
  }

  mayAsk(now: number): boolean {
    if (this.givenUp !== null || now < this.#pausedUntil) return false;
    return this.inFlight < this.#window && this.inFlight < this.#reach && this.bucket.has(now);
  }

  /** So many probes have waited for longer than one sweep: they make no work, and others may be under way beside them. */
  waiting(count: number): void {
    this.#reach = Math.max(2 * count, FEW);
  }

  /** A probe had its socket and came to an end: what was halved grows back. */
  recovered(): void {
    if (this.#shortSince === null && this.#window === this.limits.concurrency) return;
    this.#shortSince = null;
    this.#pause = FIRST_PAUSE;
    this.#window = Math.min(this.#window + 1, this.limits.concurrency);
  }

  /** The system had no socket (`code`): fewer at once, after a pause; given up where that goes on for 10 seconds. */
  short(code: string, now: number): void {
    this.#shortSince ??= now;
    if (now - this.#shortSince >= SHORTAGE_PATIENCE) {
      this.givenUp = `this machine had no socket, port or memory left for it (${code})`;
      return;
    }
    // One wave of failures is one sign, not many.
    if (now < this.#pausedUntil) return;
    this.#window = Math.max(Math.floor(this.inFlight / 2), 1);
    this.#pausedUntil = now + this.#pause;
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }
}
