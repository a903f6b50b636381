import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Availability } from './availability.ts';
import { WaitTimeoutError } from './ports-error.ts';
import { look, type Seen } from './probe.ts';
import { waitForPort, type Watch } from './wait.ts';

const ACCEPTS: Seen = { accepts: true, status: null, words: 'accepts connections' };
const REFUSES: Seen = { accepts: false, status: null, words: 'refuses connections' };

/** A machine that plays what looks at an address see, one look after the other, the last for ever; time passes in sleep. */
class Played implements Watch {
  readonly asked: string[] = [];
  readonly #script: Readonly<Record<string, readonly Seen[]>>;
  readonly #availability: Availability[];
  #time = 1000;
  readonly #turns = new Map<string, number>();

  constructor(script: Readonly<Record<string, readonly Seen[]>>, states: readonly Availability[] = ['free']) {
    this.#script = script;
    this.#availability = [...states];
  }

  readonly look = async (host: string, _port: number, path: string | null): Promise<Seen> => {
    this.asked.push(`${host}${path ?? ''}`);
    const turn = this.#turns.get(host) ?? 0;
    this.#turns.set(host, turn + 1);
    const seen = this.#script[host] ?? [];
    return seen[Math.min(turn, seen.length - 1)] ?? REFUSES;
  };

  readonly availability = async (): Promise<Availability> => {
    const [first = 'free', ...others] = this.#availability;
    if (others.length > 0) this.#availability.shift();
    return first;
  };

  readonly now = (): number => this.#time;

  readonly sleep = async (milliseconds: number): Promise<void> => {
    this.#time += milliseconds;
  };
}

describe('waiting until something accepts', () => {
  it('looks at both loopback addresses, and either is enough', async () => {
    const watch = new Played({ '::1': [REFUSES, REFUSES, ACCEPTS] });
    expect(await waitForPort(80, { interval: 50 }, watch)).toEqual({ host: '::1', status: null, milliseconds: 100 });
    expect(watch.asked.slice(0, 2)).toEqual(['127.0.0.1', '::1']);
  });

  it('looks only at the host that was named', async () => {
    const watch = new Played({ '10.0.0.9': [ACCEPTS] });
    expect(await waitForPort(80, { host: '10.0.0.9' }, watch)).toMatchObject({ host: '10.0.0.9' });
    expect(watch.asked).toEqual(['10.0.0.9']);
  });

  it('gives up in time, and says what it saw', async () => {
    const watch = new Played({});
    await expect(waitForPort(80, { timeout: 500, interval: 100 }, watch)).rejects.toThrow(
      new WaitTimeoutError('127.0.0.1:80 refuses connections'),
    );
    expect(watch.now()).toBe(1500);
    expect(watch.asked).toHaveLength(2 * 6);
  });

  it('looks once when there is no time', async () => {
    const watch = new Played({});
    await expect(waitForPort(80, { timeout: 0, host: '::1' }, watch)).rejects.toThrow('[::1]:80 refuses connections');
    expect(watch.asked).toEqual(['::1']);
  });

  it.each([0, 65_536, 80.5, Number.NaN, -1])('refuses %d, which is no port', async (port) => {
    await expect(waitForPort(port, {}, new Played({}))).rejects.toThrow(RangeError);
  });
});

describe('waiting until a port is free', () => {
  it('waits until nobody accepts on either address, and the port can be bound', async () => {
    const watch = new Played({ '127.0.0.1': [REFUSES], '::1': [ACCEPTS, REFUSES] }, ['busy', 'free']);
    expect(await waitForPort(80, { free: true, interval: 50 }, watch)).toEqual({
      host: null,
      status: null,
      milliseconds: 100,
    });
  });

  it('says so when the port is kept although nobody answers', async () => {
    const bound = new Played({}, ['busy']);
    await expect(waitForPort(80, { free: true, timeout: 100 }, bound)).rejects.toThrow(/bound or reserved/);
  });

  it('is content with the refusal where binding is not permitted, or the host another', async () => {
    expect(await waitForPort(80, { free: true }, new Played({}, ['denied']))).toMatchObject({ host: null });
    const other = new Played({}, ['busy']);
    expect(await waitForPort(80, { free: true, host: '10.0.0.9' }, other)).toMatchObject({ host: null });
  });
});

describe('waiting for HTTP', () => {
  const answers = (status: number): Seen => ({ accepts: true, status, words: `answers with status ${status}` });

  it('is content with any status, or with a path only with success', async () => {
    const script = { '127.0.0.1': [REFUSES, ACCEPTS, answers(503), answers(204)] };
    expect(await waitForPort(80, { http: true }, new Played(script))).toMatchObject({ status: 503 });
    const watch = new Played(script);
    expect(await waitForPort(80, { http: '/health' }, watch)).toMatchObject({ status: 204 });
    expect(watch.asked[0]).toBe('127.0.0.1/health');
  });

  it('says the status that it was not content with', async () => {
    const watch = new Played({ '::1': [answers(404)] });
    await expect(waitForPort(80, { http: '/health', timeout: 100 }, watch)).rejects.toThrow(
      '[::1]:80 answers with status 404',
    );
  });

  it.each(['health', '/a b', '/a\r\nX: y', ''])('refuses the path %j', async (http) => {
    await expect(waitForPort(80, { http }, new Played({}))).rejects.toThrow(RangeError);
  });
});

const servers: Server[] = [];
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

async function speak(answer: string, end = false): Promise<number> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => (end ? socket.end(answer) : socket.write(answer)));
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('a look', () => {
  it.each([
    ['HTTP/1.1 200 OK\r\n\r\n', false, 200, 'answers with status 200'],
    ['HTTP/2 404\r\n', false, 404, 'answers with status 404'],
    ['220 mail ESMTP\r\n', false, null, 'accepts, and does not speak HTTP'],
    ['x'.repeat(9000), false, null, 'accepts, and does not speak HTTP'],
    ['HTTP/1.', true, null, 'accepts, and closes without an answer'],
    ['', true, null, 'accepts, and closes without an answer'],
  ])('at a server that says %j understands it', async (answer, end, status, words) => {
    const port = await speak(answer, end);
    expect(await look('127.0.0.1', port, '/', 5000)).toEqual({ accepts: true, status, words });
  });

  it('ends when a server says nothing', async () => {
    const port = await speak('');
    expect(await look('127.0.0.1', port, '/', 50)).toMatchObject({ accepts: true, words: 'accepts, and says nothing' });
  });

  it('never fails', async () => {
    const port = await speak('');
    for (const server of servers.splice(0)) server.close();
    expect(await look('127.0.0.1', port, null, 1000)).toEqual(REFUSES);
  });
});
