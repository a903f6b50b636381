import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXIT } from '../../src/cli/exit-code.ts';
import { createHttpSink } from '../../src/ingest/http-sink.ts';
import { openStore } from '../../src/store/open-store.ts';
import { someMessage } from '../../src/store/some-batch.fixture.ts';
import { portolan } from '../../test/e2e/program.fixture.ts';
import { freePort, Servers, socketOf, type RunningServer } from './running-server.fixture.ts';

const ROWS = 300;
const never = new AbortController().signal;
let folder = '';
let store = '';
const servers = new Servers();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-signals-'));
  store = join(folder, 'store');
});
afterEach(async () => {
  await servers.endAll();
  rmSync(folder, { recursive: true, force: true });
});

const serve = (words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<RunningServer> =>
  servers.start(['--store', store, ...words], environment);

async function untilSaid(server: RunningServer, words: string): Promise<void> {
  for (let tries = 0; tries < 400 && !server.said().includes(words); tries++) await pause(25);
  expect(server.said()).toContain(words);
}

/** What a server answers to a request that is written as it is; nothing where it closes. */
async function answerTo(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (data) => (answer += data.toString('latin1')));
  socket.on('error', () => undefined);
  socket.write(request);
  for (let tries = 0; tries < 400 && !answer.includes('\r\n\r\n'); tries++) await pause(25);
  socket.destroy();
  return answer;
}

describe('serve, told to end', { timeout: 120_000 }, () => {
  it('has all that it acknowledged, while sensors go on sending', async () => {
    const server = await serve(['--listen', 'none']);
    const sink = createHttpSink({ url: `unix:${socketOf(store)}`, token: null });
    const progress = { acknowledged: 0, isEnded: false };
    const sending = (async () => {
      while (!progress.isEnded) {
        try {
          await sink.send(someMessage(7n, progress.acknowledged + 1, ROWS, 20_000), never);
          progress.acknowledged++;
        } catch (error) {
          expect(error).toMatchObject({ isTemporary: true });
          await pause(10);
        }
      }
    })();
    while (progress.acknowledged < 5) await pause(10);
    server.process.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    progress.isEnded = true;
    await sending;
    const opened = await openStore({ engine: 'duckdb', folder: store }, createRequire(import.meta.url));
    const { rows } = await opened.ask('SELECT count(*), count(DISTINCT bytes) FROM events');
    await opened.close();
    const [[count = 0n, batches = 0n] = []] = rows;
    expect(Number(count)).toBe(Number(batches) * ROWS);
    // One may be stored whose answer nobody heard.
    expect([progress.acknowledged, progress.acknowledged + 1]).toContain(Number(batches));
  });

  it('waits for what is under way, and not when it is told twice', async () => {
    const port = await freePort();
    const token = portolan(['sensors', 'add', 'edge', '--store', store]).out.trim();
    const server = await serve(['--listen', `127.0.0.1:${port}`]);
    const slow = connect(port, '127.0.0.1');
    slow.on('error', () => undefined);
    slow.write(
      `POST /api/v1/batches HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\nAuthorization: Bearer ${token}\r\nContent-Length: 1000\r\n\r\nhalf`,
    );
    await pause(1000);
    server.process.kill('SIGTERM');
    await untilSaid(server, 'what is under way is finished first');
    await pause(1000);
    expect([server.process.exitCode, server.said().includes('portolan: ended')]).toEqual([null, false]);
    server.process.kill('SIGTERM');
    expect(await server.ended).toBe(EXIT.interrupted);
    expect(server.said()).not.toContain('portolan: ended');
    slow.destroy();
  });
});

describe('serve, told SIGHUP', { timeout: 120_000 }, () => {
  const [cert, key] = ['cert.pem', 'key.pem'];
  function makeCertificate(name: string): void {
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
    const files = ['-keyout', join(folder, key), '-out', join(folder, cert)];
    expect(spawnSync('openssl', ['req', '-x509', ...kind, ...files, '-subj', `/CN=${name}`]).status).toBe(0);
  }
  const nameAt = (port: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
        resolve(String(socket.getPeerCertificate().subject.CN));
        socket.destroy();
      });
      socket.once('error', reject);
    });

  it('shows the certificate that is there now, and keeps the old one where it cannot be read', async () => {
    makeCertificate('first');
    const port = await freePort();
    const tls = ['--tls-cert', join(folder, cert), '--tls-key', join(folder, key)];
    const server = await serve(['--listen', `127.0.0.1:${port}`, ...tls]);
    expect(await nameAt(port)).toBe('first');
    makeCertificate('second');
    server.process.kill('SIGHUP');
    await untilSaid(server, 'the certificate was read again');
    expect(await nameAt(port)).toBe('second');
    writeFileSync(join(folder, cert), 'nothing');
    server.process.kill('SIGHUP');
    await untilSaid(server, 'are no certificate and its key in PEM');
    expect(await nameAt(port)).toBe('second');
  });
});

describe('serve behind a proxy', { timeout: 60_000 }, () => {
  const request = 'GET /healthz HTTP/1.1\r\nHost: portolan.example\r\nConnection: close\r\n\r\n';

  it('answers under any name, and under those of loopback alone without one', async () => {
    const [one, other] = [await freePort(), await freePort()];
    const first = await serve(['--listen', `127.0.0.1:${one}`, '--behind-proxy']);
    expect(await answerTo(one, request)).toMatch(/^HTTP\/1.1 200 /);
    first.process.kill('SIGKILL');
    await first.ended;
    await serve(['--listen', `127.0.0.1:${other}`]);
    expect(await answerTo(other, request)).toMatch(/^HTTP\/1.1 4\d\d /);
  });
});

const LISTEN = `
import os, socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
while True:
    print(s.recv(4096).decode().replace(chr(10), ' '), flush=True)
`;
const canNotify = existsSync('/usr/bin/systemd-notify') && spawnSync('python3', ['--version']).status === 0;
if (!canNotify) console.warn('SKIPPED: what serve tells systemd needs systemd-notify (Debian: systemd) and python3');

describe.skipIf(!canNotify)('serve under systemd', { timeout: 60_000 }, () => {
  it('says when it is ready, and when it ends', async () => {
    const path = join(folder, 'notify');
    const log = join(folder, 'notified');
    const listener = spawn('sh', ['-c', `exec python3 -c "$0" ${path} > ${log}`, LISTEN], { stdio: 'ignore' });
    try {
      while (!existsSync(path)) await pause(25);
      const server = await serve(['--listen', 'none'], { NOTIFY_SOCKET: path });
      const said = (): string => readFileSync(log, 'utf8');
      for (let tries = 0; tries < 400 && !said().includes('READY=1'); tries++) await pause(25);
      expect(said()).toContain('READY=1');
      server.process.kill('SIGTERM');
      expect(await server.ended).toBe(0);
      for (let tries = 0; tries < 200 && !said().includes('STOPPING=1'); tries++) await pause(25);
      expect(said()).toContain('STOPPING=1');
    } finally {
      listener.kill('SIGKILL');
    }
  });
});
