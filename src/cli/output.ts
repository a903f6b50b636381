import { writeSync } from 'node:fs';
import { CliError, EXIT } from './exit-code.ts';

/** Flush from this many characters on: a table of 100,000 rows goes out in pieces, never as one string. */
const FLUSH_AT = 65_536;
const RETRY_MILLISECONDS = 5;

/** Whoever read our output has gone (`| head -1`): not an error, only the end. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

/** Buffered, synchronous writing to a file descriptor. */
export class Output {
  readonly #descriptor: number;
  #pending = '';

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  write(text: string): void {
    this.#pending += text;
    if (this.#pending.length >= FLUSH_AT) this.flush();
  }

  line(text = ''): void {
    this.write(`${text}\n`);
  }

  /** Text that is bytes already, as UTF-8. It goes out at once. */
  bytes(bytes: Uint8Array): void {
    this.flush();
    this.#writeAll(bytes);
  }

  flush(): void {
    if (this.#pending === '') return;
    const bytes = Buffer.from(this.#pending, 'utf8');
    this.#pending = '';
    this.#writeAll(bytes);
  }

  #writeAll(bytes: Uint8Array): void {
    for (let written = 0; written < bytes.length;) {
      try {
        written += writeSync(this.#descriptor, bytes, written);
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : '';
        if (code === 'EPIPE') throw new ReaderGone();
        if (code !== 'EAGAIN') throw new CliError(EXIT.couldNotLook, `cannot write the output: ${describe(error)}`);
        pause(RETRY_MILLISECONDS); // a full pipe that somebody set to non-blocking
      }
    }
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
