import { closeSync, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
import type { ByteSource } from './file-bytes.ts';
import type { FileMemory } from './file-memory.ts';
import { findAgain, loadPlace, placeOf, savePlace, type FilePlace } from './file-place.ts';
import { inputError, InputError } from './input-error.ts';
import { identityOf } from './open-input.ts';

const POLL_MS = 250;
const NEWLINE = 10;
const MAX_NOTES = 64;

export interface FollowOptions {
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Where to begin; by default at the end, so that only what is new is read. */
  readonly from?: 'start' | 'end';
  /** Where another run stopped, as `save` wrote it: counts more than `from`. */
  readonly saved?: StateReader | null;
  /** What other runs read of files: nothing of it is read again. */
  readonly memory?: FileMemory;
  /** How often the file is looked at, in milliseconds. */
  readonly interval?: number;
}

/**
 * A file of lines that is read as it grows, like `tail -F`: when another file takes its name, the rest of the old one is
 * read first; when it is cut to less than was read (copytruncate), it is read from its start. It is polled, because
 * notifications do not come over network drives and are lost under load.
 */
export class FollowedFile implements ByteSource {
  readonly name: string;
  readonly notes = new Set<string>();
  /** Times another file took the name, and times the file was cut. */
  rotations = 0;
  truncations = 0;
  /** Another run read on behind where the saved one stopped: a line that this one had begun is not its own any more. */
  isAhead = false;
  /** Bytes that were given, and are no whole line yet. */
  pending: () => number = () => 0;
  readonly #signal: AbortSignal;
  readonly #interval: number;
  readonly #memory: FileMemory | null;
  /** Where reading the file that is open began. */
  #from = 0;
  #descriptor: number | null;
  #identity: string;
  #position = 0;
  /** The last byte that was given. */
  #lastByte = NEWLINE;
  /** Nothing was read since the file was cut or another one took over: it begins a new line. */
  #isFresh = false;
  /** Of the file that was open, once it is closed. */
  #place: FilePlace | null = null;

  /** Throws InputError when the file is not there at the beginning; later it is waited for. */
  constructor(path: string, options: FollowOptions) {
    this.name = path;
    this.#signal = options.signal;
    this.#interval = options.interval ?? POLL_MS;
    this.#memory = options.memory ?? null;
    const saved = options.saved ?? null;
    try {
      if (saved !== null) {
        [this.#descriptor, this.#identity] = this.#resume(saved);
        if (this.#descriptor !== null) this.#skipKnown(this.#descriptor);
        return;
      }
      const stats = statSync(path);
      if (stats.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
      if (!stats.isFile()) throw new InputError(`${path} is no file that grows: read it without --follow`);
      this.#descriptor = openSync(path, 'r');
      this.#identity = identityOf(stats);
      if (!this.#skipKnown(this.#descriptor) && (options.from ?? 'end') === 'end') this.#position = stats.size;
      this.#from = this.#position;
    } catch (error) {
      throw inputError(error, path);
    }
  }

  /** By which a file is known again, wherever one stands. */
  static keyOf(path: string): string {
    return resolve(path);
  }

  /** Waits until there is something; 0 only when the signal ended it. */
  async read(into: Buffer): Promise<number> {
    while (!this.#signal.aborted) {
      const count = this.#readOpen(into) || this.#turnOver(into);
      if (count > 0) {
        this.#lastByte = into[count - 1] ?? NEWLINE;
        return count;
      }
      try {
        await wait(this.#interval, undefined, { signal: this.#signal });
      } catch {
        break;
      }
    }
    this.close();
    return 0;
  }

  /** The next byte that is read of the file that is open. */
  get position(): number {
    return this.#position;
  }

  /** What the file that is open begins with, at most so many bytes. */
  head(length: number): Buffer {
    if (this.#descriptor === null) return Buffer.alloc(0);
    const head = Buffer.alloc(length);
    return head.subarray(0, readSync(this.#descriptor, head, 0, length, 0));
  }

  /** Which file is read now. */
  get identity(): string {
    return this.#identity;
  }

  /** Writes where reading goes on, for the `saved` of another run. */
  save(writer: StateWriter): void {
    const place = this.#descriptor === null ? this.#place : placeOf(this.#descriptor, this.#position);
    if (this.#descriptor !== null) this.#note(this.#descriptor, this.pending());
    writer.integer(place === null ? 0 : 1);
    if (place !== null) savePlace(place, writer);
    writer.integer(this.#lastByte);
    writer.integer(Number(this.#isFresh));
    writer.integer(this.rotations);
    writer.integer(this.truncations);
    writer.list([...this.notes].slice(-MAX_NOTES), (note) => writer.text(note));
  }

  close(): void {
    this.#close(this.pending());
  }

  #close(pending: number): void {
    if (this.#descriptor === null) return;
    this.#note(this.#descriptor, pending);
    this.#place = placeOf(this.#descriptor, this.#position);
    closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  /** Goes behind what is known of a file. Returns whether anything is. */
  #skipKnown(descriptor: number): boolean {
    const known = this.#memory?.readBefore(descriptor) ?? null;
    if (known !== null && known.length >= this.#position) {
      this.#position = known.length;
      this.isAhead = true;
    }
    this.#from = this.#position;
    return known !== null;
  }

  #note(descriptor: number, pending: number): void {
    this.#memory?.note(this.name, descriptor, this.#from, this.#position - pending);
  }

  /** Goes on where another run stopped, in the file that it read, whatever its name is now. */
  #resume(saved: StateReader): [descriptor: number | null, identity: string] {
    const place = saved.flag() ? loadPlace(saved) : null;
    this.#lastByte = saved.integer(255);
    this.#isFresh = saved.flag();
    this.rotations = saved.integer();
    this.truncations = saved.integer();
    saved.list(MAX_NOTES, () => this.notes.add(saved.text()));
    const found = place === null ? { parts: [{ path: this.name, offset: 0 }], notes: [] } : findAgain(this.name, place);
    for (const note of found.notes) this.notes.add(note);
    // The others are gone over to as ever.
    const [first] = found.parts;
    if (first === undefined || statSync(first.path, { throwIfNoEntry: false }) === undefined) return [null, ''];
    const descriptor = openSync(first.path, 'r');
    const identity = identityOf(fstatSync(descriptor));
    this.#position = first.offset;
    if (first.offset > 0 || place === null) return [descriptor, identity];
    this.#isFresh = true;
    if (identity !== place.identity) this.rotations++;
    else if (place.offset > 0) this.truncations++;
    return [descriptor, identity];
  }

  /** What is new in the file that is open. */
  #readOpen(into: Buffer): number {
    if (this.#descriptor === null) return 0;
    try {
      const { size } = fstatSync(this.#descriptor);
      if (size < this.#position) {
        this.truncations++;
        this.#position = 0;
        this.#from = 0;
        this.#isFresh = true;
      }
      if (this.#isFresh && size > 0) {
        this.#isFresh = false;
        if (this.#lastByte !== NEWLINE) {
          into[0] = NEWLINE;
          return 1;
        }
      }
      const count = readSync(this.#descriptor, into, 0, into.length, this.#position);
      this.#position += count;
      return count;
    } catch (error) {
      throw inputError(error, this.name);
    }
  }

  /**
   * Goes over to the file that has the name now, once there is something in it: until then whoever writes may still have
   * the old one open. What came into the old one since it was read last is read before, and so are files that had the name
   * meanwhile: whoever reads slowly, or has to wait, may be several behind.
   */
  #turnOver(into: Buffer): number {
    const stats = this.#look();
    if (stats === null || !stats.isFile()) return 0;
    const identity = identityOf(stats);
    if (this.#descriptor !== null && (identity === this.#identity || stats.size === 0)) return 0;
    const rest = this.#readOpen(into);
    return rest > 0 ? rest : this.#goOverTo(this.#next(), into);
  }

  /** The file that is to be read when nothing more comes into the one that is open. */
  #next(): string {
    if (this.#descriptor === null) return this.name;
    const { parts } = findAgain(this.name, placeOf(this.#descriptor, this.#position));
    const next = parts.find(({ path }) => statSync(path, { throwIfNoEntry: false })?.ino !== this.#inode);
    return next?.path ?? this.name;
  }

  get #inode(): number | undefined {
    return this.#descriptor === null ? undefined : fstatSync(this.#descriptor).ino;
  }

  #goOverTo(path: string, into: Buffer): number {
    let next: number;
    try {
      next = openSync(path, 'r');
    } catch {
      const then = path === this.name ? 'it is tried again and again' : 'what it has is not counted';
      this.notes.add(`${path} is a new file that cannot be opened: ${then}`);
      return 0;
    }
    // A line that was begun in the old one is ended by going over.
    this.#close(0);
    this.#descriptor = next;
    this.#identity = identityOf(fstatSync(next));
    this.#position = 0;
    this.#skipKnown(next);
    this.#isFresh = true;
    this.rotations++;
    return this.#readOpen(into);
  }

  #look(): Stats | null {
    try {
      return statSync(this.name);
    } catch {
      return null;
    }
  }
}
