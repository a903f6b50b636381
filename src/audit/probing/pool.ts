/** Runs tasks, so many at a time of one key (a host) and so many at all, in the order they came. */
export class TaskPool {
  readonly #perKey: number;
  readonly #all: number;
  readonly #waiting: { readonly key: string; readonly task: () => Promise<void> }[] = [];
  readonly #running = new Map<string, number>();
  #count = 0;
  #failure: unknown = null;
  #idle: (() => void) | null = null;

  constructor(perKey: number, all: number) {
    this.#perKey = perKey;
    this.#all = all;
  }

  add(key: string, task: () => Promise<void>): void {
    this.#waiting.push({ key, task });
    this.#next();
  }

  /** Resolves when nothing is left to do; rejects with the first failure. */
  async done(): Promise<void> {
    while (this.#count > 0 || this.#waiting.length > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    if (this.#failure !== null) throw this.#failure;
  }

  #next(): void {
    for (let at = 0; at < this.#waiting.length && this.#count < this.#all; at++) {
      const next = this.#waiting[at];
      if (next === undefined || (this.#running.get(next.key) ?? 0) >= this.#perKey) continue;
      this.#waiting.splice(at--, 1);
      void this.#run(next.key, next.task);
    }
  }

  async #run(key: string, task: () => Promise<void>): Promise<void> {
    this.#count++;
    this.#running.set(key, (this.#running.get(key) ?? 0) + 1);
    try {
      await task();
    } catch (error) {
      this.#failure ??= error;
    }
    this.#count--;
    this.#running.set(key, (this.#running.get(key) ?? 1) - 1);
    this.#next();
    if (this.#count === 0 && this.#waiting.length === 0) this.#idle?.();
  }
}
