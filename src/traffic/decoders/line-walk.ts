import type { EventBatch } from '../event-batch.ts';
import type { InputTotals } from '../input-totals.ts';
import type { DecoderOptions, LineFormat, LineReader } from './decoder.ts';
import { NO_PROGRAM, programOf } from './text/program-of.ts';

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
/** Longer lines are cut: what an event needs stands in the first bytes, and JSON of one event is shorter. */
export const MAX_LINE_BYTES = 1_048_576;
const MAX_PROGRAMS = 64;
const MAX_WRITERS = 1024;
/** A program whose lines nobody took so often is asked about no more: `sshd` writes no packets. */
const ENOUGH_OFFERS = 256;

interface OpenReader {
  readonly format: LineFormat;
  readonly reader: LineReader;
  /** Lines that had an event. */
  lines: number;
}

/**
 * Walks over the lines of a text input. A line that is not of the input's format is offered to the other line formats:
 * a syslog of two firewalls is normal. The last one that took a line is asked first.
 */
export class LineWalk {
  readonly #batch: EventBatch;
  readonly #totals: InputTotals;
  readonly #readers: OpenReader[] = [];
  /** The one that took the line before. */
  #last: OpenReader;
  /** How often lines of a program were offered to all and taken by none; less than 0: one took some. */
  readonly #offered = new Map<string, number>();
  /** Within the rest of a line that was cut. */
  #isDropping = false;

  constructor(
    format: LineFormat,
    others: readonly LineFormat[],
    options: DecoderOptions,
    batch: EventBatch,
    totals: InputTotals,
  ) {
    this.#batch = batch;
    this.#totals = totals;
    this.#last = { format, reader: format.open(options), lines: 0 };
    this.#readers.push(this.#last);
    for (const other of others) this.#readers.push({ format: other, reader: other.open(options), lines: 0 });
  }

  /**
   * Reads the whole lines in `bytes` from `start` to `end`; `base` is the place of `bytes[0]` in the input. With `isLast`
   * a line without a line end is one too. Returns how many bytes it is done with.
   */
  read(bytes: Buffer, start: number, end: number, base: number, isLast: boolean): number {
    let at = start;
    while (at < end) {
      if (!this.#isDropping) at += this.#run(bytes, at, end, base);
      if (at >= end) break;
      const found = bytes.indexOf(NEWLINE, at);
      let stop = found === -1 || found >= end ? -1 : found;
      if (stop === -1) {
        if (isLast) stop = end;
        else if (end - at > MAX_LINE_BYTES) {
          if (!this.#isDropping) this.#line(bytes, at, at + MAX_LINE_BYTES, base);
          this.#isDropping = true;
          this.#totals.notes.add(`a line of more than ${MAX_LINE_BYTES} bytes was cut`);
          return end - start;
        } else break;
      }
      if (this.#isDropping) this.#isDropping = false;
      else this.#line(bytes, at, Math.min(stop, at + MAX_LINE_BYTES), base);
      at = stop + 1;
    }
    return Math.min(at, end) - start;
  }

  /** The input has ended. */
  end(): void {
    for (const one of this.#readers) {
      const events = one.reader.end?.(this.#batch) ?? 0;
      one.lines += events;
      this.#totals.silent -= events;
      for (const note of one.reader.notes ?? []) this.#totals.notes.add(note);
    }
  }

  /** The formats that took lines, most first, as they call themselves. */
  get seen(): { readonly title: string; readonly id: string; readonly lines: number }[] {
    return this.#readers
      .filter(({ lines }) => lines > 0)
      .map(({ format, reader, lines }) => ({ id: format.id, title: reader.variant ?? format.title, lines }))
      .sort((a, b) => b.lines - a.lines);
  }

  /** Lets the reader of the line before read the next ones at once, if it can. */
  #run(bytes: Buffer, start: number, end: number, base: number): number {
    const last = this.#last;
    const { reader } = last;
    if (reader.readRun === undefined) return 0;
    const batch = this.#batch;
    const first = this.#totals.records + 1;
    batch.nextOffset = base + start;
    batch.nextRecord = first;
    const done = reader.readRun(bytes, start, end, batch);
    const lines = batch.nextRecord - first;
    this.#totals.records += lines;
    last.lines += lines;
    return done;
  }

  #line(bytes: Buffer, start: number, stop: number, base: number): void {
    const end = stop > start && bytes[stop - 1] === CARRIAGE_RETURN ? stop - 1 : stop;
    const totals = this.#totals;
    const batch = this.#batch;
    totals.records++;
    batch.nextOffset = base + start;
    batch.nextRecord = totals.records;
    if (end === start) {
      totals.silent++;
      return;
    }
    const last = this.#last;
    const verdict = last.reader.read(bytes, start, end, batch);
    if (verdict === 'event') last.lines++;
    else if (verdict === 'silent') totals.silent++;
    else this.#offer(bytes, start, end, verdict === 'malformed');
  }

  /** The line is not of the format of the line before. */
  #offer(bytes: Buffer, start: number, end: number, isMalformed: boolean): void {
    const totals = this.#totals;
    const writer = programOf(bytes, start, end);
    if (!isMalformed && (this.#offered.get(writer) ?? 0) >= ENOUGH_OFFERS) {
      totals.foreign.set(writer, (totals.foreign.get(writer) ?? 0) + 1);
      return;
    }
    let malformed = isMalformed;
    for (const one of this.#readers) {
      if (one === this.#last) continue;
      const verdict = one.reader.read(bytes, start, end, this.#batch);
      if (verdict === 'malformed') malformed = true;
      if (verdict === 'silent') {
        totals.silent++;
        return;
      }
      if (verdict !== 'event') continue;
      one.lines++;
      this.#last = one;
      if (this.#offered.size < MAX_WRITERS) this.#offered.set(writer, Number.NEGATIVE_INFINITY);
      return;
    }
    if (malformed) {
      totals.malformed++;
      if (totals.firstMalformed.length < 8) totals.firstMalformed.push(totals.records);
      return;
    }
    const named = this.#readers.find(({ reader }) => (reader.program ?? null) !== null);
    const program = named?.reader.program ?? writer;
    const isKnown = totals.foreign.has(program) || totals.foreign.size < MAX_PROGRAMS;
    if (program === writer && isKnown && writer !== NO_PROGRAM) {
      this.#offered.set(writer, (this.#offered.get(writer) ?? 0) + 1);
    }
    const name = isKnown ? program : 'others';
    totals.foreign.set(name, (totals.foreign.get(name) ?? 0) + 1);
  }
}
