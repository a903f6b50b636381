import type { EventBatch } from '../../event-batch.ts';

/** The beginning of a connection, of which a later line may tell the end. */
export interface OpenConnection {
  readonly time: number;
  readonly family: number;
  readonly source: number;
  readonly destination: number;
  readonly protocol: number;
  readonly sport: number;
  readonly dport: number;
  readonly marks: number;
  readonly direction: number;
  /** As far as it is known while it is open. */
  outcome: number;
  /** Of its first line. */
  readonly offset: number;
  readonly record: number;
}

const MAX_OPEN = 65_536;

/**
 * Connections that began and did not end yet. One connection is to be one event, though two lines tell of it: the event is
 * made at its end, which says more. What is still open at the end of the input, and the oldest ones where there are too
 * many, become events as they began.
 */
export class OpenConnections {
  readonly #open = new Map<string, OpenConnection>();
  readonly #limit: number;
  /** Goes on behind those that made room: a new one would pass over all their empty places each time. */
  readonly #oldest = this.#open.keys();

  constructor(limit = MAX_OPEN) {
    this.#limit = limit;
  }

  /** Whether another one had to make room, and is an event now: of that key, or the oldest. */
  begin(key: string, connection: OpenConnection, batch: EventBatch): boolean {
    const out = this.end(key) ?? (this.#open.size < this.#limit ? undefined : this.#endOldest());
    if (out !== undefined) addAsBegun(out, batch);
    this.#open.set(key, connection);
    return out !== undefined;
  }

  get(key: string): OpenConnection | undefined {
    return this.#open.get(key);
  }

  end(key: string): OpenConnection | undefined {
    const connection = this.#open.get(key);
    this.#open.delete(key);
    return connection;
  }

  #endOldest(): OpenConnection | undefined {
    const { value } = this.#oldest.next();
    return value === undefined ? undefined : this.end(value);
  }

  /** The input has ended. Returns how many events it added. */
  addAll(batch: EventBatch): number {
    const count = this.#open.size;
    for (const connection of this.#open.values()) addAsBegun(connection, batch);
    this.#open.clear();
    return count;
  }
}

/** Adds the event of a connection of which no more is known, at the place of its first line. */
function addAsBegun(connection: OpenConnection, batch: EventBatch): void {
  const { nextOffset, nextRecord } = batch;
  batch.nextOffset = connection.offset;
  batch.nextRecord = connection.record;
  addConnection(connection, batch);
  batch.nextOffset = nextOffset;
  batch.nextRecord = nextRecord;
}

/** Adds an event of the connection at the line that is being read, and returns its row. */
export function addConnection(connection: OpenConnection, batch: EventBatch): number {
  const row = batch.add();
  batch.time[row] = connection.time;
  batch.end[row] = connection.time;
  batch.family[row] = connection.family;
  batch.source[row] = connection.source;
  batch.destination[row] = connection.destination;
  batch.protocol[row] = connection.protocol;
  batch.sport[row] = connection.sport;
  batch.dport[row] = connection.dport;
  batch.marks[row] = connection.marks;
  batch.direction[row] = connection.direction;
  batch.outcome[row] = connection.outcome;
  return row;
}
