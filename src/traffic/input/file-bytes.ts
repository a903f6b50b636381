import { close, read, readSync } from 'node:fs';
import { promisify } from 'node:util';
import { inputError, systemCode } from './input-error.ts';

const readAsync = promisify(read);
const RETRY_MS = 20;

/** Bytes as they come, from a file, a pipe, or what unpacks them. */
export interface ByteSource {
  /** Puts the next bytes into `into`, which has room for one at least; 0 at the end. Rejects with InputError. */
  read(into: Buffer): number | Promise<number>;
  /** Ends it; more than once does no harm. */
  close(): void;
}

/**
 * An open file. Regular files are read at once, which costs the least; pipes and devices, which can keep one waiting,
 * in the background, so that the program goes on meanwhile.
 */
export class FileBytes implements ByteSource {
  /** Bytes read. */
  position = 0;
  readonly #descriptor: number;
  readonly #path: string;
  readonly #isRegular: boolean;
  readonly #isOurs: boolean;
  #isClosed = false;

  /** `isOurs`: to be closed at the end, which standard input is not. */
  constructor(descriptor: number, path: string, isRegular: boolean, isOurs = true) {
    this.#descriptor = descriptor;
    this.#path = path;
    this.#isRegular = isRegular;
    this.#isOurs = isOurs;
  }

  read(into: Buffer): number | Promise<number> {
    if (this.#isClosed) return 0;
    if (!this.#isRegular) return this.#readWaiting(into);
    try {
      const count = readSync(this.#descriptor, into, 0, into.length, null);
      this.position += count;
      return count;
    } catch (error) {
      throw inputError(error, this.#path);
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#isOurs) close(this.#descriptor, () => undefined);
  }

  async #readWaiting(into: Buffer): Promise<number> {
    for (;;) {
      try {
        const { bytesRead } = await readAsync(this.#descriptor, into, 0, into.length, null);
        this.position += bytesRead;
        return bytesRead;
      } catch (error) {
        const code = systemCode(error);
        // Windows says so at the end of a pipe.
        if (code === 'EOF' || this.#isClosed) return 0;
        // Whoever opened the pipe made it non-blocking: ssh does.
        if (code !== 'EAGAIN') throw inputError(error, this.#path);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }
}
