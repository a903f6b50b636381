import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATA, expectAnswers, expectedAnswer } from './expected-answers.fixture.ts';
import { fillStore } from './fill-store.fixture.ts';
import { openStore } from './open-store.ts';
import { CASES, ORACLES } from './question-cases.fixture.ts';
import { DAY, NOW } from './question-data.fixture.ts';
import { QUESTIONS } from './questions/all.ts';
import type { Store } from './store.ts';

const require = createRequire(import.meta.url);
const TIMEOUT = 900_000;

describe('what questions must answer', { timeout: TIMEOUT }, () => {
  it('is computed for each part of each', () => {
    const parts = QUESTIONS.flatMap(({ name, parts: list }) => list.map((part) => `${name}.${part.name}`));
    expect(Object.keys(ORACLES).toSorted()).toEqual(parts.toSorted());
    expect(new Set(CASES.map(({ question }) => question))).toEqual(new Set(QUESTIONS.map(({ name }) => name)));
  });

  it('is something, for the first case of each question: a test of nothing proves nothing', () => {
    for (const { name } of QUESTIONS) {
      const first = CASES.find(({ question }) => question === name);
      const parts = first === undefined ? [] : expectedAnswer(first);
      expect(
        parts.map(({ rows }) => rows.length > 0),
        name,
      ).toEqual(parts.map(() => true));
    }
  });
});

describe('questions on DuckDB are answered as a plain computation does', { timeout: TIMEOUT }, () => {
  let folder = '';
  let store: Store;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'portolan-questions-'));
    store = await openStore({ engine: 'duckdb', folder }, (name) => require(name) as unknown);
    await fillStore(store, DATA);
  }, TIMEOUT);

  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('where all days are hot', () => expectAnswers(store, 'hot'));

  it('where some days are sealed', async () => {
    await store.maintain(NOW - DAY);
    await expectAnswers(store, 'half sealed');
  });

  it('where all days are sealed', async () => {
    await store.maintain(NOW + 5 * DAY);
    await expectAnswers(store, 'sealed');
  });
});
