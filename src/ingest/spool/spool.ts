import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeBatch } from '../../store/batch-message.ts';
import type { ColumnBatch } from '../../store/column-batch.ts';
import type { Text } from '../../store/text.ts';
import { encodeRecord, type Positions } from './record.ts';
import { recover } from './recover.ts';
import { removeSegment, setAside, sizeOf, writeReason, type Segment } from './segments.ts';
import { SpoolError, reasonOf } from './spool-error.ts';
import { SpoolLock } from './spool-lock.ts';
import { SpoolReader, type Delivery } from './spool-reader.ts';
import { newSpoolState, readSpoolState, writeSpoolState } from './spool-state.ts';
import { pause, SpoolWriter, type Outgoing } from './spool-writer.ts';
import { Waiting } from './waiting.ts';

const DEFAULT_SPOOL_BYTES = 1024 * 1024 * 1024;
/** Room for a few of the largest records. */
export const MIN_SPOOL_BYTES = 32 * 1024 * 1024;
const MAX_SEGMENT_BYTES = 64 * 1024 * 1024;
const SEGMENTS = 16;
/** For the disk, when the spool is closed. */
const CLOSE_MS = 3000;
const RETRY_MS = 1000;
/** Kept on the disk for the state of the spool. */
const RESERVE_BYTES = 128 * 1024;

export interface SpoolOptions {
  /** Of all segments together; when they have so many, what is appended waits. */
  readonly maxBytes?: number;
  /** Of a segment, about: it is removed as a whole, when all of it is delivered. */
  readonly segmentBytes?: number;
}

/** What is to become a message. */
export interface NewBatch {
  /** Days since 1970, UTC. */
  readonly day: number;
  readonly columns: ColumnBatch;
  readonly texts?: readonly Text[];
}

/** A record in memory. */
interface Pending extends Outgoing {
  readonly positions: Positions;
  /** Number of its last message; 0 where it has none. */
  readonly last: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Numbered messages on the disk, between whoever makes them and whoever delivers them, who is one: in order, each until it is
 * delivered or refused. With every record goes how far the inputs were read, so that reading goes on exactly where the spool ends.
 */
export class Spool {
  readonly folder: string;
  readonly origin: bigint;
  /** What was found when it was opened, in sentences. */
  readonly notes: readonly string[];
  readonly #lock: SpoolLock;
  readonly #maxBytes: number;
  readonly #writer: SpoolWriter;
  readonly #reader = new SpoolReader();
  readonly #stop = new AbortController();
  /** As the records say that are on the disk. */
  readonly #positions: Map<string, Uint8Array>;
  readonly #segments: Segment[];
  readonly #queue: Pending[] = [];
  readonly #waiting: Waiting;
  /** The last number that was given away, whether to a message or to a record without any. */
  #last: number;
  /** Of the last message that is on the disk. */
  #lastMessage: number;
  #delivered: number;
  #writing: Promise<void> | null = null;
  #needsRoom = false;
  #stateTrouble: string | null = null;
  #wakeReader: () => void = () => undefined;
  #wakeWriter: () => void = () => undefined;

  /** Opens the spool of a folder, or begins one. Throws SpoolError, also where another process has it. */
  static open(folder: string, options: SpoolOptions = {}): Spool {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      throw new SpoolError(`the spool ${folder} cannot be made (${reasonOf(error)}): name another folder with --spool`);
    }
    const lock = new SpoolLock(join(folder, 'lock'));
    try {
      return new Spool(folder, lock, options);
    } catch (error) {
      lock.release();
      if (error instanceof SpoolError) throw error;
      throw new SpoolError(`the spool ${folder} cannot be used: ${reasonOf(error)}`);
    }
  }

  private constructor(folder: string, lock: SpoolLock, { maxBytes = DEFAULT_SPOOL_BYTES, segmentBytes }: SpoolOptions) {
    this.folder = folder;
    this.#lock = lock;
    this.#maxBytes = Math.max(maxBytes, MIN_SPOOL_BYTES);
    const known = readSpoolState(this.#statePath);
    const { state, segments, lastMessage, oldest, notes, cut } = recover(folder, known ?? newSpoolState());
    if (known === null && segments.length > 0) {
      throw new SpoolError(
        `${folder} has messages, and no ${this.#statePath} that says whose they are: bring it back from a backup, or name another folder with --spool`,
      );
    }
    this.origin = state.origin;
    this.#last = state.last;
    this.#lastMessage = lastMessage;
    this.#delivered = state.delivered;
    this.#positions = new Map(state.positions);
    this.#segments = [...segments];
    this.notes = notes;
    this.#waiting = new Waiting(this.isEmpty ? 0 : lastMessage, Date.now() - oldest);
    const size = segmentBytes ?? Math.min(MAX_SEGMENT_BYTES, Math.floor(this.#maxBytes / SEGMENTS));
    this.#writer = new SpoolWriter(folder, size, (segment) => this.#segments.push(segment));
    // A new origin is on the disk before it is used, and numbers that were left out behind a cut stay so.
    if (known === null || cut > 0) this.#saveState();
    this.#makeReserve();
  }

  /** How far an input was read, as the records say that are on the disk; null where that is not known. */
  position(key: string): Uint8Array | null {
    return this.#positions.get(key) ?? null;
  }

  get positions(): Positions {
    return this.#positions;
  }

  /** Bytes of all segments. */
  get bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + this.#sizeOf(segment), 0);
  }

  /** Why what is appended waits; null where it does not. */
  get trouble(): string | null {
    const trouble = this.#writer.trouble ?? this.#stateTrouble;
    if (trouble !== null) return trouble;
    return this.#needsRoom
      ? `the spool is full (${this.#maxBytes} bytes), and waits until something is delivered`
      : null;
  }

  /** Whether all messages that are on the disk are delivered. */
  get isEmpty(): boolean {
    return this.#delivered >= this.#lastMessage;
  }

  /** Seconds for which the oldest message has been waiting; 0 where none is. */
  get oldestSeconds(): number {
    return this.#waiting.seconds;
  }

  /**
   * Makes messages of batches and writes them in one record, with how far the inputs were read by then; an empty position
   * is one that is forgotten. Resolves when it survives a loss of power; rejects when the spool is closed before.
   */
  append(batches: readonly NewBatch[], positions: Positions): Promise<void> {
    const sequence = this.#last + 1;
    const messages = batches.map(({ day, columns, texts = [] }, place) => ({
      bytes: encodeBatch({ origin: this.origin, sequence: sequence + place, day, columns, texts }),
      rows: columns.rows,
    }));
    const pieces = encodeRecord(sequence, messages, positions);
    // A record without messages takes a number too: it may give its name to a segment.
    this.#last += Math.max(messages.length, 1);
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const last = messages.length === 0 ? 0 : this.#last;
    const written = new Promise<void>((resolve, reject) => {
      this.#queue.push({ pieces, length, sequence, last, positions, resolve, reject });
    });
    this.#writing ??= this.#write();
    return written;
  }

  /** The oldest message that is neither delivered nor refused; waits for one. Null once the signal ended that. */
  async next(signal: AbortSignal): Promise<Delivery | null> {
    const wake = (): void => this.#wakeReader();
    signal.addEventListener('abort', wake);
    try {
      while (!signal.aborted) {
        const [segment] = this.#segments;
        const delivery =
          segment === undefined ? null : this.#reader.next(segment.path, this.#sizeOf(segment), this.#delivered);
        if (delivery !== null) return delivery;
        if (segment !== undefined && (await this.#isFinished(segment))) {
          if (!this.#remove(segment)) await pause(RETRY_MS, signal);
        } else await new Promise<void>((resolve) => (this.#wakeReader = resolve));
      }
      return null;
    } finally {
      signal.removeEventListener('abort', wake);
    }
  }

  /** The message is safe elsewhere. */
  delivered(sequence: number): void {
    this.#delivered = sequence;
    this.#waiting.done(sequence);
  }

  /** The message will never be accepted: it is put into `refused/`, with the reason beside it. Returns its path. */
  refused({ sequence, bytes }: Delivery, reason: string): string {
    const path = setAside(this.folder, 'refused', `${this.origin.toString(16)}-${sequence}.batch`, bytes);
    writeReason(path, reason);
    this.delivered(sequence);
    return path;
  }

  /** Lets what is being written come to the disk, and gives the spool back. What was not delivered stays in it. */
  async close(): Promise<void> {
    const timer = setTimeout(() => this.#halt(), CLOSE_MS);
    if (this.trouble !== null) this.#halt();
    await this.#writing;
    clearTimeout(timer);
    this.#halt();
    await this.#writer.closeSegment();
    this.#reader.finish();
    this.#saveState();
    if (this.isEmpty) for (const segment of this.#segments.splice(0)) removeSegment(segment);
    this.#lock.release();
  }

  #halt(): void {
    this.#stop.abort();
    this.#wakeWriter();
  }

  /** Writes what waits, all of it with one wait for the disk, until nothing does. */
  async #write(): Promise<void> {
    while (this.#queue.length > 0) {
      await this.#room(this.#queue[0]?.length ?? 0);
      const group = this.#queue.splice(0);
      try {
        this.#stop.signal.throwIfAborted();
        await this.#writer.write(group, this.#stop.signal);
      } catch (error) {
        for (const { reject } of group) reject(error);
        continue;
      }
      for (const { positions, last, resolve } of group) {
        for (const [key, bytes] of positions) {
          if (bytes.length === 0) this.#positions.delete(key);
          else this.#positions.set(key, bytes);
        }
        if (last > 0) {
          this.#lastMessage = last;
          this.#waiting.begin(last);
        }
        resolve();
      }
      this.#wakeReader();
    }
    // With nothing awaited in between: what is appended from now on begins anew.
    this.#writing = null;
  }

  /** Waits until there is room; a spool from which everything is gone has room for anything. */
  async #room(bytes: number): Promise<void> {
    while (this.bytes > 0 && this.bytes + bytes > this.#maxBytes && !this.#stop.signal.aborted) {
      this.#needsRoom = true;
      this.#wakeReader();
      await new Promise<void>((resolve) => (this.#wakeWriter = resolve));
    }
    this.#needsRoom = false;
  }

  /** Whether all of a segment was delivered, and nothing comes into it any more: asked for where no message is left in it. */
  async #isFinished(segment: Segment): Promise<boolean> {
    if (segment.name !== this.#writer.segment?.name) return true;
    if (!this.#needsRoom) return false;
    await this.#writer.closeSegment();
    return true;
  }

  /** What must be known when it is gone is on the disk before it goes; false where that cannot be written. */
  #remove(segment: Segment): boolean {
    try {
      this.#saveState();
    } catch (error) {
      this.#stateTrouble = `${this.#statePath} cannot be written (${reasonOf(error)}): what is delivered is kept until it can`;
      return false;
    }
    this.#stateTrouble = null;
    this.#reader.finish();
    removeSegment(segment);
    this.#segments.shift();
    this.#wakeWriter();
    return true;
  }

  /** On a full disk the reserve is given up for it: without it nothing could be removed, and the disk would stay full. */
  #saveState(): void {
    const [origin, last, delivered, positions] = [this.origin, this.#last, this.#delivered, this.#positions];
    const save = (): void => writeSpoolState(this.#statePath, { origin, last, delivered, positions });
    try {
      save();
    } catch (error) {
      if (reasonOf(error) !== 'ENOSPC') throw error;
      rmSync(this.#reservePath, { force: true });
      save();
    }
  }

  #makeReserve(): void {
    try {
      if (sizeOf(this.#reservePath) < RESERVE_BYTES) writeFileSync(this.#reservePath, Buffer.alloc(RESERVE_BYTES, 1));
    } catch {
      // The disk is full already.
    }
  }

  get #reservePath(): string {
    return join(this.folder, 'reserve');
  }

  get #statePath(): string {
    return join(this.folder, 'spool.json');
  }

  /** Of the segment that is written, as much as is safe. */
  #sizeOf(segment: Segment): number {
    return segment.name === this.#writer.segment?.name ? this.#writer.segment.size : sizeOf(segment.path);
  }
}
