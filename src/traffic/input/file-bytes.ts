import { close, read, readSync } from 'node:fs';
import { promisify } from 'node:util';
import { inputError } from './input-error.ts';

const readAsync = promisify(read);

/** Bytes as they come, from a file, a pipe, or what unpacks them. */
export interface ByteSource {
  /** Puts the next bytes into `into`, which has room for one at least; 0 at the end. Rejects with InputError. */
  read(into: Buffer): number | Promise<number>;
  /** Ends it; more than once does no harm. */
  close(): void;
}

/** An open file. Regular files are read at once, which costs the least; devices in the background. */
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
    if (!this.#isRegular) return this.#readBehind(into);
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

  async #readBehind(into: Buffer): Promise<number> {
    try {
      const { bytesRead } = await readAsync(this.#descriptor, into, 0, into.length, null);
      this.position += bytesRead;
      return bytesRead;
    } catch (error) {
      throw inputError(error, this.#path);
    }
  }
}
