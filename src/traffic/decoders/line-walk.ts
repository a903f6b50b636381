import type { EventBatch } from '../event-batch.ts';
import type { InputTotals } from '../input-totals.ts';
import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
import type { DecoderOptions, LineFormat, LineReader } from './decoder.ts';
import { programOf } from './text/program-of.ts';
import { QUIET_PROGRAMS } from './text/quiet-programs.ts';

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
/** Longer lines are cut: what an event needs stands in the first bytes, and JSON of one event is shorter. */
export const MAX_LINE_BYTES = 1_048_576;
const MAX_PROGRAMS = 64;

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
          if (!this.#isDropping) this.#cut(bytes, at, base);
          this.#isDropping = true;
          return end - start;
        } else break;
      }
      if (this.#isDropping) this.#isDropping = false;
      else if (stop - at > MAX_LINE_BYTES) this.#cut(bytes, at, base);
      else this.#line(bytes, at, stop, base);
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

  save(writer: StateWriter): void {
    writer.list(this.#readers, ({ format, lines }) => {
      writer.text(format.id);
      writer.number(lines);
    });
    writer.text(this.#last.format.id);
    writer.integer(Number(this.#isDropping));
  }

  load(reader: StateReader): void {
    const find = (id: string): OpenReader | undefined => this.#readers.find(({ format }) => format.id === id);
    reader.list(256, () => {
      const one = find(reader.text());
      const lines = reader.amount();
      if (one !== undefined) one.lines = lines;
    });
    this.#last = find(reader.text()) ?? this.#last;
    this.#isDropping = reader.flag();
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

  /** Reads what a line that is too long begins with. */
  #cut(bytes: Buffer, start: number, base: number): void {
    this.#totals.notes.add(`a line of more than ${MAX_LINE_BYTES} bytes was cut`);
    this.#line(bytes, start, start + MAX_LINE_BYTES, base);
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
    if (!isMalformed && QUIET_PROGRAMS.has(writer)) {
      this.#countForeign(writer);
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
      return;
    }
    if (malformed) {
      totals.malformed++;
      if (totals.firstMalformed.length < 8) totals.firstMalformed.push(totals.records);
      return;
    }
    const named = this.#readers.find(({ reader }) => (reader.program ?? null) !== null);
    this.#countForeign(named?.reader.program ?? writer);
  }

  #countForeign(program: string): void {
    const { foreign } = this.#totals;
    const isKnown = foreign.has(program) || foreign.size < MAX_PROGRAMS;
    const name = isKnown ? program : 'others';
    foreign.set(name, (foreign.get(name) ?? 0) + 1);
  }
}
