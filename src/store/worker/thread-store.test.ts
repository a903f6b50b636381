import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ColumnBatch } from '../column-batch.ts';
import { openStore } from '../open-store.ts';
import { StoreError, type Batch, type Store } from '../store.ts';
import { textOf } from '../text.ts';
import { serveThread } from './serve-thread.ts';
import { ThreadStore, type Thread } from './thread-store.ts';

const require = createRequire(import.meta.url);
/** Minutes of work. */
const ENDLESS = 'SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE (a.range * b.range) % 7 = 3';

let folder = '';
let inner: Store;
let store: ThreadStore;
let end: (reason: string) => void = () => undefined;

/** Both ends of the way to a thread, in one: messages are cloned and transferred as they would be. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-thread-'));
  inner = await openStore({ engine: 'duckdb', folder }, (name) => require(name) as unknown);
  const { port1, port2 } = new MessageChannel();
  serveThread(inner, port2);
  const thread: Thread = {
    postMessage: (message, transfer) => port1.postMessage(message, transfer),
    on: (event, listener) => port1.on(event, listener),
    onEnd: (listener) => (end = listener),
    end: () => Promise.resolve(port1.close()),
  };
  store = new ThreadStore('duckdb', thread);
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function batch(sequence: number, rows = 3): Batch {
  const columns = new ColumnBatch('events', rows);
  columns.column('dport', 'u16').fill(sequence);
  return { origin: 7n, sequence, day: 0, columns, texts: [textOf('sshd')] };
}

describe('a store in a thread', () => {
  it('does what the store itself does', async () => {
    const sent = batch(1);
    expect(await store.insert(3, sent)).toBe('stored');
    expect(await store.insert(3, sent)).toBe('duplicate');
    expect((await store.ask('SELECT dport, sensor FROM events LIMIT 1')).rows).toEqual([[1n, 3n]]);
    expect(await store.textsOf([textOf('sshd').id])).toEqual(new Map([[textOf('sshd').id, 'sshd']]));
    await store.nameSensor(3, 'gate');
    expect(await store.sensors()).toEqual(new Map([[3, 'gate']]));
    expect((await store.statistics()).rows.events).toBe(3);
    await store.maintain(5 * 86_400_000);
    expect(await store.dropBefore(1)).toEqual([0]);
  });

  it('takes many batches at once, and stores them in their order', async () => {
    const answers = await Promise.all([1, 2, 3, 2, 4].map((sequence) => store.insert(3, batch(sequence, 500))));
    expect(answers).toEqual(['stored', 'stored', 'stored', 'duplicate', 'stored']);
    expect((await store.ask('SELECT count(*) FROM events')).rows).toEqual([[2000n]]);
  });

  it('leaves the bytes of a batch to their owner', async () => {
    const sent = batch(1);
    await store.insert(3, sent);
    expect([...sent.columns.column('dport', 'u16')]).toEqual([1, 1, 1]);
  });

  it('hands on what the store says cannot be done', async () => {
    await expect(store.ask('SELECT nothing FROM nowhere')).rejects.toThrow(StoreError);
    await expect(store.insert(70_000, batch(1))).rejects.toThrow(/70000/);
  });

  it('ends a question that is no longer wanted, and answers the next', async () => {
    const controller = new AbortController();
    const asked = store.ask(ENDLESS, controller.signal);
    setTimeout(() => controller.abort(), 50);
    await expect(asked).rejects.toThrow(StoreError);
    await expect(store.ask(ENDLESS, AbortSignal.abort())).rejects.toThrow(StoreError);
    expect((await store.ask('SELECT 1')).rows).toEqual([[1n]]);
  });

  it('says that the thread is gone, to those who wait and to those who come later', async () => {
    const asked = store.ask('SELECT 1');
    end('its thread ended with code 134');
    await expect(asked).rejects.toThrow('does not answer any more: its thread ended with code 134');
    await expect(store.insert(3, batch(1))).rejects.toThrow(StoreError);
    await inner.close();
  });
});
