import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAX_MESSAGE_BYTES } from '../../store/batch-message.ts';
import type { Batch, Store, Stored } from '../../store/store.ts';
import { CheckUp } from '../collector/check-up.ts';
import { CollectorMetrics } from '../collector/collector-metrics.ts';
import { Collector } from '../collector/collector.ts';
import type { DiskRoom } from '../collector/disk-room.ts';
import { MemoryBudget } from '../collector/memory-budget.ts';
import { StoreKeeper } from '../collector/store-keeper.ts';
import type { PageParts } from '../page/page-parts.ts';
import { TokenBook } from '../tokens/token-book.ts';
import { changeTokens, TOKEN_FILE } from '../tokens/token-file.ts';
import { formatToken, hashToken, type TokenKind } from '../tokens/token.ts';
import { withToken } from '../tokens/token-list.ts';
import { createApp } from './app.ts';
import type { Door } from './door.ts';

/** 2026-01-01. */
const NOW = 1_767_225_600_000;

/** A store in memory, which remembers what it was given and can be told to fail. */
export class RememberingStore implements Store {
  readonly engine: 'duckdb' | 'clickhouse' = 'clickhouse';
  readonly inserted: { readonly sensor: number; readonly batch: Batch }[] = [];
  /** What inserts fail with. */
  failure: Error | null = null;
  /** Waited for before each insert. */
  before: () => Promise<void> = () => Promise.resolve();
  rows = { events: 0, listeners: 0, verdicts: 0, findings: 0 };
  ledgerRows: number | null = 0;
  isDown = false;

  async insert(sensor: number, batch: Batch): Promise<Stored> {
    await this.before();
    if (this.failure !== null) throw this.failure;
    const { origin, sequence } = batch;
    const isThere = this.inserted.some(
      (one) => one.sensor === sensor && one.batch.origin === origin && one.batch.sequence === sequence,
    );
    if (isThere) return 'duplicate';
    this.inserted.push({ sensor, batch });
    return 'stored';
  }

  statistics(): ReturnType<Store['statistics']> {
    if (this.isDown) return Promise.reject(new Error('down'));
    return Promise.resolve({
      rows: this.rows,
      ledgerRows: this.ledgerRows,
      bytes: 100,
      oldestDay: null,
      newestDay: null,
    });
  }

  ask(): ReturnType<Store['ask']> {
    return Promise.resolve({ rows: [], isPartial: false, milliseconds: 0 });
  }

  migrate = (): Promise<void> => Promise.resolve();
  textsOf = (): Promise<ReadonlyMap<bigint, string>> => Promise.resolve(new Map());
  nameSensor = (): Promise<void> => Promise.resolve();
  sensors = (): Promise<ReadonlyMap<number, string>> => Promise.resolve(new Map());
  maintain = (): Promise<void> => Promise.resolve();
  backup = (): ReturnType<Store['backup']> => Promise.resolve({ rows: 5, files: 2, bytes: 100 });
  dropBefore = (): Promise<readonly number[]> => Promise.resolve([]);
  close = (): Promise<void> => Promise.resolve();
}

/** An app over a store in memory, with tokens in a folder that `end` removes. */
export function makeApp(doorOf: Partial<Door> = {}, bodyMs = 2000, page: PageParts | null = null) {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-app-'));
  const file = join(folder, TOKEN_FILE);
  const store = new RememberingStore();
  const faults: Error[] = [];
  const keeper = new StoreKeeper(
    store.engine,
    () => Promise.resolve(store),
    () => undefined,
    store,
  );
  const tokens = new TokenBook(
    file,
    () => undefined,
    (error) => faults.push(error),
  );
  const room: { disk: DiskRoom | null } = { disk: { freeBytes: 5e9, totalBytes: 1e10 } };
  const metrics = new CollectorMetrics();
  const now = (): number => NOW;
  const memory = new MemoryBudget(4 * MAX_MESSAGE_BYTES, 2 * MAX_MESSAGE_BYTES);
  const isDiskFull = (): boolean => (room.disk?.freeBytes ?? 1e9) < 1e6;
  const collector = new Collector({ keeper, metrics, memory, now, isDiskFull, tell: () => undefined });
  const disk = (): DiskRoom | null => room.disk;
  const checkUp = new CheckUp({ keeper, metrics, tokens, disk, now });
  const app = createApp(
    {
      keeper,
      now,
      collector,
      checkUp,
      metrics,
      tokens,
      disk,
      onFault: (error) => faults.push(error),
      bodyMs,
      page,
    },
    { isOwners: false, isLoopbackOnly: true, isSecure: false, page: page?.token ?? null, ...doorOf },
  );
  return {
    app,
    store,
    collector,
    memory,
    room,
    faults,
    file,
    /** Adds a sensor or reader; its token. */
    token: (kind: TokenKind, name: string): string => {
      const token = formatToken(kind, crypto.getRandomValues(new Uint8Array(32)));
      const entry = { name, sha256: hashToken(token), since: '2026-01-01T00:00:00.000Z' };
      changeTokens(file, Date.now(), (list) => withToken(list, kind, entry));
      return token;
    },
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export type TestApp = ReturnType<typeof makeApp>;
