import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CollectorClient } from '../../src/ingest/collector-client.ts';
import { parseCollectorAddress } from '../../src/ingest/collector-address.ts';
import { createHttpSink } from '../../src/ingest/http-sink.ts';
import { someMessage } from '../../src/store/some-batch.fixture.ts';
import { portolan } from '../../test/e2e/program.fixture.ts';
import { freePort, Servers, socketOf, type RunningServer } from './running-server.fixture.ts';

const never = new AbortController().signal;
let folder = '';
let store = '';
const servers = new Servers();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-serve-'));
  store = join(folder, 'store');
});
afterEach(async () => {
  await servers.endAll();
  rmSync(folder, { recursive: true, force: true });
});

const serve = (...words: readonly string[]): Promise<RunningServer> => servers.start(['--store', store, ...words]);

const addToken = (kind: 'sensors' | 'readers', name: string): string =>
  portolan([kind, 'add', name, '--store', store]).out.trim();

const clientOf = (url: string, token: string | null, ca?: string): CollectorClient =>
  new CollectorClient({
    address: parseCollectorAddress(url),
    token,
    timeoutMs: 20_000,
    ...(ca !== undefined && { ca }),
  });

const healthOf = async (url: string): Promise<unknown> =>
  JSON.parse((await clientOf(url, null).ask({ method: 'GET', path: '/healthz' })).body);

function eitherOf(socket: Socket, one: string, other: string): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off(one, done).off(other, done);
      resolve();
    };
    socket.on(one, done).on(other, done);
  });
}

/** Sends again and again, as a spool does: the store may have to be opened once more first. */
async function untilTaken(send: () => Promise<string>): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      if (attempt === 60) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

function connectTo(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
}

describe('portolan serve', () => {
  it('takes batches over TCP and its socket, answers with them, and ends when told to', async () => {
    const token = addToken('sensors', 'edge');
    const reader = addToken('readers', 'me');
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const server = await serve('--listen', `127.0.0.1:${port}`, '--log', 'json');
    const sink = createHttpSink({ url, token });
    const own = createHttpSink({ url: `unix:${socketOf(store)}`, token: null });
    expect([await sink.send(someMessage(1n, 1), never), await own.send(someMessage(1n, 1), never)]).toEqual([
      'stored',
      'stored',
    ]);
    expect(await sink.send(someMessage(1n, 1), never)).toBe('duplicate');
    expect(await healthOf(`unix:${socketOf(store)}`)).toMatchObject({
      status: 'ok',
      store: { rows: 400, ledgerRows: 400 },
      sensors: [{ number: 0 }, { number: 1, name: 'edge', secondsSinceBatch: expect.any(Number) as number }],
    });
    const asked = await clientOf(url, reader).ask({ method: 'GET', path: '/api/v1/ask/top-ports?since=all' });
    expect(asked.status).toBe(200);
    expect(JSON.parse(asked.body)).toMatchObject({ question: 'top-ports', isPartial: false });
    expect(statSync(socketOf(store)).mode & 0o777).toBe(0o600);
    server.process.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    for (const line of server.said().trim().split('\n')) {
      expect(JSON.parse(line)).toMatchObject({ level: 'info', message: expect.any(String) as string });
    }
  });

  it('is the only one of its store, and takes the place of one that was killed', async () => {
    const first = await serve('--listen', 'none');
    const second = await serve('--listen', 'none');
    expect(await second.ended).toBe(3);
    expect(second.said()).toMatch(/is in use by (another )?process/);
    first.process.kill('SIGKILL');
    await first.ended;
    expect(statSync(socketOf(store)).isSocket()).toBe(true);
    await serve('--listen', 'none');
    expect(await healthOf(`unix:${socketOf(store)}`)).toMatchObject({ status: 'ok' });
  });

  it.each([
    [['--listen', '0.0.0.0:0'], 4, 'in the open'],
    [['--listen', '[::]:0'], 4, 'in the open'],
    [['--listen', 'localhost.evil.example:1'], 2, 'ADDRESS:PORT'],
    [['--tls-cert', 'x'], 2, 'belong together'],
    [['--keep-days', '0'], 2, '--keep-days takes'],
    [['--tls-cert', '/dev/null', '--tls-key', '/dev/null'], 3, 'no certificate'],
  ])('does not start with %s', (words, code, says) => {
    const ran = portolan(['serve', '--store', store, ...words]);
    expect([ran.code, ran.err]).toEqual([code, expect.stringContaining(says) as string]);
  });

  it('does not believe a list of sensors that others can write', () => {
    addToken('sensors', 'edge');
    chmodSync(join(store, 'sensors.json'), 0o666);
    const ran = portolan(['serve', '--store', store, '--listen', 'none']);
    expect([ran.code, ran.err]).toEqual([4, expect.stringContaining('chmod 600') as string]);
  });

  it('speaks TLS with the certificate it was given, and nothing else there', async () => {
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
    const made = spawnSync('openssl', ['req', '-x509', ...kind, '-keyout', key, '-out', cert, ...subject]);
    expect(made.status).toBe(0);
    const token = addToken('sensors', 'edge');
    const port = await freePort();
    await serve('--listen', `127.0.0.1:${port}`, '--tls-cert', cert, '--tls-key', key);
    const url = `https://127.0.0.1:${port}`;
    const sink = createHttpSink({ url, token, ca: readFileSync(cert, 'utf8') });
    expect(await sink.send(someMessage(1n, 1), never)).toBe('stored');
    await sink.close();
    const stranger = createHttpSink({ url, token });
    await expect(stranger.send(someMessage(1n, 2), never)).rejects.toThrow(/self-signed|certificate/);
    await expect(healthOf(`http://127.0.0.1:${port}`)).rejects.toThrow(Error);
  });

  it('goes on while a thousand connections say nothing, or one byte after the other', async () => {
    const token = addToken('sensors', 'edge');
    const port = await freePort();
    await serve('--listen', `127.0.0.1:${port}`);
    const sockets = await Promise.all(Array.from({ length: 1000 }, () => connectTo(port)));
    for (const [index, socket] of sockets.entries()) {
      socket.on('error', () => undefined);
      if (index % 2 === 0) socket.write('POST /api/v1/batches HTTP/1.1\r\nHost: 127.0.0.1\r\nX-');
    }
    const drip = setInterval(() => sockets.forEach((socket) => socket.destroyed || socket.write('a')), 1000);
    const sink = createHttpSink({ url: `http://127.0.0.1:${port}`, token });
    expect(await sink.send(someMessage(1n, 1), never)).toBe('stored');
    // Headers may take 10 seconds, and no longer.
    const slow = sockets[0];
    await new Promise<void>((resolve) => (slow?.destroyed === true ? resolve() : slow?.once('close', () => resolve())));
    clearInterval(drip);
    expect(await sink.send(someMessage(1n, 2), never)).toBe('stored');
    for (const socket of sockets) socket.destroy();
  });

  it('does not take a gigabyte, announced or not, from anybody', async () => {
    const token = addToken('sensors', 'edge');
    const port = await freePort();
    const server = await serve('--listen', `127.0.0.1:${port}`);
    const type = 'Content-Type: application/octet-stream';
    const flood = async (head: string): Promise<{ answer: string; sent: number }> => {
      const socket = await connectTo(port);
      let answer = '';
      socket.on('data', (data) => (answer += data.toString('latin1')));
      socket.on('error', () => undefined);
      socket.write(`POST /api/v1/batches HTTP/1.1\r\nHost: localhost\r\n${type}\r\n${head}\r\n\r\n`);
      const piece = Buffer.alloc(1 << 20);
      let sent = 0;
      while (!socket.destroyed && sent < 1 << 30) {
        const more = socket.write(piece);
        sent += piece.length;
        await (more ? new Promise(setImmediate) : eitherOf(socket, 'drain', 'close'));
      }
      socket.destroy();
      return { answer, sent };
    };
    const cases = [
      ['Content-Length: 1073741824', '401'],
      [`Content-Length: 1073741824\r\nAuthorization: Bearer ${token}`, '413'],
      [`Content-Length: 1000\r\nAuthorization: Bearer ${token}`, '400'],
    ] as const;
    for (const [head, status] of cases) {
      const { answer, sent } = await flood(head);
      expect([head, answer.slice(9, 12)]).toEqual([head, status]);
      // What two sockets hold; none of it is read.
      expect(sent, head).toBeLessThan(64 << 20);
    }
    const [, rss = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.process.pid}/status`, 'latin1')) ?? [];
    expect(Number(rss)).toBeLessThan(700_000);
    expect(await healthOf(`unix:${socketOf(store)}`)).toMatchObject({ status: 'ok' });
  });

  it(
    'refuses while its disk is full, loses nothing it acknowledged, and goes on when there is room',
    { timeout: 120_000 },
    async (test) => {
      const disk = join(folder, 'disk');
      execFileSync('mkdir', [disk]);
      const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=40m', 'tmpfs', disk]);
      if (mounted.status !== 0) {
        console.warn('SKIPPED: a full disk needs a tmpfs of its own, and only root may mount one');
        return test.skip('only root may mount a tmpfs');
      }
      try {
        store = join(disk, 'store');
        writeFileSync(join(disk, 'ballast'), Buffer.alloc(24 << 20));
        await serve('--listen', 'none');
        const sink = createHttpSink({ url: `unix:${socketOf(store)}`, token: null });
        let acknowledged = 0;
        let refusal: unknown = null;
        while (refusal === null && acknowledged < 500) {
          try {
            await sink.send(someMessage(BigInt(acknowledged) << 32n, acknowledged + 1, 5000), never);
            acknowledged++;
          } catch (error) {
            refusal = error;
          }
        }
        expect(refusal).toMatchObject({ isTemporary: true, message: expect.stringContaining('is full') as string });
        expect(await healthOf(`unix:${socketOf(store)}`)).toMatchObject({ status: 'failing' });
        rmSync(join(disk, 'ballast'));
        const again = someMessage(BigInt(acknowledged) << 32n, acknowledged + 1, 5000);
        expect(await untilTaken(() => sink.send(again, never))).toBe('stored');
        await new Promise((resolve) => setTimeout(resolve, 6000));
        const rows = (acknowledged + 1) * 5000;
        expect(await healthOf(`unix:${socketOf(store)}`)).toMatchObject({ store: { rows, ledgerRows: rows } });
        return undefined;
      } finally {
        await servers.endAll();
        execFileSync('umount', [disk]);
      }
    },
  );

  it('writes metrics that Prometheus reads, whatever the names', async (test) => {
    const reader = addToken('readers', 'prometheus');
    addToken('sensors', 'caf\u00e9-1');
    const port = await freePort();
    await serve('--listen', `127.0.0.1:${port}`);
    const { status, body } = await clientOf(`http://127.0.0.1:${port}`, reader).ask({
      method: 'GET',
      path: '/metrics',
    });
    expect(status).toBe(200);
    expect(body).toContain('portolan_sensor_info{sensor="1",name="caf\u00e9-1"} 1\n');
    const judge = spawnSync('promtool', ['check', 'metrics'], { input: body, encoding: 'utf8' });
    if (judge.error !== undefined) {
      console.warn('SKIPPED: the judgement of promtool on the metrics (Debian: prometheus)');
      return test.skip('promtool is not there');
    }
    expect([judge.status, judge.stdout + judge.stderr]).toEqual([0, '']);
    return undefined;
  });
});
