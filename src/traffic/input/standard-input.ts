import type { Readable } from 'node:stream';
import type { ByteSource } from './file-bytes.ts';

/** Standard input, which somebody writes to for as long as he likes, and which can be ended from here too. */
export class GrowingInput implements ByteSource {
  readonly name = 'standard input';
  readonly notes = new Set<string>();
  readonly #stream: Readable;
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(signal: AbortSignal, stream: Readable = process.stdin) {
    this.#stream = stream;
    this.#chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    if (signal.aborted) this.close();
    else signal.addEventListener('abort', () => this.close(), { once: true });
  }

  /** Waits until there is something; 0 at its end, and once it was ended. */
  async read(into: Buffer): Promise<number> {
    if (this.#rest.length === 0) this.#rest = await this.#next();
    const count = this.#rest.copy(into);
    this.#rest = this.#rest.subarray(count);
    return count;
  }

  /** Nothing: what came through a pipe does not come again. */
  save(): void {
    // See above.
  }

  close(): void {
    this.#stream.destroy();
  }

  async #next(): Promise<Buffer> {
    try {
      const { done, value } = await this.#chunks.next();
      return done === true ? Buffer.alloc(0) : value;
    } catch {
      return Buffer.alloc(0); // ended while it was waited for
    }
  }
}
