import { existsSync, readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { Analyses } from '../analyses/analyses.ts';
import type { AnalysisNews } from '../analyses/message.ts';
import { TokenBook } from '../tokens/token-book.ts';
import { analysisRoutes } from './analyses.ts';
import type { AppEnv } from './door.ts';

function makeApp() {
  const started: { path: string; name: string; text: string; tell: (news: AnalysisNews) => void }[] = [];
  const tokens = new TokenBook(
    '/nowhere/sensors.json',
    () => undefined,
    () => undefined,
  );
  const analyses = new Analyses();
  const routes = analysisRoutes({
    analyses,
    files: [{ name: 'kern.log', path: '/var/log/kern.log' }],
    start: (path, name, tell) => {
      started.push({ path, name, tell, text: existsSync(path) ? readFileSync(path, 'utf8') : '' });
      return () => Promise.resolve();
    },
    tokens,
    door: { isOwners: true, isLoopbackOnly: false },
  });
  return { app: new Hono<AppEnv>().route('/a', routes), started, analyses };
}

const post = (body: string, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body,
  headers: { 'Content-Length': String(body.length), ...headers },
});

describe('reading a file over HTTP', () => {
  it('begins with its bytes, under a name that is no path, and leaves nothing behind', async () => {
    const { app, started } = makeApp();
    const response = await app.request('/a', post('a line', { 'X-Name': '..%2F..%2Fetc%2Fpasswd' }));
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ id: 1, state: 'running', name: '../../etc/passwd' });
    expect(started).toMatchObject([{ text: 'a line' }]);
    expect(started[0]?.path).not.toContain('etc');
    expect(await (await app.request('/a/1')).json()).toMatchObject({ id: 1, report: null });
    expect((await app.request('/a/1', { method: 'DELETE' })).status).toBe(204);
    expect(existsSync(started[0]?.path ?? '')).toBe(false);
    expect((await app.request('/a/1')).status).toBe(404);
  });

  it('begins with a file that serve was given, by its number and nothing else', async () => {
    const { app, started } = makeApp();
    expect(await (await app.request('/a')).json()).toEqual({ files: [{ number: 1, name: 'kern.log' }], analyses: [] });
    const json = { 'Content-Type': 'application/json' };
    expect((await app.request('/a', post('{"file": 1}', json))).status).toBe(202);
    expect(started).toMatchObject([{ path: '/var/log/kern.log', name: 'kern.log' }]);
    for (const body of [
      '{"file": 2}',
      '{"file": 0}',
      '{"file": -1}',
      '{"file": "/etc/passwd"}',
      '{"file": 1.5}',
      'x',
      'null',
      '[]',
    ])
      expect((await app.request('/a', post(body, json))).status).toBe(404);
    expect((await app.request('/a', post(' '.repeat(2000), json))).status).toBe(413);
    expect(started).toHaveLength(1);
  });

  it('waits while two are read', async () => {
    const { app, started } = makeApp();
    await app.request('/a', post('1'));
    await app.request('/a', post('2'));
    const refused = await app.request('/a', post('3'));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(started).toHaveLength(2);
  });

  it('has no analysis of any other number', async () => {
    const { app } = makeApp();
    for (const id of ['0', '-1', 'x', '1e9', '..']) expect((await app.request(`/a/${id}`)).status).toBe(404);
  });
});
