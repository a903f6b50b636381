import { StoreError, StorePackageMissing, type Store } from '../../store/store.ts';

/** How long a store that answers may take for the smallest question, in milliseconds. */
const PATIENCE_MS = 10_000;

/**
 * Has the store open, and opens it again where it is broken for good: a DuckDB that could not finish a checkpoint refuses everything
 * from then on. What it had acknowledged is in its log, and comes back.
 */
export class StoreKeeper {
  readonly engine: Store['engine'];
  readonly #open: () => Promise<Store>;
  readonly #tell: (message: string) => void;
  #store: Store | null;
  /** Settles when the store is open, or is not and will not be by itself; never rejects. */
  #opening: Promise<void> | null = null;
  #absence: string | null = null;

  /** `open` opens the store, also for a second time; `tell` hears what happens to it. `store`: where it is open already. */
  constructor(
    engine: Store['engine'],
    open: () => Promise<Store>,
    tell: (message: string) => void,
    store: Store | null = null,
  ) {
    this.engine = engine;
    this.#open = open;
    this.#tell = tell;
    this.#store = store;
  }

  /** Throws StoreError while it is not open. */
  get store(): Store {
    if (this.#store === null) throw new StoreError(this.#absence ?? 'the store is being opened; try again in a moment');
    return this.#store;
  }

  /** Why there is no store and will be none: its package is not installed. Null where that is not so. */
  get absence(): string | null {
    return this.#absence;
  }

  /** Opens it for the first time. Throws StoreError. */
  async begin(): Promise<void> {
    const opened = this.#openFirst();
    this.#opening = opened.catch(() => undefined);
    await this.#opening;
    this.#opening = null;
    await opened;
  }

  /** Resolves when it is not being opened just now. */
  async settled(): Promise<void> {
    await this.#opening;
  }

  /** Looks whether the store answers still, after it failed to do something, and opens it again where it does not. */
  async check(): Promise<void> {
    if (this.#absence !== null) return;
    this.#opening ??= this.#mend().finally(() => (this.#opening = null));
    await this.#opening;
  }

  async close(): Promise<void> {
    await this.#opening;
    await this.#store?.close();
    this.#store = null;
  }

  async #openFirst(): Promise<void> {
    try {
      this.#store = await this.#open();
    } catch (error) {
      if (error instanceof StorePackageMissing) this.#absence = error.message;
      throw error;
    }
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
