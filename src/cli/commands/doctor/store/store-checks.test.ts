import { describe, expect, it } from 'vitest';
import { readHealth } from './read-health.ts';
import { judgeStore } from './store-checks.ts';
import type { StoreContent, StoreFacts } from './store-facts.ts';

const CONTENT: StoreContent = {
  rows: 1000,
  ledgerRows: 1000,
  bytes: 12_000_000,
  oldestDay: 20_000,
  newestDay: 20_001,
  sensors: [{ number: 3, name: 'gate', secondsAgo: 40 }],
};
const FACTS: StoreFacts = {
  place: '/var/lib/portolan/store',
  engine: 'duckdb',
  access: { by: 'opened' },
  content: CONTENT,
  disk: { freeBytes: 50e9, totalBytes: 100e9 },
  spool: { folder: '/var/lib/portolan/spool', bytes: 1e6, segments: 1, refused: 0 },
  cluster: null,
  now: 0,
};
const states = (change: Partial<StoreFacts>) =>
  judgeStore({ ...FACTS, ...change }).map(({ id, state }) => `${id} ${state}`);
const found = (change: Partial<StoreFacts>) =>
  judgeStore({ ...FACTS, ...change })
    .map((check) => check.found)
    .join('\n');

describe('a store', () => {
  it('is well where everything is as it should be', () => {
    expect(states({})).toEqual(['store ok', 'store-rows ok', 'store-ledger ok', 'sensors ok', 'spool ok', 'disk ok']);
    expect(found({})).toContain('1000 rows in 12.0 MB, events from 2024-10-04 to 2024-10-05');
    expect(found({})).toContain('sensor 3 gate: last 40 s ago');
  });

  it('is said not to be there, and nothing else is said', () => {
    const access = { by: 'none', why: 'absent', message: 'there is no store in /x' } as const;
    expect(states({ access, content: null, spool: null })).toEqual(['store missing']);
  });

  it('is limited where rows are missing, or there twice', () => {
    expect(found({ content: { ...CONTENT, rows: 990 } })).toContain('10 are missing');
    expect(found({ content: { ...CONTENT, rows: 1010 } })).toContain('10 are there twice');
    expect(states({ content: { ...CONTENT, rows: 990 } })).toContain('store-ledger limited');
    expect(states({ content: { ...CONTENT, ledgerRows: null } })).toContain('store-ledger ok');
  });

  it('is limited where a sensor is quiet, the spool full, the disk nearly so', () => {
    const quiet = { ...CONTENT, sensors: [{ number: 4, name: null, secondsAgo: 90_000 }] };
    expect(found({ content: quiet })).toContain('sensor 4: last 25 h ago');
    expect(states({ content: quiet })).toContain('sensors limited');
    expect(states({ spool: { folder: '/s', bytes: 1e9, segments: 16, refused: 0 } })).toContain('spool limited');
    expect(states({ spool: { folder: '/s', bytes: 0, segments: 0, refused: 1 } })).toContain('spool limited');
    expect(states({ disk: { freeBytes: 5e9, totalBytes: 100e9 } })).toContain('disk limited');
  });

  it('has a cluster whose replicas are behind, or cannot write', () => {
    const cluster = { version: '18.16', replicatedTables: 6, readOnly: 0, behindSeconds: 2, queued: 1 };
    expect(states({ cluster })).toContain('cluster ok');
    expect(states({ cluster: { ...cluster, behindSeconds: 400 } })).toContain('cluster limited');
    expect(
      judgeStore({ ...FACTS, cluster: { ...cluster, readOnly: 6 } }).find(({ id }) => id === 'cluster')?.advice,
    ).toContain('ZooKeeper');
  });
});

describe('what serve says of itself', () => {
  it('is read, whatever it is', () => {
    const health = {
      status: 'degraded',
      problems: ['the disk of the store has 4 % left'],
      store: { rows: 5, ledgerRows: 5, bytes: 100 },
      sensors: [{ number: 1, name: 'gate', secondsSinceBatch: null }],
    };
    const read = readHealth(JSON.stringify(health));
    expect(read?.problems).toEqual(health.problems);
    expect(read?.content).toMatchObject({ rows: 5, sensors: [{ number: 1, name: 'gate', secondsAgo: null }] });
    expect(readHealth(JSON.stringify({ ...health, store: null }))?.content).toBeNull();
    for (const body of ['', '[]', '{"status":"ok"}', 'null']) expect(readHealth(body)).toBeNull();
  });
});
