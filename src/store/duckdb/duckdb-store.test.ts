import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ColumnBatch } from '../column-batch.ts';
import { TABLES } from '../schema.ts';
import { StoreError, type Batch } from '../store.ts';
import { textOf } from '../text.ts';
import { DuckDbStore } from './duckdb-store.ts';
import { loadDuckDb } from './load.ts';

const require = createRequire(import.meta.url);
const duckdb = loadDuckDb((name) => require(name) as unknown);
const DAY = 86_400_000;

let folder = '';
let store: DuckDbStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-store-'));
  store = await DuckDbStore.open(folder, duckdb);
  await store.migrate();
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Every column gets a value that needs its full width. */
function events(sequence: number, day: number, rows = 5000): Batch {
  const batch = new ColumnBatch('events', rows);
  const columns = {
    ts: batch.column('ts', 'i64'),
    src_lo: batch.column('src_lo', 'u64'),
    packets: batch.column('packets', 'u32'),
    dport: batch.column('dport', 'u16'),
    action: batch.column('action', 'u8'),
  };
  for (let row = 0; row < rows; row++) {
    columns.ts[row] = BigInt(day * DAY + row);
    columns.src_lo[row] = 0xffff_ffff_ffff_ffffn - BigInt(row % 7);
    columns.packets[row] = 0xffff_ffff - row;
    columns.dport[row] = 65_535 - (row % 100);
    columns.action[row] = 255;
  }
  return { origin: 0xffff_0000_0000_0001n, sequence, day, columns: batch, texts: [] };
}

const one = async (sql: string): Promise<(bigint | null)[]> => [...((await store.ask(sql)).rows[0] ?? [])];

describe('the embedded store', () => {
  it('keeps every value of every width', async () => {
    await store.insert(3, events(1, 10));
    expect(await one('SELECT count(*), min(ts), max(ts), max(src_lo), min(src_lo) FROM events')).toEqual([
      5000n,
      BigInt(10 * DAY),
      BigInt(10 * DAY + 4999),
      0xffff_ffff_ffff_ffffn,
      0xffff_ffff_ffff_fff9n,
    ]);
    expect(
      await one('SELECT max(packets), min(packets), max(dport), min(dport), max(action), sum(bytes) FROM events'),
    ).toEqual([0xffff_ffffn, 0xffff_ffffn - 4999n, 65_535n, 65_436n, 255n, 0n]);
  });

  it('stores a batch once, however often it comes', async () => {
    const batch = events(1, 10);
    expect(await store.insert(3, batch)).toBe('stored');
    expect(await store.insert(3, batch)).toBe('duplicate');
    expect(await store.insert(3, events(2, 10))).toBe('stored');
    expect((await store.statistics()).rows.events).toBe(10_000);
  });

  it('answers the same from sealed days, of a store that was closed in between', async () => {
    const question = 'SELECT dport, count(*) AS n, sum(packets) FROM events GROUP BY dport ORDER BY dport';
    for (const day of [10, 11, 12]) await store.insert(3, events(day, day));
    const { rows } = await store.ask(question);
    expect(await store.sealBefore(12)).toEqual([10, 11]);
    expect((await store.ask(question)).rows).toEqual(rows);
    // Late events of a day that is sealed.
    await store.insert(3, events(20, 10, 10));
    expect(await store.sealBefore(12)).toEqual([10]);
    await store.close();
    store = await DuckDbStore.open(folder, duckdb);
    await store.migrate();
    expect(await store.statistics()).toMatchObject({ rows: { events: 15_010 }, ledgerRows: 15_010 });
    expect(await one('SELECT count(*) FROM events_hot')).toEqual([5000n]);
  });

  it('drops days, and gives their room back', async () => {
    for (const day of [10, 11, 12]) await store.insert(3, events(day, day));
    await store.sealBefore(12);
    expect(await store.dropBefore(11)).toEqual([10]);
    expect(await store.statistics()).toMatchObject({ rows: { events: 10_000 }, oldestDay: 11, newestDay: 12 });
    expect(readdirSync(folder).filter((name) => name.endsWith('.parquet'))).toEqual(['events-11-0.parquet']);
  });

  it('takes back what a crash left half done: a file that was never agreed to', async () => {
    await store.insert(3, events(1, 10));
    await store.sealBefore(11);
    await store.close();
    writeFileSync(join(folder, 'events-10-1.parquet'), 'half');
    writeFileSync(join(folder, 'events-10-2.parquet.part'), 'half');
    store = await DuckDbStore.open(folder, duckdb);
    await store.migrate();
    expect(await store.statistics()).toMatchObject({ rows: { events: 5000 }, ledgerRows: 5000 });
    expect(readdirSync(folder).sort()).toEqual([
      'events-10-0.parquet',
      'hot.duckdb',
      ...(readdirSync(folder).includes('hot.duckdb.wal') ? ['hot.duckdb.wal'] : []),
    ]);
  });

  it('keeps texts by their ids, whatever is in them', async () => {
    const [nasty, sshd] = [textOf(`'; DROP TABLE texts; -- \u{1f980}"`), textOf('sshd')];
    await store.insert(3, { ...events(1, 10), texts: [nasty, sshd] });
    await store.insert(3, { ...events(2, 10), texts: [{ id: sshd.id, text: 'another' }] });
    expect(await store.textsOf([nasty.id, sshd.id, 9n])).toEqual(
      new Map([
        [nasty.id, nasty.text],
        [sshd.id, 'sshd'],
      ]),
    );
  });

  it('writes the number of the sensor into its rows, and tells batches of sensors apart', async () => {
    await store.insert(3, events(1, 10));
    expect(await store.insert(4, events(1, 10, 7))).toBe('stored');
    expect((await store.ask('SELECT sensor, count(*) FROM events GROUP BY sensor ORDER BY sensor')).rows).toEqual([
      [3n, 5000n],
      [4n, 7n],
    ]);
    await store.nameSensor(3, 'gate');
    await store.nameSensor(3, "gate's");
    expect(await store.sensors()).toEqual(new Map([[3, "gate's"]]));
  });

  it('belongs to one process, and says so; and refuses what a newer one made', async () => {
    await store.ask('SELECT 1');
    await expect(store.ask('SELECT nothing FROM nowhere')).rejects.toThrow(StoreError);
    await store.close();
    const other = await duckdb.api.DuckDBInstance.create(join(folder, 'hot.duckdb'));
    await (await other.connect()).run('UPDATE schema_version SET version = 99');
    other.closeSync();
    store = await DuckDbStore.open(folder, duckdb);
    await expect(store.migrate()).rejects.toThrow('newer portolan');
  });

  it('has all tables of the schema', async () => {
    for (const { name, columns } of Object.values(TABLES)) {
      expect((await store.ask(`SELECT ${columns.map((column) => column.name).join(', ')} FROM ${name}`)).rows).toEqual(
        [],
      );
    }
  });
});
