import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { askQuestion } from './ask.ts';
import { openStore } from './open-store.ts';

const require = createRequire(import.meta.url);

describe('a question', () => {
  it('is asked', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portolan-ask-'));
    const store = await openStore({ engine: 'duckdb', folder }, (name) => require(name) as unknown);
    const words = new Map([
      ['since', '7d'],
      ['port', '22/tcp'],
      ['source', '10.0.0.0/8'],
      ['limit', '3'],
    ]);
    const answer = await askQuestion(store, 'top-ports', words, Date.UTC(2026, 10, 22));
    expect(answer).toMatchObject({ parameters: { since: '2026-11-15T00:00:00.000Z' }, isPartial: false });
    await store.close();
    rmSync(folder, { recursive: true });
  });
});
