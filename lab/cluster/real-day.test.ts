import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectPlainAnswers, PlainAnswers } from '../../src/store/hold-answers.fixture.ts';
import { DAY } from '../../src/store/question-data.fixture.ts';
import { openStore } from '../../src/store/open-store.ts';
import { REAL_DAY_CASES, REAL_DAY_NOW, realDayEvents, realDayPaths } from '../../src/store/real-day.fixture.ts';
import type { Store } from '../../src/store/store.ts';
import { HAS_RECORDINGS } from '../../src/traffic/recorded.fixture.ts';
import { portolan } from '../../test/e2e/program.fixture.ts';
import { Cluster, whyNoCluster } from './cluster.ts';
import { freshStore } from './fresh-store.fixture.ts';

const require = createRequire(import.meta.url);
const TIMEOUT = 900_000;

const isFull = process.env['PORTOLAN_LAB'] === 'full';
if (!isFull) console.warn('skipped: a real day in both engines, row by row; npm run test:lab asks them');
const whyNot = isFull && HAS_RECORDINGS ? await whyNoCluster() : null;
if (whyNot !== null) console.warn(`skipped: ${whyNot}, so a real day cannot be held on ClickHouse`);

/** One real day of what a host on the Internet is sent, through the program itself into both engines: the same rows, as a plain computation says. */
describe.skipIf(!isFull || !HAS_RECORDINGS)('a real day, row by row', { timeout: TIMEOUT }, () => {
  let folder = '';
  let plain: PlainAnswers;
  let events = 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'portolan-real-day-'));
    const rows = await realDayEvents(realDayPaths());
    events = rows.length;
    plain = new PlainAnswers(
      { events: rows, listeners: [], verdicts: [], findings: [], sensors: new Map() },
      REAL_DAY_NOW,
    );
  }, TIMEOUT);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Twice: what is known is not stored again. */
  const ingest = (location: string, spool: string): void => {
    for (let run = 0; run < 2; run++) {
      const ran = portolan(['ingest', '--store', location, '--spool', join(folder, spool), ...realDayPaths()]);
      expect([ran.code, ran.err]).toEqual([0, '']);
    }
  };

  const expectAll = async (store: Store): Promise<void> => {
    const { rows, ledgerRows } = await store.statistics();
    expect([rows.events, ledgerRows]).toEqual([events, events]);
  };

  it('is more than nothing, and most questions about events have an answer', () => {
    expect(events).toBeGreaterThan(30_000);
    const answered = new Set(
      REAL_DAY_CASES.filter((one) => plain.answer(one).some(({ rows }) => rows.length > 0)).map(
        ({ question }) => question,
      ),
    );
    expect(answered.size).toBeGreaterThanOrEqual(12);
  });

  it('is answered by DuckDB, hot and sealed', async () => {
    const store = join(folder, 'store');
    ingest(store, 'spool-duckdb');
    const opened = await openStore({ engine: 'duckdb', folder: store }, (name) => require(name) as unknown);
    try {
      await expectAll(opened);
      await expectPlainAnswers(plain, opened, 'DuckDB, hot', REAL_DAY_CASES);
      await opened.maintain(REAL_DAY_NOW + 5 * DAY);
      await expectAll(opened);
      await expectPlainAnswers(plain, opened, 'DuckDB, sealed', REAL_DAY_CASES);
    } finally {
      await opened.close();
    }
  });

  it.skipIf(whyNot !== null)('is answered by two shards of two replicas of ClickHouse', async () => {
    const cluster = await Cluster.start();
    try {
      const { store, location } = await freshStore(cluster);
      try {
        ingest(location, 'spool-clickhouse');
        await expectAll(store);
        await expectPlainAnswers(plain, store, 'ClickHouse', REAL_DAY_CASES);
      } finally {
        await store.close();
      }
    } finally {
      await cluster.close();
    }
  });
});
