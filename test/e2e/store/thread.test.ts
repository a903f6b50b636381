import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ColumnBatch } from '../../../src/store/column-batch.ts';
import { StoreError } from '../../../src/store/store.ts';
import { openInThread } from '../../../src/store/worker/start-thread.ts';

const SCRIPT = fileURLToPath(new URL('../../../bin/store-worker', import.meta.url));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-thread-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the built program as the thread of a store', () => {
  it('stores what another thread sends it, and keeps it', async () => {
    const location = { engine: 'duckdb', folder } as const;
    const batch = { origin: 7n, sequence: 1, day: 0, columns: new ColumnBatch('events', 100_000), texts: [] };
    const store = await openInThread(location, SCRIPT);
    expect(await store.insert(3, batch)).toBe('stored');
    await store.close();
    await expect(store.statistics()).rejects.toThrow(StoreError);
    const again = await openInThread(location, SCRIPT);
    expect(await again.insert(3, batch)).toBe('duplicate');
    expect((await again.statistics()).rows.events).toBe(100_000);
    await again.close();
  });

  it('says why it cannot be opened', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await expect(openInThread({ engine: 'duckdb', folder: join(file, 'store') }, SCRIPT)).rejects.toThrow(StoreError);
    await expect(openInThread({ engine: 'duckdb', folder }, join(folder, 'nothing'))).rejects.toThrow(StoreError);
  });
});
