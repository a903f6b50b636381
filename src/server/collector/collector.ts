import { decodeBatch, MessageError } from '../../store/batch-message.ts';
import type { Batch, Stored } from '../../store/store.ts';
import type { CollectorMetrics, Refusal } from './collector-metrics.ts';
import { faultOf } from './judge-batch.ts';
import type { MemoryBudget } from './memory-budget.ts';
import type { StoreKeeper } from './store-keeper.ts';
import { Turns } from '../../store/turns.ts';

/** A cluster takes several inserts at once; the embedded store writes what waits for it in one transaction. */
const INSERTS_AT_ONCE = { duckdb: 32, clickhouse: 4 } as const;

/** A batch that was not stored, and why. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly reason: Refusal;

  constructor(reason: Refusal, message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface CollectorParts {
  readonly keeper: StoreKeeper;
  readonly metrics: CollectorMetrics;
  readonly memory: MemoryBudget;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether there is no room left where the store is. */
  readonly isDiskFull: () => boolean;
  readonly tell: (message: string) => void;
}

/** Puts batches into the store. It keeps nothing: a batch is in the store, or it is its sender's still. */
export class Collector {
  readonly #parts: CollectorParts;
  readonly #turns: Turns;
  #underWay = 0;
  #isStopping = false;
  #whenIdle: (() => void) | null = null;

  constructor(parts: CollectorParts) {
    this.#parts = parts;
    this.#turns = new Turns(INSERTS_AT_ONCE[parts.keeper.engine]);
  }

  /**
   * Takes room for a batch of so many bytes of a sensor, lets `read` get it, and stores it. What resolves is in the store. Throws Refused, and
   * what `read` throws.
   */
  async accept(sensor: number, bytes: number, read: () => Promise<Uint8Array>, signal?: AbortSignal): Promise<Stored> {
    if (this.#isStopping) throw new Refused('stopping', 'the collector is being stopped; send this again later');
    const { memory } = this.#parts;
    const taken = memory.take(sensor, bytes);
    if (taken === 'share-full')
      throw new Refused('sensor-busy', 'this sensor has too much under way; send this again later');
    if (taken === 'all-full') throw new Refused('store-behind', 'the store is behind; send this again later');
    this.#underWay++;
    try {
      return await this.#store(sensor, judge(await read()), signal);
    } finally {
      memory.release(sensor, bytes);
      this.#underWay--;
      if (this.#underWay === 0) this.#whenIdle?.();
    }
  }

  /** Refuses what comes from now on; resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    if (this.#underWay > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve));
  }

  async #store(sensor: number, batch: Batch, signal?: AbortSignal): Promise<Stored> {
    const { keeper, metrics, now } = this.#parts;
    const started = performance.now();
    const outcome = await this.#turns.take(async () => {
      // Whoever has gone sends it again: storing it now would only be in the way of the others.
      if (signal?.aborted === true) throw new Refused('bad-request', 'the sender has gone');
      await keeper.settled();
      if (keeper.absence !== null) throw new Refused('store-down', keeper.absence);
      try {
        return await keeper.store.insert(sensor, batch);
      } catch (error) {
        throw await this.#failure(error);
      }
    });
    metrics.accepted(sensor, batch, outcome, (performance.now() - started) / 1000, now());
    return outcome;
  }

  async #failure(error: unknown): Promise<Refused> {
    const { keeper, isDiskFull, tell } = this.#parts;
    const message = error instanceof Error ? error.message : String(error);
    tell(message);
    await keeper.check();
    if (isDiskFull() || isAboutSpace(message)) {
      return new Refused('disk-full', "the disk of the collector's store is full; send this again later");
    }
    return new Refused('store-down', 'the store takes nothing just now; send this again later');
  }
}

function judge(message: Uint8Array): Batch {
  let batch: Batch;
  try {
    batch = decodeBatch(message);
  } catch (error) {
    if (error instanceof MessageError) throw new Refused('bad-batch', error.message);
    throw error;
  }
  const fault = faultOf(batch);
  if (fault !== null) throw new Refused('bad-batch', fault);
  return batch;
}

/** The engines pass on what the system says (strerror(3) of ENOSPC and EDQUOT), or their own word for it. */
function isAboutSpace(message: string): boolean {
  return /no space left|disk quota exceeded|not enough space|ENOSPC/i.test(message);
}
