/** The file with the tokens' hashes; this file touches the system. */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { formatTokenFile, parseTokenFile } from './token-file-form.ts';
import { NO_TOKENS, type TokenList } from './token-list.ts';

export const TOKEN_FILE = 'sensors.json';

/** Larger than a list of all sensors there can be. */
const MAX_BYTES = 32 * 1024 * 1024;
/** A file that is being written is there for milliseconds; one that is older was left behind. */
const STALE_MS = 10_000;
/** Bits of the mode that let others write. */
const OTHERS_WRITE = 0o022;

/** The file cannot be used; the message says why and what to do. */
export class TokenFileError extends Error {
  override readonly name = 'TokenFileError';
  /** Whether it is refused because others could have written it. */
  readonly isUnsafe: boolean;

  constructor(message: string, isUnsafe = false) {
    super(message);
    this.isUnsafe = isUnsafe;
  }
}

/** The tokens that are written down; none where there is no file. Throws TokenFileError. */
export function readTokens(path: string): TokenList {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return NO_TOKENS;
    throw new TokenFileError(`${path} cannot be read (${codeOf(error)})`);
  }
  try {
    const { size, mode } = fstatSync(file);
    if ((mode & OTHERS_WRITE) !== 0) {
      throw new TokenFileError(
        `others than its owner can write ${path}, so it proves nothing; chmod 600 ${path}`,
        true,
      );
    }
    if (size > MAX_BYTES) throw new TokenFileError(`${path} is too large to be a list of sensors`);
    const list = parseTokenFile(readFileSync(file, 'utf8'));
    if ('fault' in list) throw new TokenFileError(`${path} is not understood (${list.fault}); put its last copy back`);
    return list;
  } finally {
    closeSync(file);
  }
}

/**
 * Lets `change` make a new list of the old one and writes it, to its owner alone. The file is at no moment half written, and of
 * two processes that change it one is told to try again. Throws TokenFileError, and what `change` throws.
 */
export function changeTokens(path: string, now: number, change: (list: TokenList) => TokenList): TokenList {
  const next = `${path}.new`;
  const file = beginNext(path, next, now);
  try {
    const list = change(readTokens(path));
    writeSync(file, formatTokenFile(list));
    fsyncSync(file);
    renameSync(next, path);
    return list;
  } catch (error) {
    rmSync(next, { force: true });
    if (isSystemError(error)) throw new TokenFileError(`${path} cannot be written (${error.code})`);
    throw error;
  } finally {
    closeSync(file);
  }
}

/** Something that is another each time the file is written; null where there is none. */
export function versionOf(path: string): string | null {
  try {
    const { ino, mtimeNs, size } = statSync(path, { bigint: true });
    return `${ino}-${mtimeNs}-${size}`;
  } catch {
    return null;
  }
}

/** The file that will be the next one is the lock as well: only one process can begin it. */
function beginNext(path: string, next: string, now: number): number {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    if (now - modifiedAt(next) > STALE_MS) rmSync(next, { force: true });
    return openSync(next, 'wx', 0o600);
  } catch (error) {
    const isTaken = codeOf(error) === 'EEXIST';
    throw new TokenFileError(
      isTaken ? `another process is changing ${path}; try again` : `${path} cannot be written (${codeOf(error)})`,
    );
  }
}

function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'syscall' in error;

function codeOf(error: unknown): string {
  return isSystemError(error) ? (error.code ?? error.message) : String(error);
}
