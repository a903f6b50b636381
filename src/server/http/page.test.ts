import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditDocument, RunAudit } from '../audits/audit-runs.ts';
import { makePageParts } from '../page/page.fixture.ts';
import type { PageParts } from '../page/page-parts.ts';
import { makeApp, type TestApp } from './app.fixture.ts';

/** 2026-01-01, as the app has it. */
const TODAY = '2026-01-01';

let folder = '';
let page: PageParts;
let test: TestApp;
let audit: RunAudit;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-page-'));
  audit = () => new Promise(() => undefined);
  page = makePageParts(join(folder, 'suppressions.json'), (...asked) => audit(...asked));
  test = makeApp({}, 2000, page);
});
afterEach(() => {
  test.end();
  rmSync(folder, { recursive: true, force: true });
});

const HOST = 'localhost:7654';
const request = (path: string, init: RequestInit = {}, host = HOST): Response | Promise<Response> =>
  test.app.request(path, { ...init, headers: { host, ...(init.headers as Record<string, string>) } });
const post = (path: string, body: unknown, headers: Record<string, string> = {}): Response | Promise<Response> => {
  const text = JSON.stringify(body);
  return request(path, {
    method: 'POST',
    body: text,
    headers: { 'content-type': 'application/json', 'content-length': String(text.length), ...headers },
  });
};
const cookie = (): Record<string, string> => ({ cookie: `portolan=${page.token.text}` });

describe('entering the page', () => {
  it('takes the token of the address, and gives a cookie that no script and no other page can use', async () => {
    const entered = await post('/api/v1/session', { token: page.token.text });
    expect(entered.status).toBe(200);
    const given = entered.headers.get('set-cookie') ?? '';
    expect(given).toMatch(/^portolan=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    const [pair = ''] = given.split(';');
    expect((await request('/api/v1/glance', { headers: { cookie: pair } })).status).toBe(200);
  });

  it('gives a cookie for TLS only where there is TLS', async () => {
    test.end();
    test = makeApp({ isLoopbackOnly: false, isSecure: true }, 2000, page);
    const entered = await post('/api/v1/session', { token: page.token.text });
    expect(entered.headers.get('set-cookie')).toContain('; Secure');
  });

  it.each([[{}], [{ token: '' }], [{ token: 'x' }], [{ token: null }], [{ token: ['a'] }], [[]], ['x'], [null]])(
    'takes nothing else: %j',
    async (body) => {
      const refused = await post('/api/v1/session', body);
      expect([refused.status, refused.headers.get('set-cookie')]).toEqual([401, null]);
    },
  );

  it.each([['x'], ['']])('is not possible with another cookie: %j', async (value) => {
    expect((await request('/api/v1/glance', { headers: { cookie: `portolan=${value}` } })).status).toBe(401);
  });
});

describe('what belongs to the page alone', () => {
  it.each([['/api/v1/analyses'], ['/api/v1/inputs'], ['/api/v1/audits/latest'], ['/api/v1/suppressions']])(
    'is refused to others: %s',
    async (path) => {
      expect((await request(path)).status).toBe(401);
      const reader = { authorization: `Bearer ${test.token('reader', 'grafana')}` };
      expect((await request(path, { headers: reader })).status).toBe(403);
      const sensor = { authorization: `Bearer ${test.token('sensor', 'gate')}` };
      expect((await request(path, { headers: sensor })).status).toBe(403);
    },
  );

  it('is given to a terminal that has the token of the address, as a copied API call', async () => {
    const terminal = { authorization: `Bearer ${page.token.text}` };
    expect((await request('/api/v1/analyses', { headers: terminal })).status).toBe(200);
    expect((await request('/api/v1/glance', { headers: terminal })).status).toBe(200);
    expect((await post('/api/v1/batches', {}, terminal)).status).toBe(403);
    expect((await request('/api/v1/analyses', { headers: { ...terminal, host: 'evil.example' } })).status).not.toBe(
      200,
    );
  });

  it('is nothing that a sensor may do: the page posts no batches', async () => {
    expect((await post('/api/v1/batches', {}, cookie())).status).toBe(403);
  });

  it.each([
    ['a name that points to us', 'evil.example:7654', {}],
    ['another origin', HOST, { origin: 'http://evil.example' }],
    ['another port of ours', HOST, { origin: 'http://localhost:3000' }],
    ['a page of another site', HOST, { 'sec-fetch-site': 'cross-site' }],
    ['a sandboxed frame', HOST, { origin: 'null' }],
  ])('is refused to %s, with the cookie and all', async (_, host, headers) => {
    const body = '{"rule":"x","reason":"y","until":"2030-01-01"}';
    const refused = await request(
      '/api/v1/suppressions',
      { method: 'POST', body, headers: { ...cookie(), ...headers, 'content-length': String(body.length) } },
      host,
    );
    expect(refused.status).toBe(403);
    expect(page.suppressions.on(TODAY)).toEqual([]);
  });
});

describe('the files of the page', () => {
  it('are shown to anybody on this machine, and forbid the browser everything that is not ours', async () => {
    for (const path of ['/', '/port/443/tcp', '/sockets?filter=x']) {
      const response = await request(path);
      expect(await response.text()).toBe('<!doctype html>');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
      expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
    const script = await request('/assets/app-1.js');
    expect([script.headers.get('content-type'), script.headers.get('cache-control')]).toEqual([
      'text/javascript; charset=utf-8',
      'private, max-age=31536000, immutable',
    ]);
    expect((await request('/', { headers: { 'if-none-match': '"1"' } })).status).toBe(304);
  });

  it.each([
    ['/assets/../../etc/passwd'],
    ['/assets/%2e%2e%2f%2e%2e%2fetc%2fpasswd'],
    ['/..%2f..%2fetc/passwd'],
    ['/assets/x.js'],
  ])('are no way to any other file: %s', async (path) => {
    const response = await request(path);
    expect(await response.text()).not.toContain('root:');
  });
});

describe('what somebody does not want to see', () => {
  const wish = { rule: 'traffic.scan.vertical', subject: '192.0.2.1', reason: 'our own scanner', until: '2026-12-31' };

  it('is kept, with its reason, until its day, in a file of the owner', async () => {
    const added = await post('/api/v1/suppressions', wish, cookie());
    expect(added.status).toBe(201);
    const { id } = (await added.json()) as { id: string };
    const list = await request('/api/v1/suppressions', { headers: cookie() });
    expect(await list.json()).toEqual({ suppressions: [{ id, ...wish }] });
    const file = join(folder, 'suppressions.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain('our own scanner');
    expect(page.suppressions.on('2027-01-01')).toEqual([]);
    expect((await request(`/api/v1/suppressions/${id}`, { method: 'DELETE', headers: cookie() })).status).toBe(204);
    expect((await request(`/api/v1/suppressions/${id}`, { method: 'DELETE', headers: cookie() })).status).toBe(404);
  });

  it.each([
    [{ ...wish, reason: '' }],
    [{ ...wish, until: 'never' }],
    [{ ...wish, until: '2025-12-31' }],
    [{ ...wish, rule: 7 }],
    [{ ...wish, subject: 'x'.repeat(600) }],
  ])('is refused where it is none: %j', async (order) => {
    expect((await post('/api/v1/suppressions', order, cookie())).status).toBe(400);
  });
});

describe('wrong tokens', () => {
  it('are pushed back after a few, and never keep out who has the right one', async () => {
    const guess = (): Response | Promise<Response> =>
      request('/api/v1/glance', { headers: { authorization: 'Bearer portolan-reader-guessed' } });
    const statuses: number[] = [];
    for (let tries = 0; tries < 25; tries++) statuses.push((await guess()).status);
    expect([statuses.filter((one) => one === 401).length, statuses.at(-1)]).toEqual([20, 429]);
    expect((await guess()).headers.get('retry-after')).toBe('1');
    expect((await post('/api/v1/session', { token: 'guessed' })).status).toBe(429);
    expect((await request('/api/v1/glance')).status).toBe(401);
    expect((await request('/api/v1/inputs', { headers: cookie() })).status).toBe(200);
  });
});

describe('audits from the page', () => {
  const document = {
    hosts: [
      {
        name: 'db-3',
        addresses: [{ address: '127.0.0.1' }],
        ports: [{ port: 22, address: '127.0.0.1', checks: [{ check: 'ssh.protocol', port: 22 }] }],
      },
    ],
  } as unknown as AuditDocument;

  it('run one at a time, of what serve was started with, and answer when they are done', async () => {
    const asked: (readonly string[])[] = [];
    let end: (result: AuditDocument) => void = () => undefined;
    audit = (words, signal, onProgress) => {
      asked.push(words);
      onProgress('asked 3 of 9 ports');
      signal.addEventListener('abort', () => end(document));
      return new Promise((resolve) => (end = resolve));
    };
    expect(await (await request('/api/v1/audits/latest', { headers: cookie() })).json()).toBeNull();
    expect((await post('/api/v1/audits', { targets: ['8.8.8.8'] }, cookie())).status).toBe(202);
    expect((await post('/api/v1/audits', {}, cookie())).status).toBe(503);
    expect(asked).toEqual([[]]);
    const running = await request('/api/v1/audits/running', { headers: cookie() });
    expect(await running.json()).toEqual({ running: true, progress: 'asked 3 of 9 ports', failure: null });
    expect((await post('/api/v1/audits/cancel', {}, cookie())).status).toBe(200);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await (await request('/api/v1/audits/latest', { headers: cookie() })).json()).toEqual(document);
    expect(await (await request('/api/v1/audits/running', { headers: cookie() })).json()).toEqual({
      running: false,
      progress: null,
      failure: null,
    });
  });

  it('make one check again only where the last audit was', async () => {
    const asked: (readonly string[])[] = [];
    audit = (words) => {
      asked.push(words);
      return Promise.resolve(document);
    };
    await post('/api/v1/audits', {}, cookie());
    await new Promise((resolve) => setImmediate(resolve));
    asked.length = 0;
    const again = (order: object): Response | Promise<Response> => post('/api/v1/audits/check', order, cookie());
    const answer = await again({ host: 'db-3', port: 22, check: 'ssh.protocol' });
    expect(await answer.json()).toMatchObject({ host: 'db-3', port: 22, result: { check: 'ssh.protocol' } });
    expect(asked).toEqual([['127.0.0.1', '--ports', '22', '--only', 'ssh.protocol']]);
    for (const order of [
      { host: '8.8.8.8', port: 22, check: 'ssh.protocol' },
      { host: 'db-3', port: 23, check: 'ssh.protocol' },
      { host: 'db-3', port: 22, check: '--allow-residue' },
      { host: 'db-3', port: 22, check: 'ssh.protocol --vantage netns' },
    ])
      expect((await again(order)).status).toBe(404);
    expect((await again({ host: 'db-3' })).status).toBe(400);
    expect(asked).toHaveLength(1);
  });
});

describe('the documentation', () => {
  it('is shown to anybody who sees the page, by exact name', async () => {
    const start = await request('/docs/');
    expect([start.status, await start.text()]).toEqual([200, '<!doctype html><title>Docs</title>']);
    expect((await request('/docs/index.html')).status).toBe(200);
    const short = await request('/docs');
    expect([short.status, short.headers.get('location')]).toEqual([308, '/docs/']);
  });

  it.each(['/docs/nothing.html', '/docs/../../etc/passwd', '/docs/%2e%2e/package.json', '/docs/..%2findex.html'])(
    'has nothing else: %s',
    async (path) => {
      expect(await (await request(path)).text()).not.toContain('Docs');
    },
  );

  it('answers 404 and not the page where there is no such page', async () => {
    expect((await request('/docs/nothing.html')).status).toBe(404);
  });
});
