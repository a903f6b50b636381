import { Drain } from './drain.ts';
import type { Sink } from './sink.ts';
import type { Spool } from './spool/spool.ts';
import { pause } from './spool/spool-writer.ts';

const LOOK_MS = 20;

/** What is known of a spool and its delivery at a moment; counts are since the start. */
export interface DeliveryStatus {
  /** Where to. */
  readonly sink: string;
  /** Rows that the sink took; rows that it had already. */
  readonly delivered: number;
  readonly duplicates: number;
  /** Messages that were set aside. */
  readonly refused: number;
  readonly spoolBytes: number;
  /** Seconds for which the oldest message has been waiting. */
  readonly oldestSeconds: number;
  /** What keeps messages from being written or delivered; null where nothing does. */
  readonly trouble: string | null;
}

/** A spool that is delivered as long as it is open. */
export class DeliveredSpool {
  readonly spool: Spool;
  readonly #sink: Sink;
  readonly #drain: Drain;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  /** What ended the delivery, which nothing should. */
  #failure: unknown = null;

  constructor(spool: Spool, sink: Sink) {
    this.spool = spool;
    this.#sink = sink;
    this.#drain = new Drain(spool, sink);
    this.#running = this.#drain.run(this.#stop.signal).catch((error: unknown) => {
      this.#failure = error;
    });
  }

  get status(): DeliveryStatus {
    const { delivered, duplicates, refused } = this.#drain.counts;
    const { bytes, oldestSeconds, trouble } = this.spool;
    return {
      sink: this.#sink.name,
      delivered,
      duplicates,
      refused,
      spoolBytes: this.spool.isEmpty ? 0 : bytes,
      oldestSeconds,
      trouble: trouble ?? this.#drain.trouble,
    };
  }

  /** The message that was set aside last, and why; null where none was. */
  get lastRefusal(): string | null {
    return this.#drain.lastRefusal;
  }

  /** Waits until all that is written is delivered; false where the signal came first. Rejects with what ended the delivery. */
  async finish(signal: AbortSignal): Promise<boolean> {
    while (!this.spool.isEmpty) {
      if (this.#failure !== null) throw this.#failure;
      if (signal.aborted) return false;
      await pause(LOOK_MS, signal);
    }
    return true;
  }

  /** What is not delivered stays in the spool. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.spool.close();
    await this.#sink.close();
    if (this.#failure !== null) throw this.#failure;
  }
}
