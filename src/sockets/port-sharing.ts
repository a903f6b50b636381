import type { SocketTable } from './socket-table.ts';

/**
 * How many sockets listen on exactly the same address and port: with SO_REUSEPORT (socket(7)) the kernel deals
 * connections out among them, one for each worker.
 */
export class PortSharing {
  readonly #counts = new Map<string, number>();
  readonly #table: SocketTable;

  constructor(table: SocketTable) {
    this.#table = table;
    for (let row = 0; row < table.length; row++) {
      if (!table.isListening(row)) continue;
      const key = this.#key(row);
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    }
  }

  /** At least 1 for a socket that listens; null for any other. */
  socketsOn(row: number): number | null {
    return this.#table.isListening(row) ? (this.#counts.get(this.#key(row)) ?? 1) : null;
  }

  #key(row: number): string {
    const table = this.#table;
    return `${table.kind(row)} ${table.local(row).join(' ')} ${table.localPort(row)}`;
  }
}
