import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ColumnBatch } from '../column-batch.ts';
import { DuckDbStore } from './duckdb-store.ts';
import { loadDuckDb } from './load.ts';
import { FORM, migrate } from './migrations.ts';
import { openDatabase } from './open-database.ts';
import { StoreFolder } from './store-folder.ts';

const require = createRequire(import.meta.url);
const duckdb = loadDuckDb((name) => require(name) as unknown);

let path = '';
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'portolan-form-'));
});
afterEach(() => rmSync(path, { recursive: true, force: true }));

async function inDatabase(statements: readonly string[], to: number): Promise<void> {
  const folder = new StoreFolder(path);
  const instance = await openDatabase(duckdb, folder);
  const connection = await instance.connect();
  await migrate(connection, folder, to);
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

describe('a store of an older form', () => {
  it('is brought to this one with all that is in it: form 1', async () => {
    const file = join(path, 'events-3-0.parquet');
    const row = (ts: number): string => `SELECT ${ts}, 0, 1, 0, 2, 60, 1, 5, 23, 4, 6, 2, 2`;
    await inDatabase(
      [
        `INSERT INTO events_hot ${row(4 * 86_400_000)}`,
        `COPY (SELECT * REPLACE (ts - 86400000 AS ts) FROM events_hot) TO '${file}' (FORMAT parquet)`,
        "INSERT INTO sealed VALUES ('events-3-0.parquet')",
        'INSERT INTO batches VALUES (4, 9, 1, 3, 1), (4, 9, 2, 4, 1), (4, 9, 7, 4, 1), (5, 9, 1, 4, 0)',
        "INSERT INTO sensors VALUES (4, 'gate')",
        "INSERT INTO texts VALUES (77, 'sshd')",
      ],
      1,
    );
    const store = await DuckDbStore.open(path, duckdb);
    await store.migrate();
    expect((await store.ask('SELECT ts, dport FROM events ORDER BY ts')).rows).toEqual([
      [259_200_000n, 23n],
      [345_600_000n, 23n],
    ]);
    expect((await store.ask('SELECT hour, events, bytes FROM port_hours ORDER BY hour')).rows).toEqual([
      [259_200_000n, 1n, 60n],
      [345_600_000n, 1n, 60n],
    ]);
    expect(await store.statistics()).toMatchObject({ rows: { events: 2 }, ledgerRows: 3, oldestDay: 3, newestDay: 4 });
    expect(await store.sensors()).toEqual(new Map([[4, 'gate']]));
    expect(await store.textsOf([77n])).toEqual(new Map([[77n, 'sshd']]));
    const batch = { origin: 9n, day: 4, columns: new ColumnBatch('events', 0), texts: [] };
    expect(await store.insert(4, { ...batch, sequence: 7 })).toBe('duplicate');
    expect(await store.insert(4, { ...batch, sequence: 6 })).toBe('stored');
    await store.close();
  });

  it('stays as it was where a migration fails', async () => {
    await inDatabase(["INSERT INTO sealed VALUES ('events-3-0.parquet')"], 1);
    const store = await DuckDbStore.open(path, duckdb);
    await expect(store.migrate()).rejects.toThrow('events-3-0.parquet');
    expect(await store.close()).toBeUndefined();
    await inDatabase(["DELETE FROM sealed WHERE file = 'events-3-0.parquet'"], 1);
    await inDatabase(['SELECT last FROM batches'], FORM);
  });
});
