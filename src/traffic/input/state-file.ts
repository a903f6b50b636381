import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  type Stats,
} from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Checksum, contentOf, HEAD_BYTES, headOf, OtherVersion } from './state-envelope.ts';
import { StateFault } from '../state/state-reader.ts';
import { inputError, InputError, systemCode } from './input-error.ts';
import { identityOf } from './open-input.ts';

/** Who reads it knows who talked to whom, and could choose addresses that the tables hold badly. */
const FILE_MODE = 0o600;
const WRITABLE_BY_OTHERS = 0o022;
/** All tables full are a third of it. */
const MAX_BYTES = 1_073_741_824;

/**
 * The file in which a reading keeps what it knows. It is written beside its place, down to the disk, and then renamed, so
 * that whenever the program or the machine ends the last state or the one before is there whole.
 */
export class StateFile {
  readonly path: string;
  readonly #fingerprint: Uint8Array;
  readonly #beside: string;
  /** Which file it is that was read or written last. */
  #identity: string | null = null;

  /** `fingerprint`: of the patterns that count. */
  constructor(path: string, fingerprint: Uint8Array) {
    this.path = path;
    this.#fingerprint = fingerprint;
    this.#beside = join(dirname(path), `.${basename(path)}.${process.pid}.new`);
  }

  /** What was saved last; null where there is none yet. Throws InputError where it is of no use, and says what to do. */
  read(): Buffer | null {
    this.#removeLeftovers();
    const state = this.#readWhole();
    return state === null ? null : this.orRefused(() => contentOf(state, this.#fingerprint));
  }

  /** Whatever goes wrong while a state is understood is told as what it is: a file that is of no use. */
  orRefused<Result>(action: () => Result): Result {
    try {
      return action();
    } catch (error) {
      if (error instanceof InputError) throw error;
      if (error instanceof OtherVersion) {
        throw new InputError(
          `${this.path} is the state of another version of portolan: ${error.message}. Remove it to begin anew, or name another file with --state`,
        );
      }
      const reason = error instanceof StateFault ? error.message : String(error);
      throw new InputError(
        `${this.path} is damaged, or no state of portolan traffic (${reason}): remove it to begin anew, or name another file with --state`,
        { cause: error },
      );
    }
  }

  /** Puts a state in the place of the last one. Rejects with InputError, with the last one still there. */
  async write(content: readonly Uint8Array[]): Promise<void> {
    try {
      const file = await open(this.#beside, 'wx', FILE_MODE);
      try {
        const head = headOf(
          this.#fingerprint,
          content.reduce((sum, { length }) => sum + length, 0),
        );
        const checksum = new Checksum(head);
        let at = HEAD_BYTES;
        for (const piece of content) {
          checksum.add(piece);
          for (let done = 0; done < piece.length;) {
            const { bytesWritten } = await file.write(piece, done, piece.length - done, at);
            done += bytesWritten;
            at += bytesWritten;
          }
        }
        checksum.seal(head);
        await file.write(head, 0, head.length, 0);
        await file.sync();
        this.#refuseForeign();
        await rename(this.#beside, this.path);
        this.#identity = identityOf(await file.stat());
      } finally {
        await file.close();
      }
      await syncFolder(dirname(this.path));
    } catch (error) {
      await rm(this.#beside, { force: true }).catch(() => undefined);
      if (error instanceof InputError) throw error;
      const reason = systemCode(error) || String(error);
      throw new InputError(
        `the state cannot be written to ${this.path} (${reason}): name a file in a folder that you may write to, with room on its disk`,
        { cause: error },
      );
    }
  }

  #readWhole(): Buffer | null {
    let descriptor: number;
    try {
      // A pipe of this name must not keep the program.
      descriptor = openSync(this.path, constants.O_RDONLY | constants.O_NONBLOCK);
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return null;
      throw inputError(error, this.path);
    }
    try {
      const stats = fstatSync(descriptor);
      this.#requireOurs(stats);
      this.#identity = identityOf(stats);
      return readFileSync(descriptor);
    } catch (error) {
      throw inputError(error, this.path);
    } finally {
      closeSync(descriptor);
    }
  }

  /** What others can write says what others want. */
  #requireOurs(stats: Stats): void {
    const { path } = this;
    if (!stats.isFile())
      throw new InputError(`${path} is no file: name one with --state, or one that is not there yet`);
    if (stats.size > MAX_BYTES)
      throw new InputError(`${path} is larger than any state: name another file with --state`);
    const user = process.getuid?.();
    if (user === undefined) return;
    if (stats.uid !== user) {
      throw new InputError(`${path} belongs to somebody else: run as its owner, or name another file with --state`);
    }
    if ((stats.mode & WRITABLE_BY_OTHERS) !== 0) {
      throw new InputError(`${path} can be written by others: chmod 600 ${path} if you trust it, or name another file`);
    }
  }

  /** Two readings that write one file would undo each other's work. */
  #refuseForeign(): void {
    const stats = statSync(this.path, { throwIfNoEntry: false });
    if (stats === undefined || identityOf(stats) === this.#identity) return;
    throw new InputError(
      `${this.path} is written by another program meanwhile: end one of the two, or give each its own --state`,
    );
  }

  /** Of programs that were killed while they wrote. */
  #removeLeftovers(): void {
    const start = `.${basename(this.path)}.`;
    try {
      for (const name of readdirSync(dirname(this.path))) {
        const [, process] = /^(\d{1,10})\.new$/.exec(name.startsWith(start) ? name.slice(start.length) : '') ?? [];
        if (process !== undefined && !isRunning(Number(process))) rmSync(join(dirname(this.path), name));
      }
    } catch {
      // A folder that cannot be read or written is told of when the state is.
    }
  }
}

function isRunning(processId: number): boolean {
  if (processId === process.pid) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return systemCode(error) !== 'ESRCH';
  }
}

/** The new name is on the disk too; where folders cannot be opened (Windows), it is soon. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch {
    // The file is whole under one name or the other.
  }
}
