/** Threads of Node; the one file here that starts one. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { StoreLocation } from '../location.ts';
import { StoreError, type Store } from '../store.ts';
import { fromPlainError, toPlainError, type FromThread, type ToThread } from './message.ts';
import { serveThread } from './serve-thread.ts';
import { ThreadStore, type Thread } from './thread-store.ts';

/** Number of the answer to opening; calls begin with 1. */
const OPENED = 0;
/** It stands beside the bundle, see `bin/load.cjs`. */
const SCRIPT = join(import.meta.dirname, '..', 'bin', 'store-worker');

/** Opens a store in a thread of its own. Throws StoreError. */
export async function openInThread(location: StoreLocation, script = SCRIPT): Promise<Store> {
  const worker = new Worker(script, { workerData: location, execArgv: [] });
  const thread = new NodeThread(worker);
  await new Promise<void>((resolve, reject) => {
    thread.onEnd((reason) => reject(new StoreError(`the store's thread could not start: ${reason}`)));
    worker.once('message', (message: FromThread) => {
      if ('result' in message) return resolve();
      reject(fromPlainError(message.error));
      void worker.terminate();
    });
  });
  return new ThreadStore(location.engine, thread);
}

/** What `bin/store-worker` runs: opens the store that the owner of this thread wants, and answers for it. */
export async function serveStore(
  open: (location: StoreLocation, load: (name: string) => unknown) => Promise<Store>,
): Promise<void> {
  if (isMainThread || parentPort === null) throw new Error('this is for a thread of portolan');
  const port = parentPort;
  const load = createRequire(join(import.meta.dirname, 'portolan.cjs'));
  try {
    const store = await open(workerData as StoreLocation, load);
    serveThread(store, port);
    port.postMessage({ id: OPENED, result: null } satisfies FromThread);
  } catch (error) {
    port.postMessage({ id: OPENED, error: toPlainError(error) } satisfies FromThread);
  }
}

class NodeThread implements Thread {
  readonly #worker: Worker;
  #reason = '';

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('error', (error) => (this.#reason = String(error)));
  }

  postMessage(message: ToThread, transfer: readonly ArrayBuffer[]): void {
    this.#worker.postMessage(message, [...transfer]);
  }

  on(event: 'message', listener: (message: FromThread) => void): unknown {
    return this.#worker.on(event, listener);
  }

  onEnd(listener: (reason: string) => void): void {
    this.#worker.on('exit', (code) =>
      listener(this.#reason === '' ? `its thread ended with code ${code}` : this.#reason),
    );
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
