import { isCapture, type TrafficFormat } from '../../traffic/decoders/decoder.ts';
import type { EventBatch } from '../../traffic/event-batch.ts';
import { InputError } from '../../traffic/input/input-error.ts';
import { TrafficReader, type ByteTap } from '../../traffic/read-traffic.ts';
import type { InputSummary } from '../../traffic/report/traffic-report.ts';
import { EventRows } from '../event-rows.ts';
import type { Spool } from '../spool/spool.ts';
import { encodeRecord } from './file-record.ts';
import { lookUp, newKeyOf, type Known } from './look-up.ts';
import { Print } from './print.ts';

/** So many rows become a record: with a piece more they are one batch still. */
const CLOSE_ROWS = 98_304;

export interface ReadFilesOptions {
  /** Id of the format; null to find out. */
  readonly format: string | null;
  /** Seconds since 1970. */
  readonly now: number;
  readonly scanner: Uint8Array | null;
  /** Stores files that were stored before once more. */
  readonly again: boolean;
  /** After every piece of a file: its place in the list, bytes of it that were read, events of all so far. */
  readonly onProgress?: (progress: { readonly input: number; readonly done: number; readonly events: number }) => void;
  /** Ends it between two pieces. */
  readonly signal: AbortSignal;
}

/** What became of a file. */
export interface FileAccount {
  readonly name: string;
  /** What was read of it; null where nothing had to be, or could. */
  readonly summary: InputSummary | null;
  /** Events in what was read. */
  readonly events: number;
  /** Of these, events that were stored by an earlier run. */
  readonly already: number;
  /** Of the others, those that nobody knows the time of: they are not stored. */
  readonly untimed: number;
  /** Events that went to the spool. */
  readonly rows: number;
  /** What whoever reads the account must know. */
  readonly notes: readonly string[];
  /** Why it could not be read, or not gone on with; null where it could. */
  readonly error: string | null;
}

/** Reads files one after the other into the spool, each from where an earlier run ended. */
export async function* readFiles(
  paths: readonly string[],
  spool: Spool,
  options: ReadFilesOptions,
): AsyncGenerator<FileAccount> {
  let events = 0;
  for (const [input, path] of paths.entries()) {
    if (options.signal.aborted) return;
    let account: FileAccount;
    try {
      const known = await (options.again ? newKeyOf : lookUp)(path, spool.positions);
      account = isDone(known)
        ? alreadyStored(path, known)
        : await new FileReading(path, known, spool, options, (done, count) =>
            options.onProgress?.({ input, done, events: events + count }),
          ).run();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      account = { ...nothingOf(path), error: error.message };
    }
    events += account.events;
    yield account;
  }
}

function isDone(known: Known): known is Extract<Known, { readonly state: 'same' | 'shorter' }> {
  return known.state === 'same' || known.state === 'shorter';
}

function alreadyStored(
  path: string,
  { state, record }: Extract<Known, { readonly state: 'same' | 'shorter' }>,
): FileAccount {
  const was = record.name === path ? 'it was' : `it was, as ${record.name}`;
  const note =
    state === 'same'
      ? `all of it was stored before`
      : `it begins like ${record.name}, of which ${record.length} bytes were stored, and ends before that: it is taken for an earlier copy; --again stores it`;
  const notes = state === 'same' && record.name !== path ? [`${note}: ${was}`] : [note];
  return { ...nothingOf(path), events: record.events, already: record.events, notes };
}

function nothingOf(name: string): FileAccount {
  return { name, summary: null, events: 0, already: 0, untimed: 0, rows: 0, notes: [], error: null };
}

class GrownCapture extends InputError {}

/** One file on its way to the spool. */
class FileReading implements ByteTap {
  readonly #path: string;
  readonly #known: Known;
  readonly #spool: Spool;
  readonly #options: ReadFilesOptions;
  readonly #onPiece: (done: number, events: number) => void;
  readonly #rows = new EventRows();
  readonly #print = new Print();
  /** Events that the decoders gave, and how many of them an earlier run had. */
  #events = 0;
  #already = 0;
  #stored = 0;
  /** The record that is being written. */
  #writing: Promise<void> = Promise.resolve();

  constructor(
    path: string,
    known: Known,
    spool: Spool,
    options: ReadFilesOptions,
    onPiece: (done: number, events: number) => void,
  ) {
    this.#path = path;
    this.#known = known;
    this.#spool = spool;
    this.#options = options;
    this.#onPiece = onPiece;
  }

  async run(): Promise<FileAccount> {
    const reader = new TrafficReader(this.#options, (batch) => this.#take(batch), this);
    reader.onPiece = (_, { position }) => {
      this.#onPiece(position, this.#events);
      this.#options.signal.throwIfAborted();
      if (this.#rows.rows < CLOSE_ROWS) return undefined;
      reader.events.flush();
      return this.#write(false);
    };
    let isWhole = true;
    let summary: InputSummary | null = null;
    try {
      const [input] = await reader.readAll([this.#path], () => undefined);
      summary = input?.summary ?? null;
    } catch (error) {
      if (!this.#options.signal.aborted) throw error;
      isWhole = false; // what was read so far goes on from there another time
    }
    if (summary?.format !== null) await this.#write(isWhole);
    await this.#writing;
    return {
      name: this.#path === '-' ? 'standard input' : this.#path,
      summary,
      events: this.#events,
      already: this.#already,
      untimed: this.#rows.untimed,
      rows: this.#stored,
      notes: this.#notes(reader),
      error: null,
    };
  }

  begin(format: TrafficFormat): void {
    if (!isCapture(format) || this.#known.state !== 'continued' || !this.#known.record.isWhole) return;
    throw new GrownCapture(
      `${this.#path} has grown since it was stored: connections that were open at its end then cannot be told from new ones, so nothing more of it is stored. --again stores all of it once more`,
    );
  }

  bytes(chunk: Uint8Array): void {
    this.#print.add(chunk);
  }

  done(): void {
    // What came of a piece is written when the reader says so.
  }

  #take(batch: EventBatch): void {
    for (let row = 0; row < batch.length;) {
      const isKnown = this.#isKnown(batch, row);
      let end = row + 1;
      while (end < batch.length && this.#isKnown(batch, end) === isKnown) end++;
      if (isKnown) this.#already += end - row;
      else this.#rows.add(batch, row, end);
      row = end;
    }
    this.#events += batch.length;
  }

  /** Whether an earlier run stored an event: by its number, or by its place in a file that was followed. */
  #isKnown({ offset }: EventBatch, row: number): boolean {
    if (this.#known.state !== 'continued') return false;
    const { events, from, length } = this.#known.record;
    if (this.#events + row < events) return true;
    const place = offset[row] ?? 0;
    return from !== undefined && place >= from && place < length;
  }

  /** Rows, and how far the file was read with them, in one record; the one before is on the disk then. */
  async #write(isWhole: boolean): Promise<void> {
    await this.#writing;
    this.#stored += this.#rows.rows;
    this.#writing = this.#spool.append(this.#rows.take(), this.#position(isWhole));
    // Told when it is waited for.
    this.#writing.catch(() => undefined);
  }

  #position(isWhole: boolean): ReadonlyMap<string, Uint8Array> {
    if (this.#known.state === 'unknowable') return new Map();
    const { key } = this.#known;
    const before = this.#known.state === 'continued' ? this.#known.record : null;
    const { length, tail } = this.#print;
    const events = Math.max(this.#events, before?.events ?? 0);
    // What was followed lies ahead still.
    if (before?.from !== undefined && length < before.length)
      return new Map([[key, encodeRecord({ ...before, events })]]);
    return new Map([[key, encodeRecord({ name: this.#path, length, tail, events, isWhole })]]);
  }

  #notes({ events: { addresses } }: TrafficReader): string[] {
    const notes: string[] = [];
    if (this.#known.state === 'unknowable') {
      notes.push('what comes through a pipe is not known again: giving it twice stores it twice');
    }
    if (addresses.refused > 0) {
      notes.push(`${addresses.refused} times an IPv6 address was one too many to remember, and is stored as ::`);
    }
    return notes;
  }
}
