import fc from 'fast-check';
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeBatch, MAX_MESSAGE_BYTES } from '../../store/batch-message.ts';
import { someBatch, someMessage } from '../../store/some-batch.fixture.ts';
import { StoreError } from '../../store/store.ts';
import { makeApp, type TestApp } from './app.fixture.ts';

const PATH = 'http://127.0.0.1:7654/api/v1/batches';
let made: TestApp;

beforeEach(() => {
  made = makeApp();
});
afterEach(() => made.end());

interface Post {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly app?: TestApp['app'];
}

function post(message: Uint8Array | null, { token, headers = {}, app = made.app }: Post = {}): Promise<Response> {
  const all = {
    host: '127.0.0.1:7654',
    'content-type': 'application/octet-stream',
    'content-length': `${message?.length ?? 0}`,
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...headers,
  };
  return Promise.resolve(app.request(PATH, { method: 'POST', headers: all, body: message?.slice() ?? null }));
}

const get = (path: string, token?: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  Promise.resolve(
    made.app.request(`http://127.0.0.1:7654${path}`, {
      headers: { host: '127.0.0.1:7654', ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
    }),
  );

describe('posting a batch', () => {
  it('stores it once, under the number of the token, whatever the rows claim', async () => {
    made.token('sensor', 'first');
    const token = made.token('sensor', 'second');
    const answers = [await post(someMessage(1n, 1), { token }), await post(someMessage(1n, 1), { token })];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual([
      { batch: 'stored' },
      { batch: 'duplicate' },
    ]);
    expect(made.store.inserted.map(({ sensor }) => sensor)).toEqual([2]);
  });

  it('needs no token over the owner’s socket, and is of this machine there', async () => {
    const owners = makeApp({ isOwners: true, isLoopbackOnly: false });
    expect((await post(someMessage(1n, 1), { app: owners.app, headers: { host: 'localhost' } })).status).toBe(200);
    expect(owners.store.inserted.map(({ sensor }) => sensor)).toEqual([0]);
    owners.end();
  });

  it('is refused without a token, with another one, and with a reader’s', async () => {
    const sensor = made.token('sensor', 'edge');
    const reader = made.token('reader', 'me');
    expect((await post(someMessage(1n, 1))).status).toBe(401);
    for (const wrong of ['', 'x', `${sensor.slice(0, -1)}!`, `portolan-sensor-${'A'.repeat(43)}`, 'a'.repeat(5000)]) {
      expect((await post(someMessage(1n, 1), { token: wrong })).status).toBe(401);
    }
    const answer = await post(someMessage(1n, 1), { token: reader });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toEqual({
      error: 'the token of a reader does not let it do this; that of a sensor would',
    });
    expect(made.store.inserted).toEqual([]);
  });

  it('is refused from the moment at which the token is taken away', async () => {
    const token = made.token('sensor', 'edge');
    expect((await post(someMessage(1n, 1), { token })).status).toBe(200);
    rmSync(made.file);
    expect((await post(someMessage(1n, 2), { token })).status).toBe(401);
  });

  it('is refused for what will never be right', async () => {
    const token = made.token('sensor', 'edge');
    const changed = someMessage(1n, 1);
    changed[50] = (changed[50] ?? 0) ^ 1;
    const otherDay = encodeBatch({ ...someBatch(1n, 1), day: 20_001 });
    const noDay = encodeBatch({ ...someBatch(1n, 1), day: -1 });
    const stolenText = encodeBatch({ ...someBatch(1n, 1), texts: [{ id: 7n, text: 'sshd' }] });
    for (const message of [new Uint8Array(0), new Uint8Array(100), changed, otherDay, noDay, stolenText]) {
      expect((await post(message, { token })).status).toBe(400);
    }
    expect(made.store.inserted).toEqual([]);
  });

  it('is refused where the body is not what its headers say', async () => {
    const token = made.token('sensor', 'edge');
    const message = someMessage(1n, 1);
    const status = async (headers: Record<string, string>): Promise<number> =>
      (await post(message, { token, headers })).status;
    expect(await status({ 'content-type': 'text/plain' })).toBe(415);
    expect(await status({ 'content-length': '-1' })).toBe(411);
    expect(await status({ 'content-length': '1e3' })).toBe(411);
    expect(await status({ 'content-length': `${MAX_MESSAGE_BYTES + 1}` })).toBe(413);
    expect(await status({ 'content-length': `${message.length + 1}` })).toBe(400);
    expect(await status({ 'content-length': `${message.length - 1}` })).toBe(400);
    expect(made.store.inserted).toEqual([]);
    expect(made.memory.used).toBe(0);
  });

  it('is refused when it takes too long', async () => {
    const slow = makeApp({}, 50);
    const token = slow.token('sensor', 'edge');
    const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array(10)) });
    const headers = {
      host: 'localhost',
      authorization: `Bearer ${token}`,
      'content-type': 'application/octet-stream',
      'content-length': '1000',
    };
    const answer = await slow.app.request(PATH, { method: 'POST', headers, body, duplex: 'half' });
    expect(answer.status).toBe(408);
    expect(slow.memory.used).toBe(0);
    slow.end();
  });

  it.each([
    [new StoreError('the connection was refused'), 503, '5'],
    [new StoreError('Could not write file: No space left on device'), 507, '30'],
  ])('waits, it says, while the store fails with %s', async (error, status, retryAfter) => {
    const token = made.token('sensor', 'edge');
    made.store.failure = error;
    const answer = await post(someMessage(1n, 1), { token });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, retryAfter]);
    made.store.failure = null;
    expect((await post(someMessage(1n, 1), { token })).status).toBe(200);
  });

  it('is pushed back where too much is under way, one sensor first', async () => {
    const [first, second, third] = [made.token('sensor', 'a'), made.token('sensor', 'b'), made.token('sensor', 'c')];
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    made.store.before = () => gate;
    const most = { 'content-length': `${MAX_MESSAGE_BYTES}` };
    const never = (token: string): Promise<Response> =>
      Promise.resolve(
        made.app.request(PATH, {
          method: 'POST',
          headers: {
            host: 'localhost',
            authorization: `Bearer ${token}`,
            'content-type': 'application/octet-stream',
            ...most,
          },
          body: new ReadableStream({ pull: () => gate }),
          duplex: 'half',
        }),
      );
    const held = [never(first), never(first), never(second), never(second)];
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await post(someMessage(1n, 1), { token: first })).status).toBe(429);
    const behind = await post(someMessage(1n, 1), { token: third });
    expect([behind.status, behind.headers.get('retry-after')]).toEqual([503, '1']);
    open();
    expect((await Promise.all(held)).every(({ status }) => status === 408)).toBe(true);
    expect((await post(someMessage(1n, 1), { token: first })).status).toBe(200);
  });

  it('is refused while the collector is being stopped, and what is under way is finished', async () => {
    const token = made.token('sensor', 'edge');
    let open: () => void = () => undefined;
    made.store.before = () => new Promise<void>((resolve) => (open = resolve));
    const underWay = post(someMessage(1n, 1), { token });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const stopped = made.collector.stop();
    expect((await post(someMessage(1n, 2), { token })).status).toBe(503);
    open();
    await stopped;
    expect((await underWay).status).toBe(200);
  });

  it('survives whatever is sent', async () => {
    const token = made.token('sensor', 'edge');
    const good = someMessage(1n, 1, 20);
    const mutated = fc
      .tuple(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 8 }), fc.nat(good.length + 50))
      .map(([changes, length]) => {
        const message = new Uint8Array(length);
        message.set(good.subarray(0, length));
        for (const [at, byte] of changes) if (at < length) message[at] = byte;
        return message;
      });
    await fc.assert(
      fc.asyncProperty(mutated, async (message) => {
        const { status } = await post(message, { token });
        expect(status).toBe(Buffer.compare(message, good) === 0 ? 200 : 400);
      }),
      { numRuns: 300 },
    );
    expect(made.faults).toEqual([]);
    expect(made.memory.used).toBe(0);
  });
});

describe('reading', () => {
  it('is for readers: a sensor cannot', async () => {
    const [sensor, reader] = [made.token('sensor', 'edge'), made.token('reader', 'me')];
    for (const path of ['/api/v1/ask', '/api/v1/ask/top-ports', '/metrics']) {
      expect((await get(path)).status).toBe(401);
      expect((await get(path, sensor)).status).toBe(403);
      expect((await get(path, reader)).status).toBe(200);
    }
  });

  it('tells strangers of health no more than one word', async () => {
    const [sensor, reader] = [made.token('sensor', 'edge'), made.token('reader', 'me')];
    for (const token of [undefined, sensor, 'wrong']) {
      expect(await (await get('/healthz', token)).json()).toEqual({ status: 'ok' });
    }
    expect(await (await get('/healthz', reader)).json()).toMatchObject({
      status: 'ok',
      store: { rows: 0, ledgerRows: 0, bytes: 100 },
      sensors: [{ number: 1, name: 'edge', secondsSinceBatch: null }],
    });
  });

  it('says of a question what is wrong with it', async () => {
    const reader = made.token('reader', 'me');
    const ask = async (path: string): Promise<[number, string]> => {
      const answer = await get(`/api/v1/ask/${path}`, reader);
      return [answer.status, ((await answer.json()) as { error: string }).error];
    };
    expect(await ask('top-port')).toEqual([404, expect.stringContaining('did you mean top-ports') as string]);
    expect(await ask("top-ports?port=1'%20OR%20'1'='1")).toEqual([400, expect.stringContaining('port') as string]);
    expect(await ask('top-ports?port=1&port=2')).toEqual([400, 'a parameter is given twice']);
    expect(await ask('top-ports?__proto__=1')).toEqual([400, expect.stringContaining('does not take') as string]);
  });
});

describe('what a browser was led to', () => {
  it.each(['evil.example:7654', '192.0.2.1:7654', 'localhost.evil.example', '127.0.0.1.evil.example', ''])(
    'is refused by the name it calls: %s',
    async (host) => expect((await get('/healthz', undefined, { host })).status).toBe(403),
  );

  it.each(['localhost', 'LOCALHOST:7654', '127.0.0.1:7654', '[::1]:7654'])('is answered by its own: %s', async (host) =>
    expect((await get('/healthz', undefined, { host })).status).toBe(200),
  );

  it('is refused from pages of other origins', async () => {
    const status = async (headers: Record<string, string>): Promise<number> =>
      (await get('/healthz', undefined, headers)).status;
    expect(await status({ origin: 'https://evil.example' })).toBe(403);
    expect(await status({ origin: 'null' })).toBe(403);
    expect(await status({ origin: 'http://127.0.0.1:8080' })).toBe(403);
    expect(await status({ origin: 'http://127.0.0.1:7654' })).toBe(200);
    expect(await status({ 'sec-fetch-site': 'cross-site' })).toBe(403);
  });

  it('finds nothing but what is there', async () => {
    for (const path of ['/', '/api', '/api/v1', '/api/v1/batches', '/../etc/passwd', '/api/v1/ask/a/b']) {
      const answer = await get(path, made.token('reader', `r${Math.random()}`.replace('.', '')));
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.headers.get('content-type')).toBe('application/json');
    }
  });
});
