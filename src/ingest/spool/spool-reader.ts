import type { SpooledMessage } from './record.ts';
import { SegmentReader } from './segments.ts';

const ALIGNMENT = 8;

/** A message that is to be delivered. */
export interface Delivery {
  readonly sequence: number;
  readonly rows: number;
  readonly bytes: Uint8Array;
}

/** Reads one segment after the other, message by message, as far as they are safe. */
export class SpoolReader {
  #file: SegmentReader | null = null;
  /** Of the next record. */
  #offset = 0;
  #record = { offset: 0, messages: [] as readonly SpooledMessage[] };
  #place = 0;

  /** The next message of a segment with a greater number; null where there is none before byte `end` of it. */
  next(path: string, end: number, delivered: number): Delivery | null {
    this.#file ??= new SegmentReader(path);
    for (;;) {
      const message = this.#record.messages[this.#place];
      if (message === undefined) {
        if (this.#offset >= end) return null;
        this.#readRecord(this.#file, end);
        continue;
      }
      this.#place++;
      if (message.sequence <= delivered) continue;
      const { sequence, rows, offset, length } = message;
      return { sequence, rows, bytes: this.#file.read(this.#record.offset + offset, length) };
    }
  }

  /** The next segment follows. */
  finish(): void {
    this.#file?.close();
    this.#file = null;
    this.#offset = 0;
    this.#place = 0;
    this.#record = { offset: 0, messages: [] };
  }

  /** What is damaged was told when the spool was opened, and is passed over. */
  #readRecord(file: SegmentReader, end: number): void {
    const offset = this.#offset;
    const head = file.recordAt(offset);
    this.#place = 0;
    this.#record = { offset, messages: head?.messages ?? [] };
    this.#offset = head === null ? (file.findRecord(offset + ALIGNMENT) ?? end) : offset + head.length;
  }
}
