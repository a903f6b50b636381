import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ColumnBatch } from '../column-batch.ts';
import { TABLES } from '../schema.ts';
import { RefusedBatch, StoreError, type Batch } from '../store.ts';
import { textOf } from '../text.ts';
import { DuckDbStore } from './duckdb-store.ts';
import { loadDuckDb } from './load.ts';

const require = createRequire(import.meta.url);
const duckdb = loadDuckDb((name) => require(name) as unknown);
const DAY = 86_400_000;

async function reopen(): Promise<void> {
  await store.close();
  store = await DuckDbStore.open(folder, duckdb);
  await store.migrate();
}

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

const parquetFiles = (): string[] =>
  readdirSync(folder)
    .filter((name) => name.includes('.parquet'))
    .sort();

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
    expect(await store.statistics()).toMatchObject({
      rows: { events: 10_000 },
      ledgerRows: 10_000,
      oldestDay: 11,
      newestDay: 12,
    });
    expect(parquetFiles()).toEqual(['events-11-0.parquet', 'port_hours-11-0.parquet']);
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
    expect(parquetFiles()).toEqual(['events-10-0.parquet', 'port_hours-10-0.parquet']);
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

  it('refuses rows of another day than their batch, and stores the batches beside it', async () => {
    const wrong = events(2, 10, 2001);
    wrong.columns.column('ts', 'i64')[2000] = BigInt(11 * DAY);
    const answers = await Promise.allSettled([store.insert(3, events(1, 10)), store.insert(3, wrong)]);
    expect(answers[0]).toEqual({ status: 'fulfilled', value: 'stored' });
    expect(answers[1]).toMatchObject({ reason: expect.any(RefusedBatch) as unknown });
    for (const day of [-1, 0.5, Number.NaN, 1e9])
      await expect(store.insert(3, { ...events(3, 10), day })).rejects.toThrow(RefusedBatch);
    expect((await store.statistics()).rows.events).toBe(5000);
  });

  it('knows a batch for ever, and has one row for all that came in order', async () => {
    for (const sequence of [1, 2, 5, 3, 4, 7]) await store.insert(3, events(sequence, 10, 1));
    expect((await store.ask('SELECT first, last FROM batches ORDER BY first')).rows).toEqual([
      [1n, 5n],
      [7n, 7n],
    ]);
    await store.dropBefore(11);
    await reopen();
    expect(await store.insert(3, events(4, 10, 1))).toBe('duplicate');
    expect(await store.insert(3, events(6, 10, 1))).toBe('stored');
    expect((await store.ask('SELECT first, last FROM batches')).rows).toEqual([[1n, 7n]]);
  });

  it('counts by hour what is hot, sealed and late, as counting all would', async () => {
    const counted =
      'SELECT ts - ts % 3600000 AS hour, dport, action, sensor, count(*), sum(packets) FROM events GROUP BY ALL ORDER BY ALL';
    const rolledUp =
      'SELECT hour, dport, action, sensor, sum(events), sum(packets) FROM port_hours GROUP BY ALL ORDER BY ALL';
    for (const [sequence, day] of [10, 11, 10, 12, 10, 10, 10].entries()) {
      await store.insert(3, events(sequence + 1, day, 300 + sequence));
      if (sequence !== 3) await store.sealBefore(12);
      expect((await store.ask(rolledUp)).rows).toEqual((await store.ask(counted)).rows);
    }
    await reopen();
    expect((await store.ask(rolledUp)).rows).toEqual((await store.ask(counted)).rows);
  });

  it('writes the many files of a day as one again, and its late events are there once', async () => {
    for (let sequence = 1; sequence <= 9; sequence++) {
      await store.insert(3, events(sequence, 10, 100));
      await store.sealBefore(11);
      expect(await one('SELECT count(*) FROM events')).toEqual([BigInt(sequence * 100)]);
      expect(parquetFiles().length).toBeLessThanOrEqual(6);
    }
    expect(await one('SELECT count(*), count(DISTINCT sensor), max(packets) FROM events')).toEqual([
      900n,
      1n,
      0xffff_ffffn,
    ]);
  });

  it('asks only the files of the days that are named', async () => {
    for (const day of [10, 11, 12]) await store.insert(3, events(day, day, 10 * day));
    await store.sealBefore(12);
    const count = async (first: number, last: number): Promise<unknown> =>
      (await store.ask('SELECT count(*) FROM events', undefined, { first, last })).rows[0];
    // Hot rows are asked always.
    expect(await count(11, 11)).toEqual([230n]);
    expect(await count(13, 20)).toEqual([120n]);
    expect(await count(0, 20)).toEqual([330n]);
    expect(await one('SELECT count(*) FROM events')).toEqual([330n]);
    expect((await store.ask('SELECT sum(events) FROM port_hours', undefined, { first: 10, last: 10 })).rows).toEqual([
      [220n],
    ]);
  });

  it('gives no question half of what is being sealed, dropped or written', async () => {
    for (const day of [10, 11, 12, 13]) await store.insert(3, events(day, day, 20_000));
    const done = new AbortController();
    const counts = new Set<bigint | null | undefined>();
    const asking = [0, 1, 2].map(async (number) => {
      while (!done.signal.aborted) {
        const days = number === 0 ? { first: 10, last: 13 } : undefined;
        counts.add((await store.ask('SELECT count(*) FROM events', undefined, days)).rows[0]?.[0]);
      }
    });
    for (let round = 0; round < 6; round++) {
      await store.sealBefore(14);
      await store.insert(3, { ...events(100 + round, 12, 20_000) });
    }
    await store.dropBefore(12);
    done.abort();
    await Promise.all(asking);
    expect([...counts].every((count) => typeof count === 'bigint' && count % 20_000n === 0n)).toBe(true);
    expect(await one('SELECT count(*) FROM events')).toEqual([160_000n]);
  });

  it('answers several at once, and ends the one that is meant', async () => {
    const endless = 'SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE (a.range * b.range) % 7 = 3';
    const controller = new AbortController();
    const ended = store.ask(endless, controller.signal);
    const outlasting = store.ask('SELECT count(*) FROM range(30000000) a WHERE range % 7 = 3');
    setTimeout(() => controller.abort(), 30);
    await expect(ended).rejects.toThrow('interrupted');
    expect((await outlasting).rows[0]?.[0]).toBe(4_285_714n);
  });

  it('says which file is gone or changed', async () => {
    await store.insert(3, events(1, 10));
    await store.sealBefore(11);
    await store.close();
    writeFileSync(join(folder, 'events-10-0.parquet'), 'short');
    store = await DuckDbStore.open(folder, duckdb);
    await expect(store.migrate()).rejects.toThrow(/is damaged: events-10-0.parquet .*restore/);
  });

  it('says that it is damaged, in whatever place', async () => {
    const other = mkdtempSync(join(tmpdir(), 'portolan-damaged-'));
    writeFileSync(join(other, 'hot.duckdb'), Buffer.alloc(20_000, 'x'));
    await expect(DuckDbStore.open(other, duckdb)).rejects.toThrow(/is damaged.*restore/);
    writeFileSync(join(other, 'file'), '');
    await expect(DuckDbStore.open(join(other, 'file', 'store'), duckdb)).rejects.toThrow('cannot be opened');
    rmSync(other, { recursive: true, force: true });
  });

  it('has all tables of the schema', async () => {
    for (const { name, columns } of Object.values(TABLES)) {
      expect((await store.ask(`SELECT ${columns.map((column) => column.name).join(', ')} FROM ${name}`)).rows).toEqual(
        [],
      );
    }
  });
});
