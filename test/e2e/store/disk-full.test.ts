import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ColumnBatch } from '../../../src/store/column-batch.ts';
import { DuckDbStore } from '../../../src/store/duckdb/duckdb-store.ts';
import { loadDuckDb } from '../../../src/store/duckdb/load.ts';
import { StoreError } from '../../../src/store/store.ts';

const require = createRequire(import.meta.url);
const duckdb = loadDuckDb((name) => require(name) as unknown);
const disk = mkdtempSync(join(tmpdir(), 'portolan-disk-'));
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', disk]).status === 0;
if (!isMounted) console.warn('SKIPPED: a full disk is not tried, because a tmpfs cannot be mounted (only root may)');

afterAll(() => {
  if (isMounted) spawnSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true, force: true });
});

const DAY_MS = 86_400_000;

/** Of values that do not pack. */
function noise(sequence: number, rows = 20_000): ColumnBatch {
  const columns = new ColumnBatch('events', rows);
  const words = new Uint32Array(columns.bytes.buffer);
  for (let index = rows * 2; index < words.length; index++) words[index] = Math.random() * 2 ** 32;
  columns.column('ts', 'i64').fill(BigInt((sequence % 3) * DAY_MS));
  return columns;
}

describe.runIf(isMounted)('a store on a disk that is full', () => {
  it('loses nothing that it acknowledged, says so, and goes on when there is room', { timeout: 120_000 }, async () => {
    const folder = join(disk, 'store');
    const store = await DuckDbStore.open(folder, duckdb);
    await store.migrate();
    const insert = (sequence: number): Promise<string> =>
      store.insert(1, { origin: 9n, sequence, day: sequence % 3, columns: noise(sequence), texts: [] });
    const rows = async (): Promise<unknown> => (await store.ask('SELECT count(*) FROM events')).rows;
    writeFileSync(join(disk, 'filler'), Buffer.alloc(70 << 20));
    let stored = 0;
    let failure: unknown = null;
    for (let sequence = 1; sequence < 200; sequence++) {
      failure = await insert(sequence).then(
        () => null,
        (error: unknown) => error,
      );
      if (failure !== null) break;
      stored = sequence;
    }
    expect(failure).toBeInstanceOf(StoreError);
    expect(String(failure)).toMatch(/no space left.*make room/i);
    // Sealing needs room too. It fails as a whole, and nothing is lost by it.
    for (let round = 0; round < 3; round++) {
      await store.sealBefore(3).catch((error: unknown) => expect(error).toBeInstanceOf(StoreError));
      await insert(stored + 1).then(
        () => stored++,
        (error: unknown) => expect(String(error)).toMatch(/no space left.*make room/i),
      );
    }
    rmSync(join(disk, 'filler'));
    expect(await insert(stored + 1)).toBe('stored');
    expect(await store.sealBefore(3)).not.toEqual([]);
    expect(await rows()).toEqual([[BigInt((stored + 1) * 20_000)]]);
    await store.close();
    const again = await DuckDbStore.open(folder, duckdb);
    await again.migrate();
    expect((await again.ask('SELECT count(*) FROM events')).rows).toEqual([[BigInt((stored + 1) * 20_000)]]);
    await again.close();
  });
});
