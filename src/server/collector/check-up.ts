import type { StoreStatistics } from '../../store/store.ts';
import type { TokenBook } from '../tokens/token-book.ts';
import type { CollectorMetrics } from './collector-metrics.ts';
import { isFull, type DiskRoom } from './disk-room.ts';
import { judgeHealth, type Health } from './health.ts';
import type { StoreKeeper } from './store-keeper.ts';

/** A look at the store is as good for a while: whoever asks often does not keep it busy. */
const FRESH_MS = 5_000;
/** A store that takes longer does not answer. */
const PATIENCE_MS = 10_000;

export interface CheckUpParts {
  readonly keeper: StoreKeeper;
  readonly metrics: CollectorMetrics;
  readonly tokens: TokenBook;
  readonly disk: () => DiskRoom | null;
  readonly now: () => number;
}

/** Looks at store, disk and sensors. */
export class CheckUp {
  readonly #parts: CheckUpParts;
  #statistics: Promise<StoreStatistics | null> | null = null;
  #asked = Number.NEGATIVE_INFINITY;

  constructor(parts: CheckUpParts) {
    this.#parts = parts;
  }

  async health(): Promise<Health> {
    const { keeper, disk, tokens, metrics, now } = this.#parts;
    const store = await this.statistics();
    const room = disk();
    return judgeHealth({
      store,
      storeAbsence: keeper.absence,
      disk: room,
      isDiskFull: room !== null && isFull(room),
      sensors: tokens.list.sensors,
      seen: metrics.seen,
      inputProblems: metrics.ownInputs().problems,
      now: now(),
    });
  }

  /** Of the store, some seconds old at most; null where it does not answer. */
  statistics(): Promise<StoreStatistics | null> {
    const now = performance.now();
    if (this.#statistics === null || now - this.#asked > FRESH_MS) {
      this.#asked = now;
      this.#statistics = this.#ask();
    }
    return this.#statistics;
  }

  async #ask(): Promise<StoreStatistics | null> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS, null);
    });
    try {
      return await Promise.race([this.#parts.keeper.store.statistics(), late]);
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }
}
