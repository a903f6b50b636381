type Task = () => Promise<void>;

/** Runs tasks, so many at a time of one key (a host) and so many at all, in the order they came. */
export class TaskPool {
  readonly #perKey: number;
  readonly #all: number;
  /** By key, each in order; a key without any is not there. A host may have all its ports open: nothing is searched through. */
  readonly #waiting = new Map<string, Task[]>();
  readonly #running = new Map<string, number>();
  #count = 0;
  #failure: unknown = null;
  #idle: (() => void) | null = null;

  constructor(perKey: number, all: number) {
    this.#perKey = perKey;
    this.#all = all;
  }

  add(key: string, task: Task): void {
    const queue = this.#waiting.get(key);
    if (queue === undefined) this.#waiting.set(key, [task]);
    else queue.push(task);
    this.#fill();
  }

  /** Resolves when nothing is left to do; rejects with the first failure. */
  async done(): Promise<void> {
    while (this.#count > 0 || this.#waiting.size > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    if (this.#failure !== null) throw this.#failure;
  }

  /** At most so many keys as tasks run are full, so that it is soon found what may begin. */
  #fill(): void {
    for (const [key, queue] of this.#waiting) {
      while (this.#count < this.#all && queue.length > 0 && (this.#running.get(key) ?? 0) < this.#perKey) {
        const task = queue.shift();
        if (task !== undefined) void this.#run(key, task);
      }
      if (queue.length === 0) this.#waiting.delete(key);
      if (this.#count >= this.#all) return;
    }
  }

  async #run(key: string, task: Task): Promise<void> {
    this.#count++;
    this.#running.set(key, (this.#running.get(key) ?? 0) + 1);
    try {
      await task();
    } catch (error) {
      this.#failure ??= error;
    }
    this.#count--;
    this.#running.set(key, (this.#running.get(key) ?? 1) - 1);
    this.#fill();
    if (this.#count === 0 && this.#waiting.size === 0) this.#idle?.();
  }
}
