import type { SocketView } from '../sockets/socket-row.ts';
import { FindingStreaks } from './finding-streaks.ts';
import { findingBatches, findingsOfSockets } from './finding-rows.ts';
import { listenerBatches, listenersOf } from './listener-rows.ts';
import type { UnnumberedBatch } from './row-batches.ts';

/** Time that never jumps, in milliseconds from anywhere, and a way to wait; rejects when the signal is given. */
export interface Pacer {
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export interface SnapshotPlan {
  readonly everyMilliseconds: number;
  /** Reads the sockets of this machine, and judges them. */
  take(): Promise<SocketView>;
  /** Keeps the rows; the next snapshot waits for it, which is how a full spool holds it back. */
  deliver(batches: readonly UnnumberedBatch[]): Promise<void>;
  /** Told of a snapshot that could not be taken; the next one is tried at its time. */
  failed(error: unknown): void;
}

/** Counts for health figures. */
export interface SnapshotCounts {
  readonly taken: number;
  readonly failed: number;
  /** Times that passed while the one before was still being taken or kept. */
  readonly skipped: number;
}

/** Takes a snapshot now, and then at equal times: each counts from the beginning, so that they do not drift. */
export class SnapshotSource {
  readonly #plan: SnapshotPlan;
  readonly #pacer: Pacer;
  readonly #streaks = new FindingStreaks();
  #taken = 0;
  #failed = 0;
  #skipped = 0;

  constructor(plan: SnapshotPlan, pacer: Pacer) {
    if (!(plan.everyMilliseconds >= 1000)) throw new RangeError('snapshots are taken once a second at most');
    this.#plan = plan;
    this.#pacer = pacer;
  }

  get counts(): SnapshotCounts {
    return { taken: this.#taken, failed: this.#failed, skipped: this.#skipped };
  }

  /** Resolves when the signal was given and the snapshot of then is kept. Throws what `deliver` throws. */
  async run(signal: AbortSignal): Promise<void> {
    const { everyMilliseconds: every } = this.#plan;
    const start = this.#pacer.now();
    for (let turn = 0; !signal.aborted;) {
      await this.#look();
      const next = Math.floor((this.#pacer.now() - start) / every) + 1;
      this.#skipped += next - turn - 1;
      turn = next;
      const wait = start + turn * every - this.#pacer.now();
      await this.#pacer.sleep(wait, signal).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  }

  async #look(): Promise<void> {
    let batches: UnnumberedBatch[];
    try {
      const view = await this.#plan.take();
      const at = view.snapshot.takenAt.getTime();
      const findings = this.#streaks.follow(at, [...findingsOfSockets(view)]);
      batches = [...listenerBatches(at, listenersOf(view)), ...findingBatches('sockets', at, findings)];
    } catch (error) {
      this.#failed++;
      this.#plan.failed(error);
      return;
    }
    await this.#plan.deliver(batches);
    this.#taken++;
  }
}
