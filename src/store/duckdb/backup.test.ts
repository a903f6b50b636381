import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ColumnBatch } from '../column-batch.ts';
import { keepBytes } from '../keep-bytes.ts';
import type { Batch } from '../store.ts';
import { textOf } from '../text.ts';
import { MANIFEST } from './backup.ts';
import { DuckDbStore } from './duckdb-store.ts';
import { loadDuckDb } from './load.ts';
import { restoreStore } from './restore.ts';

const require = createRequire(import.meta.url);
const duckdb = loadDuckDb((name) => require(name) as unknown);
const ROWS = 2000;

let base = '';
let store: DuckDbStore;

beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'portolan-backup-'));
  store = await DuckDbStore.open(join(base, 'store'), duckdb);
  await store.migrate();
});

afterEach(async () => {
  await store.close();
  rmSync(base, { recursive: true, force: true });
});

function batch(sequence: number, day: number): Batch {
  const columns = new ColumnBatch('events', ROWS);
  columns.column('ts', 'i64').fill(BigInt(day * 86_400_000 + sequence));
  const words = columns.column('src_lo', 'u64');
  for (let row = 0; row < ROWS; row++) words[row] = BigInt((row * 2_654_435_761 + sequence * 97) % 4_294_967_296);
  return { origin: 9n, sequence, day, columns, texts: [textOf(`text ${sequence}`)] };
}

const all = 'SELECT * FROM events ORDER BY ALL';
const folder = (name: string): string => join(base, name);

async function restored(name: string): Promise<DuckDbStore> {
  await restoreStore(folder(name), folder('other'), duckdb);
  const other = await DuckDbStore.open(folder('other'), duckdb);
  await other.migrate();
  return other;
}

describe('a backup', () => {
  it('has every row, text, sensor and number of a batch', async () => {
    for (const day of [3, 4, 5]) await store.insert(1, batch(day, day));
    await store.nameSensor(1, "gate's");
    await store.sealBefore(5);
    expect((await store.backup(folder('backup'))).rows).toBe(3 * ROWS);
    const other = await restored('backup');
    expect((await other.ask(all)).rows).toEqual((await store.ask(all)).rows);
    const hours = 'SELECT * FROM port_hours ORDER BY ALL';
    expect((await other.ask(hours)).rows).toEqual((await store.ask(hours)).rows);
    expect(await other.sensors()).toEqual(new Map([[1, "gate's"]]));
    expect((await other.textsOf([textOf('text 4').id])).size).toBe(1);
    expect(await other.insert(1, batch(4, 4))).toBe('duplicate');
    expect(await other.insert(1, batch(6, 5))).toBe('stored');
    const { bytes: _bytes, ...statistics } = await other.statistics();
    expect(statistics).toMatchObject({ ledgerRows: 4 * ROWS, oldestDay: 3, newestDay: 5 });
    await other.close();
  });

  it('is of one moment, while batches come and days are sealed', async () => {
    let sequence = 0;
    const done = new AbortController();
    const write = async (): Promise<void> => {
      while (!done.signal.aborted) await store.insert(1, batch(++sequence, 3 + (sequence % 3)));
    };
    const writing = write();
    const sealing = (async () => {
      while (!done.signal.aborted) await store.sealBefore(5);
    })();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { rows } = await store.backup(folder('backup'));
    done.abort();
    await Promise.all([writing, sealing]);
    const other = await restored('backup');
    const { rows: counts, ledgerRows } = await other.statistics();
    expect([counts.events, ledgerRows]).toEqual([rows, rows]);
    expect((await other.ask('SELECT last FROM batches')).rows).toEqual([[BigInt(rows / ROWS)]]);
    await other.close();
  });

  it('is refused when it is damaged, not finished, or would overwrite something', async () => {
    await store.insert(1, batch(1, 3));
    await store.sealBefore(4);
    await store.backup(folder('backup'));
    await expect(store.backup(folder('backup'))).rejects.toThrow('is not empty');
    await expect(restoreStore(folder('backup'), folder('store'), duckdb)).rejects.toThrow('is not empty');
    await expect(restoreStore(folder('store'), folder('other'), duckdb)).rejects.toThrow('is no backup');
    writeFileSync(folder('backup/texts.parquet'), 'changed');
    await expect(restoreStore(folder('backup'), folder('other'), duckdb)).rejects.toThrow('texts.parquet is not what');
    rmSync(folder(`backup/${MANIFEST}`));
    await expect(restoreStore(folder('backup'), folder('other'), duckdb)).rejects.toThrow('not finished');
    expect(readdirSync(base).sort()).toEqual(['backup', 'store']);
  });
});

describe('a store that may be only so large', () => {
  it('drops its oldest days, and keeps the newest', async () => {
    for (const day of [3, 4, 5]) await store.insert(1, batch(day, day));
    await store.sealBefore(6);
    expect(await keepBytes(store, 1e9)).toEqual([]);
    expect(await keepBytes(store, 1)).toEqual([3, 4]);
    expect((await store.statistics()).rows.events).toBe(ROWS);
  });
});
