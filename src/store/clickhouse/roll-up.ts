import { randomBytes } from 'node:crypto';
import { dayOf } from '../column-batch.ts';
import type { EntryNodes } from './entry-nodes.ts';
import { failureOf } from './failure.ts';
import type { Form } from './form.ts';
import { countDay, daysToCount, dropGeneration, groupsOfDay, noteDay, staleGenerations } from './port-hours.ts';

/**
 * Counts days that are over, each shard on one of its servers. A shard of which no server is an entry node is not counted: there questions
 * about hours cost more, and are answered the same.
 */
export class RollUp {
  readonly #nodes: EntryNodes;
  readonly #form: Form;

  constructor(nodes: EntryNodes, form: Form) {
    this.#nodes = nodes;
    this.#form = form;
  }

  /** At the time `now`, in milliseconds: days before yesterday, for sensors may still send yesterday's. Throws Failure. */
  async run(now: number): Promise<void> {
    const done = new Set<string>();
    for (const node of this.#nodes.urls.keys()) {
      try {
        const shard = await this.#shardOf(node);
        if (done.has(shard)) continue;
        await this.#runOn(node, dayOf(now) - 1);
        done.add(shard);
      } catch (error) {
        // Another node may stand for the same shard; and what is not counted now is counted the next time.
        if (!failureOf(error).isTemporary) throw error;
      }
    }
  }

  async #shardOf(node: number): Promise<string> {
    if (!this.#form.isCluster) return '';
    const sql = "SELECT substitution FROM system.macros WHERE macro = 'shard'";
    const [[shard = ''] = []] = await this.#nodes.rowsOf(node, sql);
    return String(shard);
  }

  async #runOn(node: number, before: number): Promise<void> {
    for (const [day, events] of await this.#nodes.rowsOf(node, daysToCount(this.#form, before))) {
      await this.#count(node, Number(day), BigInt(String(events)));
    }
    for (const [generation] of await this.#nodes.rowsOf(node, staleGenerations(this.#form))) {
      await this.#nodes.commandOf(node, dropGeneration(this.#form, BigInt(String(generation))));
    }
  }

  async #count(node: number, day: number, events: bigint): Promise<void> {
    const generation = randomBytes(8).readBigUInt64LE() >> 1n;
    const [[rows = 0] = []] = await this.#nodes.rowsOf(node, groupsOfDay(this.#form, day));
    await this.#nodes.commandOf(node, countDay(this.#form, day, generation));
    await this.#nodes.commandOf(node, noteDay(this.#form, day, { generation, events, rows: BigInt(String(rows)) }));
  }
}
