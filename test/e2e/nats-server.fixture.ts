import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const PROGRAM = ['/usr/sbin/nats-server', '/usr/bin/nats-server'].find((path) => existsSync(path)) ?? null;

/** Why no real server can be had; null where it can. */
export const whyNoNats = PROGRAM === null ? 'no nats-server: apt-get install nats-server' : null;

/** Paths of PEM files. */
export interface TestTls {
  readonly cert: string;
  readonly key: string;
}

/** Makes a certificate for 127.0.0.1 that signs itself, with OpenSSL. */
export function selfSigned(folder: string): TestTls {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const { status, stderr } = spawnSync('openssl', ['req', '-x509', ...kind, '-keyout', key, '-out', cert, ...subject]);
  if (status !== 0) throw new Error(`openssl: ${String(stderr)}`);
  return { cert, key };
}

/** A nats-server of its own on a port of loopback, with rights as docs/howto/collect.md gives them. */
export class TestNats {
  readonly folder = mkdtempSync(join(tmpdir(), 'portolan-nats-'));
  readonly #port: number;
  readonly #scheme: 'nats' | 'tls';
  #process: ChildProcess | null = null;

  private constructor(port: number, scheme: 'nats' | 'tls') {
    this.#port = port;
    this.#scheme = scheme;
  }

  /** `maxPayload`: of the server, as it is configured; with `tls` it speaks nothing else, by a certificate for 127.0.0.1. */
  static async start(sensors: readonly string[], maxPayload = '16MB', tls?: TestTls): Promise<TestNats> {
    const server = new TestNats(await freePort(), tls === undefined ? 'nats' : 'tls');
    const users = sensors.map(
      (name) =>
        `{user: ${name}, password: "of ${name}", permissions: {publish: ["portolan.batches.${name}"], subscribe: ["_INBOX_${name}.>"]}}`,
    );
    const collector = `{user: collector, password: "of collector", permissions: {publish: ["$JS.API.>", "$JS.ACK.PORTOLAN.>"], subscribe: ["_INBOX_collector.>"]}}`;
    const text = [
      `listen: "127.0.0.1:${server.#port}"`,
      `max_payload: ${maxPayload}`,
      `jetstream { store_dir: "${server.folder}" }`,
      `authorization { users: [${[...users, collector].join(', ')}] }`,
      ...(tls === undefined ? [] : [`tls { cert_file: "${tls.cert}", key_file: "${tls.key}" }`]),
    ];
    writeFileSync(join(server.folder, 'nats.conf'), text.join('\n'));
    await server.again();
    return server;
  }

  get url(): string {
    return `${this.#scheme}://127.0.0.1:${this.#port}`;
  }

  /** Starts it, or starts it again with the same port and folder. */
  async again(): Promise<void> {
    if (PROGRAM === null) throw new Error('no nats-server');
    const log = join(this.folder, 'log');
    writeFileSync(log, '');
    this.#process = spawn(PROGRAM, ['-c', join(this.folder, 'nats.conf'), '-l', log], { stdio: 'ignore' });
    for (let tries = 0; tries < 200; tries++) {
      if (readFileSync(log, 'utf8').includes('Server is ready')) return;
      await pause(50);
    }
    throw new Error(`nats-server did not start: ${readFileSync(log, 'utf8')}`);
  }

  async kill(): Promise<void> {
    const running = this.#process;
    this.#process = null;
    if (running === null || running.exitCode !== null) return;
    const gone = once(running, 'exit');
    running.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
