import type { DuckDBConnection } from '@duckdb/node-api';

/**
 * Connections for reading, each for one statement at a time. Node's pool has four threads, which files and names need too; so
 * there are few.
 */
export class Readers {
  readonly #idle: DuckDBConnection[];
  readonly #waiting: ((connection: DuckDBConnection) => void)[] = [];
  readonly #reading = new Set<Promise<unknown>>();

  constructor(connections: readonly DuckDBConnection[]) {
    this.#idle = [...connections];
  }

  /** Lends a connection for as long as the action takes, in the order in which it is asked for. */
  async lend<Result>(action: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> {
    const connection =
      this.#idle.pop() ?? (await new Promise<DuckDBConnection>((resolve) => this.#waiting.push(resolve)));
    const done = action(connection);
    this.#reading.add(done);
    try {
      return await done;
    } finally {
      this.#reading.delete(done);
      const next = this.#waiting.shift();
      if (next === undefined) this.#idle.push(connection);
      else next(connection);
    }
  }

  /** When all that reads now has ended; who begins later is not waited for. */
  async ended(): Promise<void> {
    await Promise.allSettled(this.#reading);
  }
}
