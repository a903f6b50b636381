import { createHash } from 'node:crypto';
import { MILLISECONDS_A_DAY } from '../column-batch.ts';
import { literals } from '../literal.ts';
import type { Batch, BatchId, Stored } from '../store.ts';
import type { Text } from '../text.ts';
import { BATCH_COLUMN } from './ddl.ts';
import type { EntryNodes, Settings } from './entry-nodes.ts';
import type { Form } from './form.ts';
import { columnsOf, constantU32, nativeBlock, textColumn, u64Column, type NativeColumn } from './native.ts';

/** The answer comes when every shard has its part, not when the entry node has all of it in a queue of its own. */
const INSERT_SETTINGS: Settings = { insert_distributed_sync: 1, insert_distributed_timeout: '60' };

/** What the ledger says of a batch. */
const BEGUN = 1;
export const STORED = 2;

/**
 * Stores batches so that each is there once. There is no transaction over rows and ledger, so the ledger is written twice: that a
 * batch is begun, then the rows, then that it is stored. Where a batch is sent again that was only begun, its rows are looked for; where
 * some of the shards have theirs, they know the same block again and drop it.
 */
export class BatchWriter {
  readonly #nodes: EntryNodes;
  readonly #form: Form;
  /** Of each batch that is being stored, the end of that. */
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(nodes: EntryNodes, form: Form) {
    this.#nodes = nodes;
    this.#form = form;
  }

  /** Throws Failure. */
  async insert(sensor: number, batch: Batch): Promise<Stored> {
    const key = `${sensor} ${batch.origin} ${batch.sequence}`;
    const earlier = this.#running.get(key) ?? Promise.resolve();
    // After the earlier one, however that ended.
    const insertion = earlier.then(
      () => this.#insertOnce(sensor, batch),
      () => this.#insertOnce(sensor, batch),
    );
    this.#running.set(key, insertion);
    try {
      return await insertion;
    } finally {
      if (this.#running.get(key) === insertion) this.#running.delete(key);
    }
  }

  async #insertOnce(sensor: number, batch: Batch): Promise<Stored> {
    const id: BatchId = { sensor, origin: batch.origin, sequence: batch.sequence };
    const state = await this.#stateOf(id, batch.day);
    if (state === STORED) return 'duplicate';
    const tag = tagOf(id);
    const isThere = state === BEGUN && (await this.#rowsOf(id, batch, tag)) === batch.columns.rows;
    if (!isThere) {
      if (state !== BEGUN) await this.#note(id, batch, BEGUN);
      await this.#addTexts(batch.texts);
      await this.#addRows(sensor, batch, tag);
    }
    await this.#note(id, batch, STORED);
    return 'stored';
  }

  async #stateOf({ sensor, origin, sequence }: BatchId, day: number): Promise<number> {
    const of = [
      `day = ${literals.day(day)}`,
      `sensor = ${literals.port(sensor)}`,
      `origin = ${literals.u64(origin)}`,
      `sequence = ${literals.u64(BigInt(sequence))}`,
    ];
    const sql = `SELECT max(state) FROM ${this.#form.table('batches')} WHERE ${of.join(' AND ')}`;
    const [[state = 0] = []] = await this.#nodes.rows(sql);
    return Number(state);
  }

  /** Rows of a batch that are there. */
  async #rowsOf({ sensor }: BatchId, { columns, day }: Batch, tag: number): Promise<number> {
    const from = literals.day(day);
    const ofDay = `ts >= ${from} * ${MILLISECONDS_A_DAY} AND ts < (${from} + 1) * ${MILLISECONDS_A_DAY}`;
    const of = `sensor = ${literals.port(sensor)} AND ${BATCH_COLUMN} = ${literals.u64(BigInt(tag))}`;
    const [[rows = 0] = []] = await this.#nodes.rows(
      `SELECT count(*) FROM ${this.#form.table(columns.table)} WHERE ${ofDay} AND ${of}`,
    );
    return Number(rows);
  }

  async #addTexts(texts: readonly Text[]): Promise<void> {
    if (texts.length === 0) return;
    // Of two texts with one id the elder stays, as its version is the greater.
    const version = BigInt(Number.MAX_SAFE_INTEGER - Date.now());
    await this.#insert('texts', texts.length, [
      u64Column('id', texts.map(({ id }) => id)), // prettier-ignore
      textColumn('text', texts.map(({ text }) => text)), // prettier-ignore
      u64Column('version', texts.map(() => version)), // prettier-ignore
    ]);
  }

  async #addRows(sensor: number, { columns }: Batch, tag: number): Promise<void> {
    if (columns.rows === 0) return;
    columns.column('sensor', 'u16').fill(sensor);
    const all = [...columnsOf(columns), constantU32(BATCH_COLUMN, columns.rows, tag)];
    // A table that is not replicated does not know a block again: whether it has it, the next try looks.
    await this.#insert(columns.table, columns.rows, all, !this.#form.isCluster);
  }

  #note({ sensor, origin, sequence }: BatchId, { columns, day }: Batch, state: number): Promise<void> {
    const values = [
      literals.port(sensor),
      literals.u64(origin),
      literals.u64(BigInt(sequence)),
      literals.day(day),
      literals.u64(BigInt(columns.rows)),
      literals.byte(state),
    ];
    return this.#nodes.command(
      `INSERT INTO ${this.#form.table('batches')} (sensor, origin, sequence, day, row_count, state) VALUES (${values.join(', ')})`,
      { settings: INSERT_SETTINGS },
    );
  }

  #insert(table: string, rows: number, columns: readonly NativeColumn[], isOnce = false): Promise<void> {
    const names = columns.map(({ name }) => name);
    const block = nativeBlock(rows, columns);
    return this.#nodes.insert(this.#form.table(table), names, block, { settings: INSERT_SETTINGS, isOnce });
  }
}

/** Tells the rows of one batch from those of another: 32 bits of a hash. */
function tagOf({ sensor, origin, sequence }: BatchId): number {
  return createHash('sha256').update(`${sensor} ${origin} ${sequence}`).digest().readUInt32LE();
}
