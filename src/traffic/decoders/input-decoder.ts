import type { EventBatch } from '../event-batch.ts';
import { loadTotals, newInputTotals, saveTotals, type InputTotals } from '../input-totals.ts';
import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
import type { DecoderOptions, LineFormat, StreamReader, TrafficFormat } from './decoder.ts';
import { LineWalk } from './line-walk.ts';

const FIRST_BYTES = 2 * 1024 * 1024;
/** No record of a stream may be longer. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Feeds an input to its decoder, in whatever pieces it comes, and keeps what is not complete yet. Bytes are read right
 * into its buffer (`space`, `advance`), so that nothing is copied but the rest of a piece.
 */
export class InputDecoder {
  readonly totals: InputTotals = newInputTotals();
  readonly #batch: EventBatch;
  readonly #lines: LineWalk | null;
  readonly #stream: StreamReader | null;
  readonly #format: TrafficFormat;
  #buffer = Buffer.allocUnsafe(FIRST_BYTES);
  /** What is in the buffer: `length` bytes from its start, the first of which is `base` in the input. */
  #length = 0;
  #base = 0;
  #isGivenUp = false;

  /** `others`: formats of lines that may stand between those of a line format. */
  constructor(format: TrafficFormat, others: readonly LineFormat[], options: DecoderOptions, batch: EventBatch) {
    this.#batch = batch;
    this.#format = format;
    this.#lines = format.kind === 'line' ? new LineWalk(format, others, options, batch, this.totals) : null;
    this.#stream = format.kind === 'stream' ? format.open(options) : null;
  }

  /** Bytes of the input it is done with; what is not complete yet is not counted. */
  get position(): number {
    return this.#base;
  }

  /** Bytes that it has, and is not done with. */
  get pending(): number {
    return this.#length;
  }

  /** Goes on at another place of the input, with nothing of before. */
  continueAt(position: number): void {
    this.#length = 0;
    this.#base = position;
  }

  /** Writes how far it is in lines; `isKept`: with the beginning of the line that has not come whole, or without. */
  save(writer: StateWriter, isKept: boolean): void {
    saveTotals(this.totals, writer);
    writer.number(this.#base);
    writer.integer(Number(this.#isGivenUp));
    writer.bytes(isKept ? this.#buffer.subarray(0, this.#length) : new Uint8Array(0));
    this.#lines?.save(writer);
  }

  /** Goes on from there. */
  load(reader: StateReader): void {
    loadTotals(this.totals, reader);
    this.#base = reader.amount();
    this.#isGivenUp = reader.flag();
    const begun = reader.bytes(MAX_BYTES);
    if (begun.length > this.#buffer.length) this.#buffer = Buffer.allocUnsafe(2 * begun.length);
    this.#buffer.set(begun);
    this.#length = begun.length;
    this.#lines?.load(reader);
  }

  /** Where the next bytes of the input are to be put: at least one. */
  get space(): Buffer {
    if (this.#length === this.#buffer.length) {
      const larger = Buffer.allocUnsafe(2 * this.#buffer.length);
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    return this.#buffer.subarray(this.#length);
  }

  /** So many bytes were put into `space`. */
  advance(count: number): void {
    this.#length += count;
    this.totals.bytes += count;
    const used = this.#isGivenUp ? this.#length : this.#read(false);
    this.#drop(used);
    if (this.#length >= MAX_BYTES) {
      this.#isGivenUp = true;
      this.totals.notes.add(`a record of more than ${MAX_BYTES / 1_048_576} MiB: nothing behind it was read`);
      this.#drop(this.#length);
    }
  }

  /** Bytes that are elsewhere already. */
  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      const { space } = this;
      const count = Math.min(space.length, bytes.length - at);
      space.set(bytes.subarray(at, at + count));
      this.advance(count);
      at += count;
    }
  }

  /** The input has ended. */
  end(): void {
    if (this.#isGivenUp) this.#length = 0;
    else this.#drop(this.#read(true));
    this.#stream?.end(this.#length, this.#batch);
    this.#lines?.end();
    this.#batch.flush();
    if (this.#stream !== null) this.#takeTotals(this.#stream);
  }

  /** What the input turned out to be, in words: `netfilter log (ufw)`; several where lines of several are in it. */
  get titles(): readonly string[] {
    if (this.#stream !== null) return [this.#stream.variant ?? this.#format.title];
    const seen = this.#lines?.seen ?? [];
    return seen.length === 0 ? [this.#format.title] : seen.map(({ title }) => title);
  }

  #read(isLast: boolean): number {
    if (this.#lines !== null) return this.#lines.read(this.#buffer, 0, this.#length, this.#base, isLast);
    return this.#stream?.read(this.#buffer, 0, this.#length, this.#base, this.#batch) ?? this.#length;
  }

  #drop(used: number): void {
    this.#buffer.copy(this.#buffer, 0, used, this.#length);
    this.#length -= used;
    this.#base += used;
  }

  #takeTotals({ totals }: StreamReader): void {
    this.totals.records = totals.records;
    this.totals.malformed = totals.malformed;
    this.totals.firstMalformed.push(...totals.firstMalformed);
    for (const [reason, count] of totals.silent) {
      this.totals.silent += count;
      this.totals.foreign.set(reason, count);
    }
    for (const note of totals.notes) this.totals.notes.add(note);
  }
}
