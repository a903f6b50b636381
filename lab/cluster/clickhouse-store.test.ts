import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MILLISECONDS_A_DAY } from '../../src/store/column-batch.ts';
import { TABLES } from '../../src/store/schema.ts';
import { StoreError, type Store } from '../../src/store/store.ts';
import { textOf } from '../../src/store/text.ts';
import { Cluster, whyNoCluster, type ClusterShape } from './cluster.ts';
import { eventsOf } from './events.fixture.ts';
import { freshStore } from './fresh-store.fixture.ts';

const whyNot = await whyNoCluster();
if (whyNot !== null) console.warn(`skipped: ${whyNot}, so no ClickHouse can be started`);

const START_MS = 300_000;

const SHAPES: readonly (readonly [string, ClusterShape])[] = [
  ['a single server', { shards: 1, replicas: 1 }],
  ['two shards of two replicas', {}],
];

describe.skipIf(whyNot !== null).each(SHAPES)('the store in ClickHouse, %s', (_, shape) => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await Cluster.start(shape);
  }, START_MS);

  afterAll(() => cluster?.close());

  const withStore = async (action: (store: Store, again: () => Promise<Store>, database: string) => Promise<void>) => {
    const { store, again, database } = await freshStore(cluster);
    try {
      await action(store, again, database);
    } finally {
      await store.close();
    }
  };
  const one = async (store: Store, sql: string): Promise<(bigint | null)[]> => [
    ...((await store.ask(sql)).rows[0] ?? []),
  ];

  it('keeps every value of every width', () =>
    withStore(async (store) => {
      await store.insert(3, eventsOf(1, 20_000));
      expect(await one(store, 'SELECT count(*), max(src_lo), min(src_lo), max(src_hi) FROM events')).toEqual([
        5000n,
        0xffff_ffff_ffff_ffffn,
        0xffff_ffff_ffff_ffffn - 976n,
        2n,
      ]);
      const sums = 'max(packets), min(packets), max(dport), min(dport), max(action), sum(bytes), max(sensor)';
      expect(await one(store, `SELECT ${sums} FROM events`)).toEqual([
        0xffff_ffffn,
        0xffff_ffffn - 4999n,
        65_535n,
        65_436n,
        255n,
        5_012_497_500n,
        3n,
      ]);
    }));

  it('stores a batch once, however often it comes, and tells batches apart that have the same rows', () =>
    withStore(async (store, again) => {
      const batch = eventsOf(1, 20_000);
      expect(await Promise.all([store.insert(3, batch), store.insert(3, batch)])).toEqual(['stored', 'duplicate']);
      const other = await again();
      expect(await other.insert(3, batch)).toBe('duplicate');
      await other.close();
      expect(await store.insert(3, { ...batch, sequence: 2 })).toBe('stored');
      expect(await store.insert(4, batch)).toBe('stored');
      expect((await store.ask('SELECT sensor, count(*) FROM events GROUP BY sensor ORDER BY sensor')).rows).toEqual([
        [3n, 10_000n],
        [4n, 5000n],
      ]);
    }));

  it('stores the rows of a batch once of which only the beginning is in the ledger', () =>
    withStore(async (store, _again, database) => {
      // As after a crash between the ledger's two lines: with the rows, and without.
      await store.insert(3, eventsOf(1, 20_000));
      const ledger = `SELECT sensor, origin, sequence + 1, day, row_count, 1 FROM ${database}.batches`;
      await cluster.query(`INSERT INTO ${database}.batches SELECT ${ledger.slice(7)}`);
      expect(await store.insert(3, eventsOf(2, 20_000))).toBe('stored');
      expect((await store.statistics()).rows.events).toBe(10_000);
      const name = shape.shards === 1 ? 'batches' : 'batches_local';
      for (const { name: server, replica } of cluster.members) {
        if (replica === 1) await cluster.query(`ALTER TABLE ${database}.${name} DROP PARTITION 20000`, server);
      }
      await cluster.query(
        `INSERT INTO ${database}.batches VALUES (3, 18446462598732840961, 1, 20000, 5000, 1), (3, 18446462598732840961, 2, 20000, 5000, 1)`,
      );
      expect(await store.insert(3, eventsOf(1, 20_000))).toBe('stored');
      expect(await store.insert(3, eventsOf(2, 20_000))).toBe('stored');
      expect(await store.insert(3, eventsOf(1, 20_000))).toBe('duplicate');
      expect(await one(store, 'SELECT count(*) FROM events')).toEqual([10_000n]);
    }));

  it('counts by hour what the events count, from days that are counted and days that are not, late events too', () =>
    withStore(async (store, _again, database) => {
      const now = 20_005 * MILLISECONDS_A_DAY;
      const sums = 'sum(events), sum(packets), sum(bytes)';
      const hours = `SELECT hour, dport, proto, action, sensor, ${sums} FROM port_hours GROUP BY hour, dport, proto, action, sensor ORDER BY hour, dport, sensor`;
      const plain =
        'SELECT ts - ts % 3600000 AS hour, dport, proto, action, sensor, count(*), sum(packets), sum(bytes) FROM events GROUP BY hour, dport, proto, action, sensor ORDER BY hour, dport, sensor';
      const same = async (): Promise<number> => {
        const { rows } = await store.ask(hours);
        expect(rows).toEqual((await store.ask(plain)).rows);
        return rows.length;
      };
      const counted = async (): Promise<bigint | null | undefined> =>
        (await one(store, 'SELECT count(*) FROM rolled_days_valid'))[0];
      expect(await same()).toBe(0);
      for (const day of [20_000, 20_001, 20_004]) await store.insert(3, eventsOf(day, day));
      expect(await same()).toBeGreaterThan(100);
      const shards = BigInt(shape.shards ?? 2);
      await store.maintain(now);
      expect(await counted()).toBe(2n * shards);
      await same();
      await store.insert(4, eventsOf(9, 20_001));
      expect(await counted()).toBe(shards);
      await same();
      await store.maintain(now);
      await store.maintain(now);
      expect(await counted()).toBe(2n * shards);
      await same();
      const generations = `SELECT count(DISTINCT partition) FROM system.parts WHERE database = '${database}' AND table = 'port_hours_rolled' AND active`;
      expect(await cluster.query(generations)).toBe('2');
      await store.dropBefore(20_001);
      await same();
    }));

  it('drops days of all tables, and says which', () =>
    withStore(async (store) => {
      for (const day of [20_000, 20_001, 20_002]) await store.insert(3, eventsOf(day, day));
      await store.maintain(20_010 * MILLISECONDS_A_DAY);
      expect(await store.dropBefore(20_001)).toEqual([20_000]);
      expect(await store.dropBefore(20_001)).toEqual([]);
      expect(await store.statistics()).toMatchObject({
        rows: { events: 10_000, listeners: 0, verdicts: 0, findings: 0 },
        ledgerRows: 10_000,
        oldestDay: 20_001,
        newestDay: 20_002,
      });
      expect((await store.statistics()).bytes).toBeGreaterThan(10_000);
    }));

  it('keeps texts by their ids and names by their sensors, whatever is in them', () =>
    withStore(async (store) => {
      const [nasty, sshd] = [textOf(`'; DROP TABLE texts; --\t\n\\ \u{1f980}"`), textOf('sshd')];
      await store.insert(3, { ...eventsOf(1, 20_000, 5), texts: [nasty, sshd] });
      await store.insert(3, { ...eventsOf(2, 20_000, 0), texts: [{ id: sshd.id, text: 'another' }] });
      expect(await store.textsOf([nasty.id, sshd.id, 9n])).toEqual(
        new Map([
          [nasty.id, nasty.text],
          [sshd.id, 'sshd'],
        ]),
      );
      await store.nameSensor(3, 'gate');
      await store.nameSensor(3, nasty.text);
      expect(await store.sensors()).toEqual(new Map([[3, nasty.text]]));
    }));

  it('says what it cannot answer, changes nothing when it is asked, and ends when it is told to', () =>
    withStore(async (store) => {
      await expect(store.ask('SELECT nothing FROM nowhere')).rejects.toThrow(StoreError);
      await expect(store.ask('SELECT 0.5')).rejects.toThrow('no whole number');
      await expect(store.ask('DROP TABLE events')).rejects.toThrow(StoreError);
      expect((await store.ask('SELECT 1, NULL, toInt64(-5)')).rows).toEqual([[1n, null, -5n]]);
      const stop = AbortSignal.timeout(300);
      await expect(store.ask('SELECT count(*) FROM system.numbers', stop)).rejects.toThrow(StoreError);
    }));

  it('has all tables of the schema, and is not for an older program', () =>
    withStore(async (store, again, database) => {
      for (const { name, columns } of Object.values(TABLES)) {
        const list = columns.map((column) => column.name).join(', ');
        expect((await store.ask(`SELECT ${list} FROM ${name}`)).rows).toEqual([]);
      }
      await (await again()).close();
      await cluster.query(`INSERT INTO ${database}.schema_version VALUES (99)`);
      await expect(again()).rejects.toThrow('newer portolan');
    }));
});
