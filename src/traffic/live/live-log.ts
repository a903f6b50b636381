import type { EventBatch } from '../event-batch.ts';
import type { Abilities } from '../decoders/decoder.ts';
import type { ByteSource } from '../input/file-bytes.ts';
import { FollowedFile } from '../input/follow.ts';
import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
import type { InputSummary } from '../report/traffic-report.ts';
import { newInputTotals, noteGap } from '../input-totals.ts';
import { LineDecoder, lineFormatOf, summaryOf } from './line-decoder.ts';
import type { Evident, LiveInput } from './live-input.ts';

/** Enough to know any format by. */
const HEAD_BYTES = 65_536;

export interface LogOptions {
  readonly title: string;
  /** As it stands in the report. */
  readonly name: string;
  readonly source: ByteSource & { readonly notes: ReadonlySet<string>; save(writer: StateWriter): void };
  readonly key: string;
  /** What another run saved of it, behind what its source did. */
  readonly saved: StateReader | null;
  /** What is to be said of the time since then; null where nothing is missing. */
  readonly gap: string | null;
  readonly batch: EventBatch;
  /** Id of the format; null to find out. */
  readonly format: string | null;
  readonly now: number;
  /** Waited for before more is read; null: there is nothing to wait for. */
  readonly ready?: () => Promise<void> | null;
}

/** A log of lines as it grows: a followed file, the journal, standard input. */
export class LiveLog implements LiveInput {
  readonly title: string;
  readonly key: string;
  readonly #options: LogOptions;
  /** The source, where it is a file. */
  readonly #file: FollowedFile | null;
  #lines: LineDecoder | null = null;
  #now: number;

  constructor(options: LogOptions) {
    this.#options = options;
    this.title = options.title;
    this.key = options.key;
    this.#now = options.now;
    this.#file = options.source instanceof FollowedFile ? options.source : null;
    if (this.#file !== null) this.#file.pending = () => this.#lines?.decoder.pending ?? 0;
    const head = this.#file?.head(HEAD_BYTES) ?? Buffer.alloc(0);
    if (options.saved?.flag() === true) {
      const format = options.saved.text();
      const lines = this.#open(head, this.#file?.position ?? 0, format);
      lines.load(options.saved);
      if (this.#file?.isAhead === true) lines.decoder.continueAt(this.#file.position);
      if (options.gap !== null) noteGap(lines.decoder.totals.notes, options.gap);
    } else if (head.length > 0) this.#open(head, this.#file?.position ?? 0);
  }

  async run(): Promise<void> {
    const { source } = this.#options;
    let lines = this.#lines;
    if (lines === null) {
      const head = Buffer.allocUnsafe(HEAD_BYTES);
      const count = await source.read(head);
      if (count === 0) return;
      lines = this.#open(head.subarray(0, count), 0);
      lines.decoder.push(head.subarray(0, count));
    }
    for (;;) {
      await this.#options.ready?.();
      const count = await source.read(lines.decoder.space);
      if (count === 0) return;
      lines.decoder.advance(count);
      // A file of gigabytes is there at once: clocks and signals have their turn between its pieces.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  flush(): void {
    this.#options.batch.flush();
  }

  moveTo(now: number): void {
    this.#now = now;
    this.#lines?.clock.moveTo(now);
  }

  end(): void {
    const decoder = this.#lines?.decoder;
    // The line that somebody is writing in a file just now is none yet.
    if (this.#file !== null) decoder?.continueAt(decoder.position);
    decoder?.end();
  }

  async close(): Promise<void> {
    this.#options.source.close();
    return Promise.resolve();
  }

  save(writer: StateWriter): void {
    this.#options.source.save(writer);
    const lines = this.#lines;
    writer.integer(lines === null ? 0 : 1);
    if (lines === null) return;
    writer.text(lines.format.id);
    // The journal gives a message again that did not come whole, and a pipe never does.
    lines.save(writer, this.#file !== null);
  }

  get summary(): InputSummary {
    const { name, source } = this.#options;
    if (this.#lines === null) return summaryOf(name, null, newInputTotals(), source.notes);
    return this.#lines.summary(name, source.notes);
  }

  get abilities(): Abilities | null {
    return this.#lines === null || this.#lines.decoder.totals.records === 0 ? null : this.#lines.format.abilities;
  }

  /** Offsets are those of the file only while no other took its place. */
  get evident(): Evident | null {
    const file = this.#file;
    if (file === null || file.rotations > 0 || file.truncations > 0) return null;
    return { path: file.name, identity: file.identity, packing: 'none' };
  }

  /** `position`: of the first byte that is to be read; `known`: what it was read as before. */
  #open(head: Buffer, position: number, known: string | null = null): LineDecoder {
    const { name, batch, format } = this.#options;
    const lines = new LineDecoder(lineFormatOf(name, head, format ?? known), batch, this.#now);
    this.#lines = lines;
    if (position > 0) {
      lines.learnHeader(head);
      lines.decoder.continueAt(position);
    }
    return lines;
  }
}
