import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Batch, Store } from '../../src/store/store.ts';
import { Cluster, whyNoCluster } from './cluster.ts';
import type { Daemon } from './daemon.ts';
import { eventsOf } from './events.fixture.ts';
import { freshStore } from './fresh-store.fixture.ts';

/**
 * `kill -9` in the middle of storing, and back some seconds later, with the client sending each batch again until it is accepted: every
 * accepted event is there once. `npm run test:lab` runs it: it takes minutes.
 */
const isFull = process.env['PORTOLAN_LAB'] === 'full';
const whyNot = await whyNoCluster();
if (!isFull) console.warn('skipped: servers of the cluster killed one after the other; npm run test:lab does it');
else if (whyNot !== null) console.warn(`skipped: ${whyNot}, so no server can be killed`);

const DAY = 20_000;
const BATCHES = isFull ? 40 : 16;
const ROWS = isFull ? 65_536 : 8192;
const AWAY_MS = isFull ? 4000 : 2000;
/** Batches that are on their way at a time, as a spool's sender has them. */
const AT_A_TIME = 2;
/** Times that a single server is killed. */
const KILLS = isFull ? 20 : 4;
/** Accepted batches before something is killed. */
const BEFORE_KILL = 4;

const START_MS = 300_000;
const CASE_MS = 240_000;
const CAUGHT_UP_MS = 120_000;

interface KillCase {
  readonly about: string;
  /** Entry nodes of the store's location. */
  readonly entries: readonly string[];
  /** Killed at once; the last killed is started first. */
  readonly killed: readonly string[];
  readonly awayMs?: number;
  readonly isShort?: boolean;
}

const FIRST = ['s1r1', 's2r1'];
const ALL = ['s1r1', 's1r2', 's2r1', 's2r2'];

const CASES: readonly KillCase[] = [
  { about: 'a replica that is no entry node', entries: FIRST, killed: ['s2r2'] },
  { about: 'the replica of the other shard that is asked first', entries: ['s1r1'], killed: ['s2r1'], isShort: true },
  { about: 'the entry node, with others to go to', entries: ALL, killed: ['s1r1'] },
  { about: 'the only entry node', entries: ['s1r1'], killed: ['s1r1'] },
  { about: 'a replica of each shard', entries: ALL, killed: ['s1r1', 's2r2'] },
  { about: 'a whole shard', entries: FIRST, killed: ['s2r1', 's2r2'], isShort: true },
  { about: 'ZooKeeper', entries: FIRST, killed: ['zookeeper'] },
  { about: 'ZooKeeper for longer than its sessions last', entries: FIRST, killed: ['zookeeper'], awayMs: 15_000 },
  { about: 'every server', entries: ALL, killed: ALL, awayMs: 15_000 },
];

describe.skipIf(whyNot !== null || !isFull)('every accepted event is there once after kill -9 of', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await Cluster.start();
  }, START_MS);

  afterAll(() => cluster?.close());

  it.each(CASES.filter(({ isShort }) => isFull || isShort === true))(
    '$about',
    async ({ entries, killed, awayMs = AWAY_MS }) => {
      const { store, database } = await freshStore(cluster, entries);
      try {
        const batches = Array.from({ length: BATCHES }, (_, index) => eventsOf(index + 1, DAY, ROWS));
        const accepted: number[] = [];
        const sending = sendAll(store, batches, accepted);
        while (accepted.length < BEFORE_KILL) await sleep(5);
        const daemons = killed.map((name) => daemonOf(cluster, name));
        await Promise.all(daemons.map((daemon) => daemon.kill()));
        await sleep(awayMs);
        await Promise.all(daemons.map((daemon) => daemon.start()));
        const refused = await sending;
        console.log(`killed ${killed.join(', ')}: ${refused} tries refused`);
        await caughtUp(cluster, database);
        await holdsOnce(cluster, database, batches);
        // Sent once more, long after: the ledger knows them.
        for (const batch of batches.slice(0, 3)) expect(await store.insert(1, batch)).toBe('duplicate');
        await holdsOnce(cluster, database, batches);
      } finally {
        await store.close();
      }
    },
    CASE_MS,
  );

  it(
    'a whole shard, and until it is back answers say that they are not whole',
    async () => {
      const { store, database } = await freshStore(cluster, ['s1r1']);
      try {
        const batch = eventsOf(1, DAY, 10_000);
        await store.insert(1, batch);
        await caughtUp(cluster, database);
        const question = 'SELECT count(*), sum(bytes) FROM events';
        const whole = await store.ask(question);
        expect(whole).toMatchObject({ isPartial: false, rows: [[10_000n, sumOf(batch)]] });
        const shard = ['s2r1', 's2r2'].map((name) => cluster.daemon(name));
        await Promise.all(shard.map((daemon) => daemon.kill()));
        const part = await store.ask(question);
        expect(part.isPartial).toBe(true);
        expect(Number(part.rows[0]?.[0])).toBeGreaterThan(0);
        expect(Number(part.rows[0]?.[0])).toBeLessThan(10_000);
        await Promise.all(shard.map((daemon) => daemon.start()));
        await caughtUp(cluster, database);
        expect(await store.ask(question)).toMatchObject({ isPartial: false, rows: whole.rows });
      } finally {
        await store.close();
      }
    },
    CASE_MS,
  );
});

describe.skipIf(whyNot !== null || !isFull)('a single server, whose tables remember no blocks', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await Cluster.start({ shards: 1, replicas: 1 });
  }, START_MS);

  afterAll(() => cluster?.close());

  it(
    'has every accepted event once after it was killed again and again',
    async () => {
      const { store, database } = await freshStore(cluster);
      try {
        const batches = Array.from({ length: KILLS * 8 }, (_, index) => eventsOf(index + 1, DAY, ROWS));
        const accepted: number[] = [];
        const sending = sendAll(store, batches, accepted);
        for (let kills = 1; kills <= KILLS; kills += 1) {
          while (accepted.length < kills * 6) await sleep(1);
          // Somewhere in the middle of a batch: reading the ledger, noting, storing.
          await sleep((kills * 37) % 100);
          await cluster.daemon('s1r1').kill();
          await cluster.daemon('s1r1').start();
        }
        console.log(`killed ${KILLS} times: ${await sending} tries refused`);
        await holdsOnce(cluster, database, batches, ['s1r1']);
        expect((await store.statistics()).ledgerRows).toBe(batches.length * ROWS);
      } finally {
        await store.close();
      }
    },
    CASE_MS,
  );
});

function daemonOf(cluster: Cluster, name: string): Daemon {
  if (name !== 'zookeeper') return cluster.daemon(name);
  if (cluster.zooKeeper === null) throw new Error('the cluster has no ZooKeeper');
  return cluster.zooKeeper;
}

/** Sends batches in their order, each until it is accepted. Returns how often one was not. */
async function sendAll(store: Store, batches: readonly Batch[], accepted: number[]): Promise<number> {
  let refused = 0;
  const next = batches.values();
  const send = async (): Promise<void> => {
    for (const batch of next) {
      for (;;) {
        try {
          await store.insert(1, batch);
          break;
        } catch {
          refused += 1;
          await sleep(100);
        }
      }
      accepted.push(batch.sequence);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, send));
  return refused;
}

/** Until every replica has fetched what the others of its shard have. */
async function caughtUp(cluster: Cluster, database: string): Promise<void> {
  const behind = `SELECT count(*), sum(queue_size), sum(is_readonly) FROM system.replicas WHERE database = '${database}'`;
  for (const deadline = Date.now() + CAUGHT_UP_MS; ;) {
    const states = await Promise.all(cluster.members.map(({ name }) => cluster.query(behind, name)));
    const counts = await Promise.all(cluster.members.map(({ name }) => countOf(cluster, database, name)));
    const isSame = cluster.members.every(({ shard }, index) => {
      const first = cluster.members.findIndex((member) => member.shard === shard);
      return counts[index] === counts[first];
    });
    if (isSame && states.every((state) => /^[1-9]\d*\t0\t0$/.test(state))) return;
    if (Date.now() > deadline) throw new Error(`replicas differ: ${states.join(' | ')}: ${counts.join(', ')}`);
    await sleep(200);
  }
}

function countOf(cluster: Cluster, database: string, name: string): Promise<string> {
  return cluster.query(`SELECT count(*), sum(bytes), sum(cityHash64(ts, bytes)) FROM ${database}.events_local`, name);
}

/** No event has the bytes of another, so as many different ones as events, with the right sum, are all of them, once. */
async function holdsOnce(
  cluster: Cluster,
  database: string,
  batches: readonly Batch[],
  names = ['s1r1', 's2r2'],
): Promise<void> {
  const rows = batches.reduce((sum, { columns }) => sum + columns.rows, 0);
  const bytes = batches.reduce((sum, batch) => sum + sumOf(batch), 0n);
  for (const name of names) {
    const sql = `SELECT count(*), uniqExact(bytes), sum(bytes) FROM ${database}.events`;
    expect(await cluster.query(sql, name)).toBe(`${rows}\t${rows}\t${bytes}`);
  }
}

function sumOf({ columns }: Batch): bigint {
  return columns.column('bytes', 'u64').reduce((sum, value) => sum + value, 0n);
}
