import { StoreError, type Store } from '../../store/store.ts';

/** How long a store that answers may take for the smallest question, in milliseconds. */
const PATIENCE_MS = 10_000;

/**
 * Has the store open, and opens it again where it is broken for good: a DuckDB that could not finish a checkpoint refuses everything
 * from then on. What it had acknowledged is in its log, and comes back.
 */
export class StoreKeeper {
  readonly #open: () => Promise<Store>;
  readonly #tell: (message: string) => void;
  #store: Store | null;
  #reopening: Promise<void> | null = null;

  /** `open` opens the same place once more; `tell` hears what happens to it. */
  constructor(store: Store, open: () => Promise<Store>, tell: (message: string) => void) {
    this.#store = store;
    this.#open = open;
    this.#tell = tell;
  }

  /** Throws StoreError while the store is being opened again. */
  get store(): Store {
    if (this.#store === null) throw new StoreError('the store is being opened again; try later');
    return this.#store;
  }

  /** Looks whether the store answers still, after it failed to do something, and opens it again where it does not. */
  async check(): Promise<void> {
    this.#reopening ??= this.#mend().finally(() => (this.#reopening = null));
    await this.#reopening;
  }

  async close(): Promise<void> {
    await this.#reopening;
    await this.#store?.close();
    this.#store = null;
  }

  async #mend(): Promise<void> {
    const broken = this.#store;
    if (broken !== null) {
      // A server that is down is not mended by another connection to it.
      if (broken.engine !== 'duckdb' || (await answers(broken))) return;
      this.#tell('the store does not answer any more; it is opened again');
      this.#store = null;
      await broken.close().catch(() => undefined);
    }
    try {
      this.#store = await this.#open();
      this.#tell('the store is open again');
    } catch (error) {
      this.#tell(`the store cannot be opened again: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

async function answers(store: Store): Promise<boolean> {
  try {
    await store.ask('SELECT 1 AS one', AbortSignal.timeout(PATIENCE_MS));
    return true;
  } catch {
    return false;
  }
}
