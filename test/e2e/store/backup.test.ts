import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoreBackupDocument, StoreDropDocument, StoreStatsDocument } from '../../../src/cli/documents.ts';
import { askQuestion } from '../../../src/store/ask.ts';
import { ColumnBatch, MAX_BATCH_ROWS } from '../../../src/store/column-batch.ts';
import { fillStore } from '../../../src/store/fill-store.fixture.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { CASES } from '../../../src/store/question-cases.fixture.ts';
import { generateData, NOW } from '../../../src/store/question-data.fixture.ts';
import type { Store } from '../../../src/store/store.ts';
import { faultsByJsonSchema } from '../contract.fixture.ts';
import { environment, makeFolder, portolan, PORTOLAN, removeFolder } from '../program.fixture.ts';

const TIMEOUT = 300_000;
const EVENTS = 20_000;
/** So many batches that writing a backup of them takes longer than noticing that it has begun. */
const LARGE = 8;

let base = '';
const at = (name: string): string => join(base, name);
const open = (name: string): Promise<Store> =>
  openStore({ engine: 'duckdb', folder: at(name) }, createRequire(import.meta.url));
const run = (...words: string[]) => portolan(['store', ...words]);

/** A store of which one part is sealed and another hot, and a large one. */
beforeAll(async () => {
  base = makeFolder();
  const store = await open('store');
  await fillStore(store, generateData(EVENTS));
  await store.maintain(NOW);
  await store.close();
  const large = await open('large');
  for (let sequence = 1; sequence <= LARGE; sequence++) {
    const columns = new ColumnBatch('events', MAX_BATCH_ROWS);
    const words = columns.column('src_lo', 'u64');
    for (let row = 0; row < MAX_BATCH_ROWS; row++) words[row] = BigInt(row * 2_654_435_761 + sequence);
    await large.insert(1, { origin: 1n, sequence, day: 0, columns, texts: [] });
  }
  await large.close();
}, TIMEOUT);
afterAll(() => removeFolder(base));

/** Everything that is in a store: rows of all tables, texts, names, and the account that it keeps. */
async function contentOf(store: Store): Promise<unknown> {
  const tables = ['events', 'listeners', 'verdicts', 'findings', 'port_hours', 'batches', 'stored_rows'];
  const rows: unknown[] = [];
  for (const table of tables) rows.push((await store.ask(`SELECT * FROM ${table} ORDER BY ALL`)).rows);
  const ids = (await store.ask('SELECT id FROM texts ORDER BY id')).rows.map(([id]) => id ?? 0n);
  return { rows, texts: await store.textsOf(ids), sensors: await store.sensors() };
}

/** Ends the program by `kill -9` as soon as something is there; whether it was still at work. */
async function killOnce(words: readonly string[], isBegun: () => boolean): Promise<boolean> {
  const child = spawn(PORTOLAN, words, { env: environment(), stdio: 'ignore' });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  while (!isBegun() && child.exitCode === null) await new Promise(setImmediate);
  child.kill('SIGKILL');
  return (await ended) === 'SIGKILL';
}

describe('portolan store', { timeout: TIMEOUT }, () => {
  it('restores a store that has the same rows and gives the same answers', async () => {
    const backup = run('backup', at('backup'), '--store', at('store'), '--json');
    expect(backup.err).toBe('');
    expect(faultsByJsonSchema('store-backup', JSON.parse(backup.out))).toEqual([]);
    const restored = run('restore', at('backup'), '--store', `${at('restored')}/`, '--json');
    expect(restored.err).toBe('');
    const { generatedAt: _written, ...was } = JSON.parse(backup.out) as StoreBackupDocument;
    const { generatedAt: _read, ...is } = JSON.parse(restored.out) as StoreBackupDocument;
    expect(is).toEqual({ ...was, did: 'restore', store: `${at('restored')}/` });
    const [before, after] = [await open('store'), await open('restored')];
    expect(await contentOf(after)).toEqual(await contentOf(before));
    for (const { question, words } of CASES) {
      const answer = async (store: Store) => askQuestion(store, question, new Map(Object.entries(words)), NOW);
      const rowsOf = async (store: Store) => (await answer(store)).parts.map(({ rows }) => rows);
      expect(await rowsOf(after), question).toEqual(await rowsOf(before));
    }
    await before.close();
    await after.close();
  });

  it('says what is in a store', () => {
    const stats = run('stats', '--store', at('store'), '--json');
    expect(stats.err).toBe('');
    const document = JSON.parse(stats.out) as StoreStatsDocument;
    expect(faultsByJsonSchema('store-stats', document)).toEqual([]);
    const { rows, ledgerRows, bytes, bytesPerEvent } = document;
    expect(rows.events).toBeGreaterThanOrEqual(EVENTS);
    expect(ledgerRows).toBe(Object.values(rows).reduce((sum, each) => sum + each, 0));
    expect(bytesPerEvent).toBe(bytes / rows.events);
    expect(document.sensors.reduce((sum, { events }) => sum + events, 0)).toBe(rows.events);
    expect(run('stats', '--store', at('store')).out).toContain(
      `ledger       ${ledgerRows} rows, and the tables have as many`,
    );
    expect(run('stats', '--store', at('nowhere'))).toMatchObject({ code: 3 });
  });

  it('leaves a backup that was killed as one that is not finished, and never restores it', async () => {
    const words = ['store', 'backup', at('cut'), '--store', at('large')];
    expect(await killOnce(words, () => existsSync(at('cut/manifest.json')))).toBe(true);
    expect(readFileSync(at('cut/manifest.json'), 'utf8')).toContain('not a backup yet');
    const { code, err } = run('restore', at('cut'), '--store', at('of-cut'));
    expect({ code, err }).toEqual({ code: 3, err: expect.stringContaining('was not finished') as string });
    expect(existsSync(at('of-cut'))).toBe(false);
    expect(run('stats', '--store', at('large')).out).toContain(
      `${LARGE * MAX_BATCH_ROWS} rows, and the tables have as many`,
    );
  });

  it('leaves no store where restoring was killed, and restores it the next time', async () => {
    expect(run('backup', at('whole'), '--store', at('large')).code).toBe(0);
    const words = ['store', 'restore', at('whole'), '--store', at('again')];
    expect(await killOnce(words, () => existsSync(at('again.restoring/hot.duckdb')))).toBe(true);
    expect(existsSync(at('again'))).toBe(false);
    expect(run('restore', at('again.restoring'), '--store', at('never')).err).toContain('is no backup of a store');
    expect(run('restore', at('whole'), '--store', at('again')).err).toBe('');
    expect(existsSync(at('again.restoring'))).toBe(false);
    const { out } = run('stats', '--store', at('again'));
    expect(out).toContain(`${LARGE * MAX_BATCH_ROWS} rows, and the tables have as many`);
  });

  it('drops days only when that is meant', () => {
    const drop = ['drop', '--store', at('restored'), '--before', '2026-11-20'];
    expect(run(...drop)).toMatchObject({
      code: 4,
      out: expect.stringMatching(/^This drops \d+ rows of events/) as string,
    });
    expect(run(...drop, '--json').code).toBe(2);
    expect(run('drop', '--store', at('restored')).code).toBe(2);
    const { out } = run(...drop, '--json', '--yes');
    const document = JSON.parse(out) as StoreDropDocument;
    expect(faultsByJsonSchema('store-drop', document)).toEqual([]);
    expect(document.days.at(-1)).toBe('2026-11-19');
    expect(run(...drop, '--yes').out).toMatch(/^There is nothing of days before 2026-11-20/);
  });

  it('says which ClickHouse it could not restore into', () => {
    const { code, err } = run('restore', at('backup'), '--store', 'clickhouse://127.0.0.1:9/none');
    expect({ code, err }).toEqual({
      code: 3,
      err: expect.stringContaining('127.0.0.1:9 could not be opened') as string,
    });
  });
});

describe('portolan store, while serve has it', { timeout: TIMEOUT }, () => {
  let serve: ChildProcess;

  beforeAll(async () => {
    portolan(['sensors', 'add', 'edge', '--store', at('store')]);
    serve = spawn(PORTOLAN, ['serve', '--listen', 'none', '--store', at('store')], {
      env: environment(),
      stdio: 'ignore',
    });
    while (!existsSync(at('store/serve.sock')) && serve.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 20));
  }, TIMEOUT);
  afterAll(async () => {
    const ended = new Promise((resolve) => serve.once('exit', resolve));
    if (serve.exitCode === null && serve.kill('SIGTERM')) await ended;
  }, TIMEOUT);

  it('asks serve for figures and a backup', () => {
    expect(serve.exitCode).toBeNull();
    expect(run('stats', '--store', at('store'))).toMatchObject({ code: 0, err: '' });
    expect(run('backup', at('served'), '--store', at('store'))).toMatchObject({ code: 0, err: '' });
    expect(run('restore', at('served'), '--store', at('from-served'))).toMatchObject({ code: 0, err: '' });
    expect(readFileSync(at('from-served/sensors.json'))).toEqual(readFileSync(at('store/sensors.json')));
    expect(run('backup', at('served'), '--store', at('store')).err).toContain('is not empty');
  });

  it('drops and restores nothing under it', () => {
    const drop = run('drop', '--before', '2026-11-20', '--yes', '--store', at('store'));
    expect(drop).toMatchObject({ code: 4, err: expect.stringContaining('portolan serve has the store') as string });
    expect(run('restore', at('served'), '--store', at('store'))).toMatchObject({ code: 4 });
  });
});
