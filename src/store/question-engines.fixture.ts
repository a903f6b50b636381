/** The engines that questions are held on: each must give the same rows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from './open-store.ts';
import { DAY, NOW } from './question-data.fixture.ts';
import { parseLocation } from './location.ts';
import type { Store } from './store.ts';

export interface OpenedEngine {
  readonly store: Store;
  /** States of the same rows; begun one after the other. */
  readonly stages: readonly { readonly name: string; readonly begin: () => Promise<void> }[];
  readonly close: () => Promise<void>;
}

export interface Engine {
  readonly name: string;
  readonly open: () => Promise<OpenedEngine>;
}

const require = createRequire(import.meta.url);
const load = (name: string): unknown => require(name) as unknown;

const duckdb: Engine = {
  name: 'DuckDB',
  open: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portolan-questions-'));
    const store = await openStore({ engine: 'duckdb', folder }, load);
    return {
      store,
      stages: [
        { name: 'hot', begin: () => Promise.resolve() },
        { name: 'half sealed', begin: () => store.maintain(NOW - DAY) },
        { name: 'sealed', begin: () => store.maintain(NOW + 5 * DAY) },
      ],
      close: async () => {
        await store.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};

/** An empty store of ClickHouse to fill: `lab/cluster` says how to start one. */
const CLICKHOUSE = process.env['PORTOLAN_QUESTIONS_CLICKHOUSE'];

const clickhouse: readonly Engine[] = (CLICKHOUSE ?? '')
  .split(' ')
  .filter((location) => location !== '')
  .map((location) => ({
    name: location,
    open: async () => {
      const store = await openStore(parseLocation(location), load);
      return { store, stages: [{ name: 'stored', begin: () => Promise.resolve() }], close: () => store.close() };
    },
  }));

if (CLICKHOUSE === undefined) {
  console.warn(
    'skipped: questions on ClickHouse; PORTOLAN_QUESTIONS_CLICKHOUSE names empty databases of it, with blanks between them',
  );
}

export const ENGINES: readonly Engine[] = [duckdb, ...clickhouse];
