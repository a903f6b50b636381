import {
  StoreError,
  type Answered,
  type Batch,
  type DayRange,
  type Store,
  type Stored,
  type StoreStatistics,
} from '../store.ts';
import { fromPlainError, toPlain, type Call, type FromThread, type ToThread } from './message.ts';

/** A thread as its owner sees it: Node's Worker, or a port in tests. */
export interface Thread {
  postMessage(message: ToThread, transfer: readonly ArrayBuffer[]): void;
  on(event: 'message', listener: (message: FromThread) => void): unknown;
  /** Told once when the thread ends, with the reason. */
  onEnd(listener: (reason: string) => void): void;
  end(): Promise<void>;
}

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A store whose work is done in another thread: appending to DuckDB is synchronous, and a process that serves must not wait for
 * it. Calls may be made at the same time; batches are stored in the order in which they were given.
 */
export class ThreadStore implements Store {
  readonly engine: Store['engine'];
  readonly #thread: Thread;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  /** Why it can answer no more. */
  #ended: string | null = null;

  constructor(engine: Store['engine'], thread: Thread) {
    this.engine = engine;
    this.#thread = thread;
    thread.on('message', (message) => this.#settle(message));
    thread.onEnd((reason) => this.#end(reason));
  }

  migrate(): Promise<void> {
    return this.#call({ method: 'migrate' });
  }

  insert(sensor: number, batch: Batch): Promise<Stored> {
    const plain = toPlain(batch);
    return this.#call({ method: 'insert', sensor, batch: plain }, undefined, [plain.bytes.buffer]);
  }

  textsOf(ids: readonly bigint[]): Promise<ReadonlyMap<bigint, string>> {
    return this.#call({ method: 'textsOf', ids });
  }

  nameSensor(sensor: number, name: string): Promise<void> {
    return this.#call({ method: 'nameSensor', sensor, name });
  }

  sensors(): Promise<ReadonlyMap<number, string>> {
    return this.#call({ method: 'sensors' });
  }

  ask(sql: string, signal?: AbortSignal, days?: DayRange): Promise<Answered> {
    return this.#call({ method: 'ask', sql, days }, signal);
  }

  maintain(now: number): Promise<void> {
    return this.#call({ method: 'maintain', now });
  }

  dropBefore(day: number): Promise<readonly number[]> {
    return this.#call({ method: 'dropBefore', day });
  }

  statistics(): Promise<StoreStatistics> {
    return this.#call({ method: 'statistics' });
  }

  /** Waits for what was asked before, closes the store and ends the thread. */
  async close(): Promise<void> {
    if (this.#ended !== null) return;
    try {
      await this.#call({ method: 'close' });
    } finally {
      this.#end('it was closed');
      await this.#thread.end();
    }
  }

  #call<Result>(call: Call, signal?: AbortSignal, transfer: readonly ArrayBuffer[] = []): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== null) return reject(endedError(this.#ended));
      const id = ++this.#lastId;
      const cancel = (): void => this.#thread.postMessage({ cancel: id }, []);
      const done = (): void => signal?.removeEventListener('abort', cancel);
      this.#waiting.set(id, {
        resolve: (result) => {
          done();
          resolve(result);
        },
        reject: (error) => {
          done();
          reject(error);
        },
      });
      this.#thread.postMessage({ id, call }, transfer);
      if (signal?.aborted === true) cancel();
      signal?.addEventListener('abort', cancel, { once: true });
    });
  }

  #settle(message: FromThread): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ('result' in message) return waiting?.resolve(message.result as never);
    waiting?.reject(fromPlainError(message.error));
  }

  #end(reason: string): void {
    if (this.#ended !== null) return;
    this.#ended = reason;
    for (const { reject } of this.#waiting.values()) reject(endedError(reason));
    this.#waiting.clear();
  }
}

const endedError = (reason: string): StoreError =>
  new StoreError(`the store does not answer any more: ${reason}. What it acknowledged is on disk; open it again`);
