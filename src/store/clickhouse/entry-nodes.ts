import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient, ExecParams } from '@clickhouse/client';
import type { StoreLocation } from '../location.ts';
import { Failure, failureOf } from './failure.ts';
import type { ClickHouse } from './load.ts';

export type ClickHouseLocation = Extract<StoreLocation, { engine: 'clickhouse' }>;

/** Settings of a request. */
export type Settings = NonNullable<ExecParams['clickhouse_settings']>;

/** A server ends what takes longer; the client waits a little more, to hear it say so. */
const MAX_EXECUTION_S = 60;
const REQUEST_TIMEOUT_MS = 70_000;

/** Times that each node is asked before a failure is one, and what is waited in between: twice as long each time. */
const ROUNDS = 3;
const FIRST_WAIT_MS = 200;

const ALWAYS: Settings = {
  max_execution_time: MAX_EXECUTION_S,
  // With 50 ms, which is usual, a busy replica counts as dead.
  connect_timeout_with_failover_ms: 2000,
  // The same replica each time, so that answers do not jump between one that is behind and one that is not.
  load_balancing: 'in_order',
  max_replica_delay_for_distributed_queries: '10',
};

export interface Trying {
  readonly settings?: Settings;
  readonly signal?: AbortSignal;
  /** The request must not be sent twice: it goes to the node that answered last, and to no other. */
  readonly isOnce?: boolean;
}

/** The servers that a store's location names. The one that answered last is asked first; where it does not answer, the next. */
export class EntryNodes {
  readonly urls: readonly string[];
  readonly #clients: readonly ClickHouseClient[];
  #current = 0;

  /** `database` is what names without one mean; it may not be there yet. */
  constructor(clickhouse: ClickHouse, location: ClickHouseLocation, database: string) {
    this.urls = location.urls;
    this.#clients = location.urls.map((url) =>
      clickhouse.createClient({
        url,
        username: location.user,
        password: location.password,
        database,
        application: 'portolan',
        request_timeout: REQUEST_TIMEOUT_MS,
        clickhouse_settings: ALWAYS,
        // Its own log would go to the user's terminal.
        log: { level: clickhouse.ClickHouseLogLevel.OFF },
      }),
    );
  }

  /** Rows of a statement; numbers of 64 bits as text. Throws Failure. */
  rows(sql: string, trying: Trying = {}): Promise<unknown[][]> {
    return this.#inTurn(trying, (client) => rowsFrom(client, sql, trying));
  }

  /** Rows from one node and no other, by its place in `urls`. Throws Failure. */
  rowsOf(node: number, sql: string): Promise<unknown[][]> {
    return this.#at(node, (client) => rowsFrom(client, sql, {}));
  }

  /** A statement without an answer. Throws Failure. */
  command(sql: string, trying: Trying = {}): Promise<void> {
    return this.#inTurn(trying, (client) => command(client, sql, trying));
  }

  commandOf(node: number, sql: string): Promise<void> {
    return this.#at(node, (client) => command(client, sql, {}));
  }

  /** Sends a block to a table; the same bytes to each node that is tried. Throws Failure. */
  insert(table: string, columns: readonly string[], block: Buffer, trying: Trying = {}): Promise<void> {
    const query = `INSERT INTO ${table} (${columns.join(', ')}) FORMAT Native`;
    return this.#inTurn(trying, async (client) => {
      const { stream } = await client.exec({
        query,
        values: Readable.from([block], { objectMode: false }),
        ...requestOf(trying),
      });
      // Until it is read the connection is not free.
      for await (const _ of stream);
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
  }

  async #at<Result>(node: number, action: (client: ClickHouseClient) => Promise<Result>): Promise<Result> {
    const client = this.#clients[node];
    if (client === undefined) throw new RangeError(`there is no entry node ${node}`);
    try {
      return await action(client);
    } catch (error) {
      throw failureOf(error);
    }
  }

  async #inTurn<Result>(
    { isOnce = false, signal }: Trying,
    action: (client: ClickHouseClient) => Promise<Result>,
  ): Promise<Result> {
    let failure = new Failure('the location names no server', null);
    if (isOnce) return this.#at(this.#current, action);
    for (let round = 0; round < ROUNDS; round += 1) {
      if (round > 0) await sleep(FIRST_WAIT_MS * 2 ** (round - 1), undefined, signal === undefined ? {} : { signal });
      for (let tried = 0; tried < this.#clients.length; tried += 1) {
        const node = (this.#current + tried) % this.#clients.length;
        try {
          const result = await this.#at(node, action);
          this.#current = node;
          return result;
        } catch (error) {
          failure = failureOf(error);
          if (!failure.isTemporary || signal?.aborted === true) throw failure;
        }
      }
    }
    throw failure;
  }
}

async function rowsFrom(client: ClickHouseClient, query: string, trying: Trying): Promise<unknown[][]> {
  const request = requestOf(trying);
  const result = await client.query({
    query,
    format: 'JSONCompact',
    ...request,
    clickhouse_settings: {
      output_format_json_quote_64bit_integers: 1,
      // An error in the middle is then an error, not the end of an answer.
      wait_end_of_query: 1,
      ...request.clickhouse_settings,
    },
  });
  const { data } = await result.json<unknown[]>();
  return data;
}

async function command(client: ClickHouseClient, query: string, trying: Trying): Promise<void> {
  await client.command({ query, ...requestOf(trying) });
}

function requestOf({ settings = {}, signal }: Trying): {
  clickhouse_settings: Settings;
  abort_signal?: AbortSignal;
} {
  return signal === undefined
    ? { clickhouse_settings: settings }
    : { clickhouse_settings: settings, abort_signal: signal };
}
