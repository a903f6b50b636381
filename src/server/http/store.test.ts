import { afterEach, describe, expect, it } from 'vitest';
import { makeApp, type TestApp } from './app.fixture.ts';

let made: TestApp | null = null;
afterEach(() => made?.end());

const ask = async (isOwners: boolean, path: string, method = 'GET', headers: Record<string, string> = {}) => {
  made = makeApp({ isOwners, isLoopbackOnly: false });
  if (headers['authorization'] === 'reader') headers['authorization'] = `Bearer ${made.token('reader', 'r')}`;
  return made.app.request(path, { method, headers });
};

describe('the store of its owner', () => {
  it('tells what is in it, and writes a backup', async () => {
    const told = await ask(true, '/api/v1/store');
    expect(await told.json()).toMatchObject({ engine: 'clickhouse', ledgerRows: 0, bytes: 100, days: 0, sensors: [] });
    const written = await ask(true, '/api/v1/store/backup?folder=/tmp/x', 'POST');
    expect(await written.json()).toEqual({ rows: 5, files: 2, bytes: 100 });
  });

  it('takes an absolute path alone', async () => {
    for (const folder of ['', 'here', '../x', '/tmp/%00x']) {
      expect((await ask(true, `/api/v1/store/backup?folder=${folder}`, 'POST')).status, folder).toBe(400);
    }
    expect((await ask(true, '/api/v1/store/backup?folder=/tmp/x')).status).toBe(404);
  });

  it('is for nobody else, whatever token they have', async () => {
    for (const headers of [{}, { authorization: 'reader' }]) {
      expect((await ask(false, '/api/v1/store', 'GET', { ...headers })).status).toBe(403);
      expect((await ask(false, '/api/v1/store/backup?folder=/tmp/x', 'POST', { ...headers })).status).toBe(403);
    }
  });
});
