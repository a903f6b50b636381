import { SinkError, type Sink } from './sink.ts';
import type { Delivery } from './spool/spool-reader.ts';
import type { Spool } from './spool/spool.ts';
import { pause } from './spool/spool-writer.ts';

const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 30_000;

export interface DrainCounts {
  /** Rows that the sink took, and those it had already. */
  delivered: number;
  duplicates: number;
  /** Messages that it will never take. */
  refused: number;
}

/**
 * Takes a spool's messages to a sink, one after the other and each with the same bytes until it is taken. Only one is on its way
 * at a time, so that what is delivered is always the beginning of what was written.
 */
export class Drain {
  readonly counts: DrainCounts = { delivered: 0, duplicates: 0, refused: 0 };
  /** Why the last attempt failed; null where it did not. */
  trouble: string | null = null;
  /** Of messages that were set aside, the last one. */
  lastRefusal: string | null = null;
  readonly #spool: Spool;
  readonly #sink: Sink;
  readonly #random: () => number;

  constructor(spool: Spool, sink: Sink, random: () => number = Math.random) {
    this.#spool = spool;
    this.#sink = sink;
    this.#random = random;
  }

  /** Delivers until the signal ends it. */
  async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      const delivery = await this.#spool.next(signal);
      if (delivery === null) return;
      if (!(await this.#deliver(delivery, signal))) return;
    }
  }

  /** False where the signal came first: nobody knows then whether the sink has it, and it is sent again by the next run. */
  async #deliver(delivery: Delivery, signal: AbortSignal): Promise<boolean> {
    for (let longest = FIRST_PAUSE_MS; !signal.aborted; longest = Math.min(2 * longest, MAX_PAUSE_MS)) {
      try {
        const stored = await this.#sink.send(delivery.bytes, signal);
        this.trouble = null;
        this.counts[stored === 'stored' ? 'delivered' : 'duplicates'] += delivery.rows;
        this.#spool.delivered(delivery.sequence);
        return true;
      } catch (error) {
        if (this.#isSetAside(delivery, error)) return true;
      }
      // Half of it by chance: sensors whose collector comes back do not all knock at once.
      await pause(longest * (0.5 + this.#random() / 2), signal);
    }
    return false;
  }

  #isSetAside(delivery: Delivery, error: unknown): boolean {
    const reason = error instanceof Error ? error.message : String(error);
    this.trouble = reason;
    if (!(error instanceof SinkError) || error.isTemporary) return false;
    try {
      const path = this.#spool.refused(delivery, `${this.#sink.name} refused it: ${reason}`);
      this.lastRefusal = `${path}: ${reason}`;
      this.counts.refused++;
      this.trouble = null;
      return true;
    } catch {
      return false; // it cannot be put aside either, and stays where it is
    }
  }
}
