import { Hono } from 'hono';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ownKnowledge } from '../../knowledge/compiled-knowledge.fixture.ts';
import { NO_OVERLAY } from '../../knowledge/overlay.ts';
import { ESTABLISHED, LISTEN, NOW, snapshotOf, type Machine } from '../../sockets/machine.fixture.ts';
import type { ApiDesk } from '../api/desk.ts';
import { lookAround } from '../api/look.ts';
import { SocketFeed } from '../api/socket-feed.ts';
import { TokenBook } from '../tokens/token-book.ts';
import type { AppEnv, Door } from './door.ts';
import { machineRoutes } from './machine.ts';

const SSHD = { local: '0.0.0.0:22', state: LISTEN, inode: 7 };
const REDIS = { local: '0.0.0.0:6379', state: LISTEN, inode: 8 };
const OWNER: Door = { isOwners: true, isLoopbackOnly: false, isSecure: false, page: null };

function appOf(machine: { now: Machine }, door = OWNER): { app: Hono<AppEnv>; feed: SocketFeed } {
  const desk: ApiDesk = {
    knowledge: ownKnowledge(),
    overlay: () => Promise.resolve(NO_OVERLAY),
    takeSnapshot: (request) => Promise.resolve(snapshotOf(machine.now, request)),
    now: () => NOW,
    version: '1.2.3',
    host: 'db-3',
  };
  const tokens = new TokenBook(
    '/nowhere/sensors.json',
    () => undefined,
    () => undefined,
  );
  const feed = new SocketFeed(
    () => lookAround(desk),
    () => undefined,
  );
  const portsInLogs = (): Promise<null> => Promise.resolve(null);
  const app = new Hono<AppEnv>().route('/api/v1', machineRoutes({ desk, feed, portsInLogs, tokens, door }));
  return { app, feed };
}

interface SocketsAnswer {
  readonly sockets: readonly { readonly local: { readonly port: number } }[];
}

/** The first change that a stream tells. */
async function changeOf(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<unknown> {
  let text = '';
  while (!/event: change.*\n\n$/s.test(text)) text += Buffer.from((await reader?.read())?.value ?? []).toString();
  return JSON.parse(/event: change\ndata: (.*)\n/.exec(text)?.[1] ?? '');
}

afterEach(() => vi.useRealTimers());

describe('what this machine and the knowledge base answer over HTTP', () => {
  it.each([
    ['/api/v1/explain?q=443&q=redis', 'portolan/explain@1'],
    ['/api/v1/search?q=remote+desk', 'portolan/search@1'],
    ['/api/v1/glance', 'portolan/glance@1'],
    ['/api/v1/sockets', 'portolan/sockets@1'],
    ['/api/v1/atlas', 'portolan/atlas@1'],
    ['/api/v1/claims', 'portolan/claims@1'],
    ['/api/v1/patterns', 'portolan/patterns@1'],
  ])('is a document: %s', async (path, schema) => {
    const response = await appOf({ now: { tcp: [SSHD] } }).app.request(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toMatchObject({ schema, host: 'db-3' });
  });

  it.each([
    ['/api/v1/explain', 400],
    ['/api/v1/explain?q=nothing-is-called-so', 404],
    ['/api/v1/search?q=x&limit=0', 400],
    ['/api/v1/sockets?only=mine', 400],
    ['/api/v1/sockets/events?only=', 400],
  ])('is an error in words: %s', async (path, status) => {
    const response = await appOf({ now: {} }).app.request(path);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: expect.stringMatching(/\w/) as string });
  });

  it('is for those who may read', async () => {
    const { app } = appOf({ now: {} }, { isOwners: false, isLoopbackOnly: true, isSecure: false, page: null });
    for (const path of ['explain?q=443', 'sockets', 'sockets/events', 'atlas'])
      expect((await app.request(`/api/v1/${path}`)).status).toBe(401);
  });
});

describe('the stream of sockets', () => {
  it('has what is there, then what changes, and looks no more when nobody listens', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
    const machine = { now: { tcp: [SSHD] } as Machine };
    const { app, feed } = appOf(machine);
    const response = await app.request('/api/v1/sockets/events');
    const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader();
    const read = async (until: RegExp): Promise<string> => {
      let text = '';
      while (!until.test(text)) text += Buffer.from((await reader.read()).value ?? []).toString();
      return text;
    };
    expect(await read(/\n\n$/)).toMatch(/^event: snapshot\ndata: \{.*"port":22.*\}\n\n$/s);
    await vi.advanceTimersByTimeAsync(2000);
    machine.now = { tcp: [REDIS] };
    await vi.advanceTimersByTimeAsync(2000);
    const change = await read(/event: change.*\n\n$/s);
    expect(JSON.parse(/data: (.*)\n/.exec(change)?.[1] ?? '')).toMatchObject({
      added: [{ local: { port: 6379 } }],
      gone: ['tcp|ipv4|0.0.0.0|22|0.0.0.0|0|7'],
    });
    expect(feed.listeners).toBe(1);
    await reader.cancel();
    expect(feed.listeners).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves out connections for who asks for what listens, then and later', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
    const peer = (inode: number) => ({ local: '10.0.0.1:22', remote: '10.0.0.9:4242', state: ESTABLISHED, inode });
    const machine = { now: { tcp: [SSHD, peer(18)] } as Machine };
    const { app } = appOf(machine);
    const whole = (await (await app.request('/api/v1/sockets?only=listening')).json()) as SocketsAnswer;
    expect(whole.sockets.map(({ local }) => local.port)).toEqual([22]);
    const all = (await app.request('/api/v1/sockets/events')).body?.getReader();
    const listening = (await app.request('/api/v1/sockets/events?only=listening')).body?.getReader();
    await vi.advanceTimersByTimeAsync(2000);
    machine.now = { tcp: [SSHD, REDIS, peer(19)] };
    await vi.advanceTimersByTimeAsync(2000);
    expect(await changeOf(all)).toMatchObject({ added: [{}, {}], gone: [expect.any(String)] });
    expect(await changeOf(listening)).toMatchObject({ added: [{ local: { port: 6379 } }], gone: [] });
    await Promise.all([all?.cancel(), listening?.cancel()]);
  });

  it('ends for all when the server does', async () => {
    const { app, feed } = appOf({ now: { tcp: [SSHD] } });
    const response = await app.request('/api/v1/sockets/events');
    feed.close();
    expect(await response.text()).toMatch(/^event: snapshot/);
    expect(feed.listeners).toBe(0);
  });
});
