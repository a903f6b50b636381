import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { removeSegment, segmentName, type Segment } from './segments.ts';
import { reasonOf } from './spool-error.ts';
import { syncFolder } from './safe-file.ts';

const RETRY_MS = 1000;

/** A record on its way to the disk. */
export interface Outgoing {
  readonly pieces: readonly Uint8Array[];
  readonly length: number;
  /** Of its first message. */
  readonly sequence: number;
}

/** The segment that is written, and how much of it is on the disk for sure. */
export interface WrittenSegment extends Segment {
  size: number;
}

/** Appends records to segments, down to the disk. What cannot be written is tried again, in a segment of its own. */
export class SpoolWriter {
  /** Why nothing can be written now; null where it can. */
  trouble: string | null = null;
  readonly #folder: string;
  readonly #segmentBytes: number;
  readonly #begun: (segment: WrittenSegment) => void;
  #file: FileHandle | null = null;
  #segment: WrittenSegment | null = null;

  /** `begun` is told of each segment as soon as there is a record in it. */
  constructor(folder: string, segmentBytes: number, begun: (segment: WrittenSegment) => void) {
    this.#folder = folder;
    this.#segmentBytes = segmentBytes;
    this.#begun = begun;
  }

  /** The one that may still grow. */
  get segment(): WrittenSegment | null {
    return this.#segment;
  }

  /** Resolves when all of them survive a loss of power. Tries for ever; rejects only when `signal` ended that. */
  async write(records: readonly Outgoing[], signal: AbortSignal): Promise<void> {
    for (;;) {
      try {
        await this.#tryWrite(records);
        this.trouble = null;
        return;
      } catch (error) {
        this.trouble = `the spool cannot be written (${reasonOf(error)}): ${this.#folder}`;
        await this.#giveUpSegment();
        if (signal.aborted) throw error;
        await pause(RETRY_MS, signal);
      }
    }
  }

  /** No more is written into the segment that is open: it may be removed. */
  async closeSegment(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    this.#segment = null;
    await file?.close();
  }

  async #tryWrite(records: readonly Outgoing[]): Promise<void> {
    const [first] = records;
    if (first === undefined) return;
    if (this.#segment !== null && this.#segment.size >= this.#segmentBytes) await this.closeSegment();
    const isNew = this.#segment === null;
    const segment = this.#segment ?? (await this.#begin(first.sequence));
    const file = this.#file;
    if (file === null) throw new Error('the segment is closed');
    let at = segment.size;
    for (const piece of records.flatMap(({ pieces }) => pieces)) {
      for (let done = 0; done < piece.length;) {
        const { bytesWritten } = await file.write(piece, done, piece.length - done, at);
        done += bytesWritten;
        at += bytesWritten;
      }
    }
    await file.datasync();
    segment.size = at;
    if (isNew) this.#begun(segment);
  }

  async #begin(sequence: number): Promise<WrittenSegment> {
    const name = segmentName(sequence);
    const path = join(this.#folder, name);
    this.#file = await open(path, 'wx', 0o600);
    const segment = { name, path, size: 0 };
    this.#segment = segment;
    syncFolder(this.#folder);
    return segment;
  }

  /**
   * After a write that failed the kernel may take pages for written that are not (fsync(2), Linux before 4.13 and some file
   * systems since): the segment ends where it was safe last, and nothing is added to it.
   */
  async #giveUpSegment(): Promise<void> {
    const [file, segment] = [this.#file, this.#segment];
    this.#file = null;
    this.#segment = null;
    if (file === null || segment === null) return;
    await file.truncate(segment.size).catch(() => undefined);
    await file.close().catch(() => undefined);
    if (segment.size === 0) removeSegment(segment);
  }
}

/** Waits so long, or until the signal ends it. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
  });
}
