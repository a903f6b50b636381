import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadBackup } from '../../src/store/duckdb/load-backup.ts';
import { loadDuckDb } from '../../src/store/duckdb/load.ts';
import { DATA, expectAnswers } from '../../src/store/expected-answers.fixture.ts';
import { fillStore } from '../../src/store/fill-store.fixture.ts';
import { openStore } from '../../src/store/open-store.ts';
import { DAY, NOW } from '../../src/store/question-data.fixture.ts';
import { TABLES } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { portolan } from '../../test/e2e/program.fixture.ts';
import { Cluster, whyNoCluster } from './cluster.ts';
import { eventsOf } from './events.fixture.ts';
import { freshStore } from './fresh-store.fixture.ts';

const whyNot = await whyNoCluster();
if (whyNot !== null) console.warn(`skipped: ${whyNot}, so no backup can be loaded into ClickHouse`);

const TIMEOUT = 900_000;
const load = createRequire(import.meta.url);

describe.skipIf(whyNot !== null)('a backup that is loaded into ClickHouse', { timeout: TIMEOUT }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-load-'));
  const backup = join(folder, 'backup');
  let cluster: Cluster;
  let embedded: Store;

  beforeAll(async () => {
    cluster = await Cluster.start({ shards: 1, replicas: 1 });
    embedded = await openStore({ engine: 'duckdb', folder: join(folder, 'store') }, load);
    await fillStore(embedded, DATA);
    // Some days are in files, some in the database.
    await embedded.maintain(NOW - DAY);
    await embedded.backup(backup);
  }, TIMEOUT);

  afterAll(async () => {
    await embedded?.close();
    await cluster?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has the same rows, texts and names, once, and answers all questions', async () => {
    const { store } = await freshStore(cluster);
    const duckdb = loadDuckDb(load);
    await loadBackup(backup, store, duckdb);
    const { rows } = await embedded.statistics();
    expect(await store.statistics()).toMatchObject({
      rows,
      ledgerRows: Object.values(rows).reduce((a, b) => a + b, 0),
    });
    for (const { name, columns } of Object.values(TABLES)) {
      const list = columns.map((column) => column.name).join(', ');
      const sums = columns.map((column) => `sum(${column.name} % 1000003)`).join(', ');
      const both = `SELECT count(*), ${sums} FROM ${name}`;
      expect((await store.ask(both)).rows, name).toEqual((await embedded.ask(both)).rows);
      const first = `SELECT ${list} FROM ${name} ORDER BY ${list} LIMIT 20000`;
      expect((await store.ask(first)).rows, name).toEqual((await embedded.ask(first)).rows);
    }
    expect(await store.sensors()).toEqual(await embedded.sensors());
    await expectAnswers(store, 'loaded');
    await loadBackup(backup, store, duckdb);
    expect((await store.statistics()).rows).toEqual(rows);
    await store.close();
  });

  it('is loaded by portolan store restore, and not beside rows of others', async () => {
    const { store, location } = await freshStore(cluster);
    const state = join(folder, 'state');
    const words = ['store', 'restore', backup, '--store', location];
    const done = portolan(words, { env: { STATE_DIRECTORY: state } });
    expect([done.code, done.out]).toEqual([0, expect.stringContaining('Restored') as string]);
    expect((await store.statistics()).rows).toEqual((await embedded.statistics()).rows);
    expect(existsSync(join(state, 'sensors.json'))).toBe(existsSync(join(folder, 'store', 'sensors.json')));
    await store.close();
    const other = await freshStore(cluster);
    await other.store.insert(1, eventsOf(1, 20_000));
    const refused = portolan(['store', 'restore', backup, '--store', other.location], {
      env: { STATE_DIRECTORY: state },
    });
    expect([refused.code, refused.err]).toEqual([3, expect.stringContaining('not of this backup') as string]);
    await other.store.close();
  });
});
