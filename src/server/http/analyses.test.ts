import { existsSync, readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { Analyses } from '../analyses/analyses.ts';
import type { AnalysisNews } from '../analyses/message.ts';
import { TokenBook } from '../tokens/token-book.ts';
import { analysisRoutes, inputRoutes } from './analyses.ts';
import type { AppEnv } from './door.ts';

function makeApp() {
  const started: { path: string; name: string; text: string; tell: (news: AnalysisNews) => void }[] = [];
  const tokens = new TokenBook(
    '/nowhere/sensors.json',
    () => undefined,
    () => undefined,
  );
  const analyses = new Analyses();
  const files = [{ name: 'kern.log', path: '/var/log/kern.log' }];
  const door = { isOwners: true, isLoopbackOnly: false, isSecure: false, page: null };
  const routes = analysisRoutes({
    analyses,
    files,
    start: (path, name, tell) => {
      started.push({ path, name, tell, text: existsSync(path) ? readFileSync(path, 'utf8') : '' });
      return () => Promise.resolve();
    },
    tokens,
    door,
  });
  return {
    app: new Hono<AppEnv>().route('/a', routes).route('/inputs', inputRoutes({ files, tokens, door })),
    started,
    analyses,
  };
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
    expect(await response.json()).toMatchObject({ id: '1', state: 'running', name: '../../etc/passwd' });
    expect(started).toMatchObject([{ text: 'a line' }]);
    expect(started[0]?.path).not.toContain('etc');
    expect(await (await app.request('/a/1')).json()).toMatchObject({ id: '1', report: null });
    expect(await (await app.request('/a/1/cancel', { method: 'POST' })).json()).toMatchObject({ state: 'cancelled' });
    expect((await app.request('/a/9/cancel', { method: 'POST' })).status).toBe(404);
    expect((await app.request('/a/1', { method: 'DELETE' })).status).toBe(204);
    expect(existsSync(started[0]?.path ?? '')).toBe(false);
    expect((await app.request('/a/1')).status).toBe(404);
  });

  it('begins with a file that serve was given, by its number and nothing else', async () => {
    const { app, started } = makeApp();
    expect(await (await app.request('/inputs')).json()).toEqual({ inputs: [{ number: 1, name: 'kern.log' }] });
    expect(await (await app.request('/a')).json()).toEqual({ analyses: [] });
    const json = { 'Content-Type': 'application/json' };
    expect((await app.request('/a', post('{"input": 1}', json))).status).toBe(202);
    expect(started).toMatchObject([{ path: '/var/log/kern.log', name: 'kern.log' }]);
    for (const body of [
      '{"input": 2}',
      '{"input": 0}',
      '{"input": -1}',
      '{"input": "/etc/passwd"}',
      '{"input": 1.5}',
      'x',
      'null',
      '[]',
    ])
      expect((await app.request('/a', post(body, json))).status).toBe(404);
    expect((await app.request('/a', post(`{"input": 1${' '.repeat(5000)}}`, json))).status).toBe(404);
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

  it('gives evidence that is no UTF-8 with its bytes, so that none is lost', async () => {
    const { app, started } = makeApp();
    const bytes = Buffer.from('a\xff\xfeb\r\n', 'latin1');
    await app.request('/a', { ...post('123456'), body: bytes });
    const records = [{ input: 0, record: 1, offset: 0, time: null, text: null }];
    const report = { summary: { events: 1 }, findings: [{ records }] } as never;
    const none = { start: null, seconds: 1, counts: [] };
    const ports = { start: null, seconds: 1, cells: new Uint32Array(), counts: new Uint32Array() };
    started[0]?.tell({ kind: 'done', report, timeline: none, ports });
    expect(await (await app.request('/a/1/evidence/0')).json()).toEqual({
      lines: [
        { place: 'upload:1', text: 'a\ufffd\ufffdb', base64: Buffer.from('a\xff\xfeb', 'latin1').toString('base64') },
      ],
    });
  });

  it('gives the time line of a part, and the evidence of a finding, byte for byte', async () => {
    const { app, started } = makeApp();
    await app.request('/a', post('one\u001b[31m\ntwo\u0000\nthree\n'));
    const records = [
      { input: 0, record: 1, offset: 0, time: null, text: null },
      { input: 0, record: 2, offset: 9, time: null, text: null },
    ];
    const report = { summary: { events: 3 }, findings: [{ records }] } as never;
    const counts = [
      [1, 0],
      [0, 2],
    ];
    const ports = { start: 1000, seconds: 10, cells: Uint32Array.of(22 << 3), counts: Uint32Array.of(4) };
    started[0]?.tell({ kind: 'done', report, timeline: { start: 1000, seconds: 10, counts }, ports });
    expect(await (await app.request('/a/1/evidence/0')).json()).toEqual({
      lines: [
        { place: 'upload:1', text: 'one\u001b[31m', base64: null },
        { place: 'upload:2', text: '', base64: Buffer.from('two\u0000\nthree\n').toString('base64') },
      ],
    });
    expect((await app.request('/a/1/evidence/1')).status).toBe(404);
    const asked = await app.request('/a/1/timeline?from=1970-01-01T00:16:50Z&buckets=5');
    expect(await asked.json()).toMatchObject({
      start: '1970-01-01T00:16:50.000Z',
      seconds: 10,
      counts: [[0, 2, 0, 0, 0, 0, 0]],
    });
    expect(await (await app.request('/a/1/timeline?ports=20-22')).json()).toMatchObject({
      counts: [[4, 0, 0, 0, 0, 0, 0]],
    });
    expect(await (await app.request('/a/1/timeline?ports=23')).json()).toMatchObject({ counts: [] });
    for (const query of ['ports=', 'ports=ssh', 'from=x', 'buckets=0', 'buckets=1e9'])
      expect((await app.request(`/a/1/timeline?${query}`)).status).toBe(400);
    await app.request('/a/1', { method: 'DELETE' });
  });

  it('has no analysis of any other number', async () => {
    const { app } = makeApp();
    for (const id of ['0', '-1', 'x', '1e9', '..']) expect((await app.request(`/a/${id}`)).status).toBe(404);
  });
});
