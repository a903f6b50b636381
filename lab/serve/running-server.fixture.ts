import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../bin/portolan', import.meta.url));
const START_MS = 60_000;

/** A `portolan serve` that was started. */
export interface RunningServer {
  readonly process: ChildProcess;
  /** What it said on stderr so far. */
  readonly said: () => string;
  /** Its exit code or signal. */
  readonly ended: Promise<number | string>;
}

/** Starts `portolan` with words behind `serve`, and waits until it listens or has ended. */
export async function startServe(
  words: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<RunningServer> {
  const child = spawn(process.execPath, [PROGRAM, 'serve', ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let said = '';
  const ended = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code ?? -1));
  });
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`serve did not start: ${said}`)), START_MS);
    const done = (): void => {
      clearTimeout(late);
      resolve();
    };
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const listens = words.includes('none') ? /listening on unix/ : /listening on https?:/;
      if (listens.test(said)) done();
    });
    child.once('exit', done);
  });
  return { process: child, said: () => said, ended };
}

/** Servers of a test, which are ended together behind it. */
export class Servers {
  readonly #running: RunningServer[] = [];

  async start(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<RunningServer> {
    const server = await startServe(words, environment);
    this.#running.push(server);
    return server;
  }

  async endAll(): Promise<void> {
    for (const server of this.#running.splice(0)) {
      server.process.kill('SIGKILL');
      await server.ended;
    }
  }
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export const socketOf = (store: string): string => join(store, 'serve.sock');
