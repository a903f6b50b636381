import type { Readable } from 'node:stream';
import type { ByteSource } from './file-bytes.ts';
import { inputError } from './input-error.ts';

/**
 * What comes when it comes: pipes, terminals, sockets, the output of a program. Waiting for it occupies nothing, so that
 * the program can end meanwhile; a thread that waits in read(2) would keep it.
 */
export class StreamBytes implements ByteSource {
  /** Bytes read. */
  position = 0;
  readonly #stream: Readable;
  readonly #name: string;
  readonly #release: () => void;
  #chunk: Buffer = Buffer.alloc(0);
  #error: Error | null = null;
  #hasEnded = false;
  #wake: () => void = () => undefined;

  /** `release` gives the stream back; by default it is destroyed. */
  constructor(stream: Readable, name: string, release: () => void = () => stream.destroy()) {
    this.#stream = stream;
    this.#name = name;
    this.#release = release;
    stream.pause();
    stream.on('data', (chunk: Buffer) => {
      stream.pause();
      this.#chunk = this.#chunk.length === 0 ? chunk : Buffer.concat([this.#chunk, chunk]);
      this.#wake();
    });
    stream.on('error', (error: Error) => {
      this.#error = error;
      this.#wake();
    });
    for (const end of ['end', 'close']) {
      stream.on(end, () => {
        this.#hasEnded = true;
        this.#wake();
      });
    }
  }

  async read(into: Buffer): Promise<number> {
    while (this.#chunk.length === 0 && this.#error === null && !this.#hasEnded) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#stream.resume();
      });
    }
    if (this.#chunk.length === 0 && this.#error !== null) throw inputError(this.#error, this.#name);
    const count = this.#chunk.copy(into);
    this.#chunk = this.#chunk.subarray(count);
    this.position += count;
    return count;
  }

  /** Who waits for bytes gets none any more. */
  close(): void {
    if (this.#hasEnded && this.#chunk.length === 0) return;
    this.#hasEnded = true;
    this.#chunk = Buffer.alloc(0);
    this.#release();
    this.#wake();
  }
}
