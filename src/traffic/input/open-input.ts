/**
 * Where traffic is read from: a file of any kind, or standard input, unpacked as it comes. This folder is the only part
 * of the lens that touches the system.
 */
import { constants, fstatSync, open, type Stats } from 'node:fs';
import { Socket } from 'node:net';
import { isatty, ReadStream } from 'node:tty';
import { promisify } from 'node:util';
import { FileBytes, type ByteSource } from './file-bytes.ts';
import { inputError, InputError } from './input-error.ts';
import { findPacking, MAGIC_BYTES, type Packing } from './packing.ts';
import { StreamBytes } from './stream-bytes.ts';
import { isUnpackedByNode, UnpackedBytes } from './unpacked-bytes.ts';

const openFile = promisify(open);

/**
 * Opening a pipe that nobody writes to would keep a thread, and with it the program. On Linux a pipe that is opened
 * without waiting is at its end only after there was a writer; elsewhere that is not sure.
 */
const FLAGS = process.platform === 'linux' ? constants.O_RDONLY | constants.O_NONBLOCK : constants.O_RDONLY;

export interface Input extends ByteSource {
  /** As it was asked for; `standard input`. */
  readonly name: string;
  /** Null for what cannot be read again: standard input, pipes, devices. */
  readonly path: string | null;
  /** Which file it is: `device:inode`. The name may be another file's later. */
  readonly identity: string;
  readonly packing: Packing;
  /** Bytes of the file as it lies on the disk; null where that is not known before the end. */
  readonly size: number | null;
  /** Seconds since 1970 when it was last written; null where that says nothing of its age: a pipe. */
  readonly modified: number | null;
  /** Bytes read of it so far, to be compared with `size`. */
  readonly position: number;
  /** What whoever reads the report must know. */
  readonly notes: ReadonlySet<string>;
}

export interface InputOptions {
  /** The descriptor that `-` stands for. */
  readonly standardInput?: number;
  /** Ends it: no more bytes come, and the program waits for none. */
  readonly signal?: AbortSignal;
}

/** A source that knows how far it is. */
type CountedBytes = ByteSource & { readonly position: number };

/**
 * Opens a file, a pipe or a device; `-` is standard input. Reading is left to the caller, and so is stopping where an
 * input has no end. Rejects with InputError. A pipe is waited for until somebody writes.
 */
export async function openInput(path: string, options: InputOptions = {}): Promise<Input> {
  const isStandard = path === '-';
  const name = isStandard ? 'standard input' : path;
  let bytes: CountedBytes | null = null;
  try {
    const descriptor = isStandard ? (options.standardInput ?? 0) : await openFile(path, FLAGS);
    const stats = fstatSync(descriptor);
    const source = sourceOf(descriptor, name, stats, !isStandard);
    bytes = source;
    options.signal?.addEventListener('abort', () => source.close(), { once: true });
    if (options.signal?.aborted === true) source.close();
    if (stats.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
    return await openBytes(source, isStandard ? null : path, name, stats);
  } catch (error) {
    bytes?.close();
    throw inputError(error, name);
  }
}

function sourceOf(descriptor: number, name: string, stats: Stats, isOurs: boolean): CountedBytes {
  const isTerminal = isatty(descriptor);
  if (!isTerminal && !stats.isFIFO() && !stats.isSocket()) {
    return new FileBytes(descriptor, name, stats.isFile(), isOurs);
  }
  const stream = isTerminal ? new ReadStream(descriptor) : new Socket({ fd: descriptor, readable: true });
  if (isOurs) return new StreamBytes(stream, name);
  return new StreamBytes(stream, name, () => stream.pause().unref());
}

async function openBytes(bytes: CountedBytes, path: string | null, name: string, stats: Stats): Promise<Input> {
  const head = await readHead(bytes);
  const { packing, unreadable } = findPacking(head);
  if (unreadable !== null) {
    const { title, command } = unreadable;
    throw new InputError(
      `${name} is packed with ${title}, which is not unpacked here: ${command} ${path ?? 'FILE'} | portolan traffic -`,
    );
  }
  const notes = new Set<string>();
  const whole = new PutBack(head, bytes);
  const source = packing === 'none' ? whole : await unpacked(whole, packing, name, notes);
  const isFile = stats.isFile();
  return {
    name,
    path: isFile ? path : null,
    identity: identityOf(stats),
    packing,
    // Files of /proc say 0 and have more.
    size: isFile && stats.size > 0 ? stats.size : null,
    modified: isFile ? stats.mtimeMs / 1000 : null,
    notes,
    get position() {
      return bytes.position;
    },
    read: (into) => source.read(into),
    close: () => source.close(),
  };
}

/** Which file it is, whatever its name. */
export function identityOf(stats: Pick<Stats, 'dev' | 'ino'>): string {
  return `${stats.dev}:${stats.ino}`;
}

async function unpacked(whole: ByteSource, packing: Packing, name: string, notes: Set<string>): Promise<ByteSource> {
  if (isUnpackedByNode(packing)) return new UnpackedBytes(whole, packing, name, notes);
  const { ZstdBytes } = await import('./zstd-bytes.ts');
  return new ZstdBytes(whole, name, notes);
}

async function readHead(bytes: ByteSource): Promise<Buffer> {
  const head = Buffer.alloc(MAGIC_BYTES);
  let length = 0;
  while (length < head.length) {
    const count = await bytes.read(head.subarray(length));
    if (count === 0) break;
    length += count;
  }
  return head.subarray(0, length);
}

/** Bytes that were read too early come first. */
class PutBack implements ByteSource {
  #head: Buffer;
  readonly #rest: ByteSource;

  constructor(head: Buffer, rest: ByteSource) {
    this.#head = head;
    this.#rest = rest;
  }

  read(into: Buffer): number | Promise<number> {
    if (this.#head.length === 0) return this.#rest.read(into);
    const count = this.#head.copy(into);
    this.#head = this.#head.subarray(count);
    return count;
  }

  close(): void {
    this.#rest.close();
  }
}
