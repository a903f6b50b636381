import { ColumnSpace } from '../../column-space.ts';
import type { EventBatch } from '../../event-batch.ts';
import { PREFIX_SLOTS, type PrefixSlot } from './prefix-table.ts';

const PAGE = 65_536;
/** As in assembly/netfilter-scan.ts. */
const PREFIX_SIZE = 80;
const MAX_PREFIX = 64;
const MAX_MINUTE = 24;
const MAX_ZONE = 8;
/** What is read at once: it stays in the second-level cache. Behind it, words may be looked at that are not there. */
const TEXT_BYTES = 4 * PAGE;
const MARGIN = 64;

const PREFIXES = ColumnSpace.bytes;
const MINUTE = PREFIXES + PREFIX_SLOTS * PREFIX_SIZE;
const ZONE = MINUTE + MAX_MINUTE;
const TEXT = ZONE + MAX_ZONE;

/** Why a scan stopped; as in assembly/netfilter-scan.ts. */
export const STOP = { end: 0, line: 1, time: 2 } as const;

interface Exports {
  useColumns(...places: number[]): void;
  useTables(prefixes: number, minute: number, zone: number): void;
  useMinute(size: number, zone: number, time: number): void;
  scan(first: number, last: number, row: number, rows: number, shift: number, record: number): number;
  stoppedAt(): number;
  stoppedBecause(): number;
}

/** Null where there is no WebAssembly, or none with vectors. */
export function openScanner(module: Uint8Array | null): NetfilterScanner | null {
  if (module === null) return null;
  try {
    return new NetfilterScanner(module);
  } catch {
    return null;
  }
}

/** The scanner of assembly/netfilter-scan.ts, and the memory in which it works: columns, tables, and a piece of text. */
export class NetfilterScanner {
  /** Whose prefixes and times it has now. */
  owner: unknown = null;
  readonly #exports: Exports;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #buffer: ArrayBuffer;

  constructor(module: Uint8Array) {
    const pages = Math.ceil((TEXT + TEXT_BYTES + MARGIN) / PAGE);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const instance = new WebAssembly.Instance(new WebAssembly.Module(module), { env: { memory } });
    this.#exports = instance.exports as unknown as Exports;
    this.#buffer = memory.buffer;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#words = new Uint32Array(memory.buffer);
    this.#exports.useTables(PREFIXES, MINUTE, ZONE);
  }

  /** Where a batch has its columns that this scanner is to fill. */
  get columns(): ColumnSpace {
    return new ColumnSpace(this.#buffer, 0);
  }

  /** Whether it can write into the batch. */
  fills(batch: EventBatch): boolean {
    return batch.time.buffer === this.#buffer;
  }

  /** Forgets everything of another reader. */
  begin(owner: unknown, batch: EventBatch): void {
    this.owner = owner;
    this.#bytes.fill(0, PREFIXES, TEXT);
    this.#exports.useMinute(0, 0, 0);
    const columns = [
      ...[batch.time, batch.end, batch.family, batch.source, batch.destination, batch.protocol, batch.sport],
      ...[batch.dport, batch.flags, batch.packets, batch.bytes, batch.packetsBack, batch.bytesBack, batch.outcome],
      ...[batch.direction, batch.ttl, batch.window, batch.ipId, batch.marks, batch.label, batch.offset, batch.record],
    ];
    this.#exports.useColumns(...columns.map(({ byteOffset }) => byteOffset));
  }

  /** Takes a piece of text in; returns how many bytes of it. */
  load(bytes: Uint8Array, start: number, end: number): number {
    const size = Math.min(end - start, TEXT_BYTES);
    this.#bytes.set(bytes.subarray(start, start + size), TEXT);
    return size;
  }

  /** `text`: what stands before the seconds; `time`: when that minute began. Only lines of that minute are read. */
  useMinute(text: Uint8Array, zone: Uint8Array, time: number): void {
    this.#bytes.set(text, MINUTE);
    this.#bytes.set(zone, ZONE);
    this.#exports.useMinute(text.length, zone.length, time);
  }

  /** Makes a prefix known, in the place of another one; returns how many lines that one had. */
  usePrefix(place: number, { bytes, prefix }: PrefixSlot): number {
    const lines = this.takeLines(place);
    const at = PREFIXES + place * PREFIX_SIZE;
    const word = at / 4;
    const isKept = bytes.length <= MAX_PREFIX;
    this.#words[word + 1] = prefix.label;
    this.#words[word + 2] = prefix.outcome;
    this.#words[word + 3] = isKept ? bytes.length + 1 : 0;
    if (isKept) this.#bytes.set(bytes, at + 16);
    return lines;
  }

  /** Lines of the prefix since it was asked last. */
  takeLines(place: number): number {
    const word = (PREFIXES + place * PREFIX_SIZE) / 4;
    const lines = this.#words[word] ?? 0;
    this.#words[word] = 0;
    return lines;
  }

  /**
   * Reads lines of the text that was loaded, between two places in it, into rows of the batch that are free; `shift` plus a
   * place is the place in the input. The batch has more rows afterwards. Returns the place of the first line not read.
   */
  scan(batch: EventBatch, start: number, end: number, rows: number): number {
    const shift = batch.nextOffset - (TEXT + start);
    const { length } = batch;
    batch.length = this.#exports.scan(TEXT + start, TEXT + end, length, rows, shift, batch.nextRecord);
    const stop = this.#exports.stoppedAt() - TEXT;
    batch.nextRecord += batch.length - length;
    batch.nextOffset += stop - start;
    return stop;
  }

  /** One of STOP. */
  get stoppedBecause(): number {
    return this.#exports.stoppedBecause();
  }
}
