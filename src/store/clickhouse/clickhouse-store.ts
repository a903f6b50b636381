import { literals } from '../literal.ts';
import { TABLES } from '../schema.ts';
import { StoreError, type Answered, type Batch, type Store, type StoreStatistics, type Stored } from '../store.ts';
import { EntryNodes, type ClickHouseLocation, type Settings } from './entry-nodes.ts';
import { ALL_CONNECTION_TRIES_FAILED, failureOf, TIMEOUT_EXCEEDED } from './failure.ts';
import { Form } from './form.ts';
import type { ClickHouse } from './load.ts';
import { DDL_SETTINGS, migrate } from './migrate.ts';
import { nativeBlock, textColumn, u16Column, u64Column } from './native.ts';
import { dropGeneration, generationsBefore, ROLLED_DAYS, validFingerprint } from './port-hours.ts';
import { RollUp } from './roll-up.ts';
import { isByDay, ledgerOf, partsOf, statisticsOf, type Partition } from './statistics.ts';
import { BatchWriter } from './writer.ts';

const ASK_SETTINGS: Settings = {
  // Reads only, whatever stands in the statement.
  readonly: '2',
  // A subquery over a distributed table is asked once, not by every shard.
  distributed_product_mode: 'global',
  max_result_rows: '1000000',
};

/** Times a question is asked again because a day's count changed under it. */
const MAX_ASKS = 5;

/**
 * The store in ClickHouse, a single server or a cluster: from Debian's 18.16 to current releases. The servers named in its location are
 * tried in turn; any of them answers for the whole cluster.
 */
export class ClickHouseStore implements Store {
  readonly engine = 'clickhouse';
  readonly #clickhouse: ClickHouse;
  readonly #location: ClickHouseLocation;
  readonly #form: Form;
  readonly #nodes: EntryNodes;
  readonly #writer: BatchWriter;

  /** Asks nothing yet. */
  constructor(clickhouse: ClickHouse, location: ClickHouseLocation) {
    this.#clickhouse = clickhouse;
    this.#location = location;
    this.#form = new Form(location.database, location.cluster);
    this.#nodes = new EntryNodes(clickhouse, location, location.database);
    this.#writer = new BatchWriter(this.#nodes, this.#form);
  }

  async migrate(): Promise<void> {
    // The store's own database may not be there yet.
    const nodes = new EntryNodes(this.#clickhouse, this.#location, 'default');
    try {
      await this.#said('be opened', () => migrate(nodes, this.#form));
    } finally {
      await nodes.close();
    }
  }

  insert(sensor: number, batch: Batch): Promise<Stored> {
    return this.#said('store a batch', () => this.#writer.insert(sensor, batch));
  }

  async nameSensor(sensor: number, name: string): Promise<void> {
    await this.#said('name a sensor', async () => {
      const table = this.#form.table('sensors');
      const known = `SELECT max(version) FROM ${table} WHERE sensor = ${literals.port(sensor)}`;
      const [[version = 0] = []] = await this.#nodes.rows(known);
      // The newest name counts, also where the clock was set back.
      const next = BigInt(Math.max(Date.now(), Number(version) + 1));
      const columns = [u16Column('sensor', [sensor]), textColumn('name', [name]), u64Column('version', [next])];
      await this.#nodes.insert(table, ['sensor', 'name', 'version'], nativeBlock(1, columns));
    });
  }

  async sensors(): Promise<ReadonlyMap<number, string>> {
    const sql = `SELECT sensor, argMax(name, version) FROM ${this.#form.table('sensors')} GROUP BY sensor ORDER BY sensor`;
    const rows = await this.#said('name its sensors', () => this.#nodes.rows(sql));
    return new Map(rows.map(([sensor, name]): [number, string] => [Number(sensor), String(name)]));
  }

  async textsOf(ids: readonly bigint[]): Promise<ReadonlyMap<bigint, string>> {
    if (ids.length === 0) return new Map();
    const list = ids.map((id) => literals.u64(id)).join(', ');
    const sql = `SELECT id, argMax(text, version) FROM ${this.#form.table('texts')} WHERE id IN (${list}) GROUP BY id`;
    const rows = await this.#said('give its texts', () => this.#nodes.rows(sql));
    return new Map(rows.map(([id, text]): [bigint, string] => [BigInt(String(id)), String(text)]));
  }

  async ask(sql: string, signal?: AbortSignal): Promise<Answered> {
    const started = performance.now();
    const { rows, isPartial } = await this.#said('answer', async () => {
      try {
        return { rows: await this.#consistent(sql, {}, signal), isPartial: false };
      } catch (error) {
        const failure = failureOf(error);
        if (failure.code !== ALL_CONNECTION_TRIES_FAILED) throw error instanceof StoreError ? error : failure;
        return { rows: await this.#consistent(sql, { skip_unavailable_shards: 1 }, signal), isPartial: true };
      }
    });
    return { rows: rows.map((row) => row.map(whole)), isPartial, milliseconds: performance.now() - started };
  }

  /** Counts days that are over for `port_hours`. Merging, sorting and packing a day's parts the servers do by themselves. */
  async maintain(now: number): Promise<void> {
    await this.#said('be maintained', () => new RollUp(this.#nodes, this.#form).run(now));
  }

  async dropBefore(day: number): Promise<readonly number[]> {
    return this.#said('drop old days', async () => {
      const old = await this.#partitionsBefore(day);
      for (const [generation] of await this.#nodes.rows(generationsBefore(this.#form, day))) {
        await this.#drop(dropGeneration(this.#form, BigInt(String(generation)), this.#form.onCluster));
      }
      // Counts first: none may be taken for that of other events later.
      const order = [
        ROLLED_DAYS,
        ...Object.keys(TABLES).map((name) => this.#form.local(name)),
        this.#form.local('batches'),
      ];
      for (const table of order) {
        for (const partition of old.filter((each) => each.table === table)) {
          const target = `${this.#form.table(table)}${this.#form.onCluster}`;
          await this.#drop(`ALTER TABLE ${target} DROP PARTITION ${literals.day(partition.day)}`);
        }
      }
      const left = await this.#partitionsBefore(day);
      if (left.length > 0) {
        throw new StoreError(
          `not all old days of ${this.#name} are dropped yet: ${left.length} partitions are left; a server is down, and drops its own when it is back`,
        );
      }
      const ofRows = old.filter(({ table }) => table !== ROLLED_DAYS && table !== this.#form.local('batches'));
      return [...new Set(ofRows.map((each) => each.day))].sort((a, b) => a - b);
    });
  }

  /**
   * Bytes of one copy; each further replica has as many. Nothing stops while servers are asked, so the ledger is asked twice, and where it
   * changed in between, or has batches that are being stored, it does not count.
   */
  async statistics(): Promise<StoreStatistics> {
    return this.#said('be measured', async () => {
      for (let tried = 1; ; tried += 1) {
        const before = await ledgerOf(this.#nodes, this.#form);
        const parts = await partsOf(this.#nodes, this.#form);
        const after = await ledgerOf(this.#nodes, this.#form);
        const isQuiet = before.begun === 0 && after.begun === 0 && before.rows === after.rows;
        if (isQuiet || tried === MAX_ASKS) return statisticsOf(this.#form, parts, isQuiet ? after.rows : null);
      }
    });
  }

  close(): Promise<void> {
    return this.#nodes.close();
  }

  /**
   * Rows of a question. One that asks `port_hours` looks at a day's count and at its events one after the other; where a late event came
   * between the two, it is asked again.
   */
  async #consistent(sql: string, settings: Settings, signal?: AbortSignal): Promise<unknown[][]> {
    const trying = { settings: { ...ASK_SETTINGS, ...settings }, ...(signal === undefined ? {} : { signal }) };
    if (!/\bport_hours\b/.test(sql)) return this.#nodes.rows(sql, trying);
    const fingerprint = async (): Promise<string> =>
      JSON.stringify(await this.#nodes.rows(validFingerprint(this.#form), trying));
    let before = await fingerprint();
    for (let asked = 0; asked < MAX_ASKS; asked += 1) {
      const rows = await this.#nodes.rows(sql, trying);
      const after = await fingerprint();
      if (after === before) return rows;
      before = after;
    }
    throw new StoreError(`${this.#name} was being changed while it was asked; ask again`);
  }

  async #partitionsBefore(day: number): Promise<readonly Partition[]> {
    const parts = await partsOf(this.#nodes, this.#form);
    return parts.filter((each) => isByDay(this.#form, each.table) && each.day < day);
  }

  async #drop(statement: string): Promise<void> {
    try {
      await this.#nodes.command(statement, { settings: DDL_SETTINGS });
    } catch (error) {
      // A server that is down does it later; what is left is looked for in the end.
      if (failureOf(error).code !== TIMEOUT_EXCEEDED) throw error;
    }
  }

  get #name(): string {
    return `the store ${this.#nodes.urls.join(', ')}`;
  }

  /** Whatever servers say becomes a StoreError that says where. */
  async #said<Result>(what: string, action: () => Promise<Result>): Promise<Result> {
    try {
      return await action();
    } catch (error) {
      if (error instanceof StoreError) throw error;
      throw new StoreError(`${this.#name} could not ${what}: ${failureOf(error).message}`);
    }
  }
}

/** Numbers of 64 bits come as text. */
function whole(value: unknown): bigint | null {
  if (value === null) return null;
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return BigInt(value);
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  throw new StoreError(`the answer has ${JSON.stringify(value)}, which is no whole number`);
}
