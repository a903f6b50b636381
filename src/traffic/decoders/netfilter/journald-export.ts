/**
 * The journal's export format: `journalctl -k -o export` (systemd's "Journal Export Format"). An entry is a block of
 * fields, and an empty line ends it. A field is `NAME=value` in a line; or, where the value has bytes that are no text,
 * `NAME` in a line, 8 bytes of its length (little endian), the value and a line end.
 */
import type { EventBatch } from '../../event-batch.ts';
import { newStreamTotals, type DecoderOptions, type StreamFormat, type StreamReader } from '../decoder.ts';
import { readDecimal } from '../text/digits.ts';
import { latin1 } from '../text/latin1.ts';
import { JournalEntryReader, variantOfJournal } from './journal-entry.ts';
import { NETFILTER_ABILITIES } from './netfilter.ts';

const NEWLINE = 0x0a;
const EQUALS = 0x3d;
/** systemd's own limits: names of 64 bytes; entries of 1,024 fields and 768 MiB, far more than this one. */
const MAX_NAME = 64;
const MAX_ENTRY = 16 * 1024 * 1024;
const MAX_PROGRAMS = 64;
const NO_BYTES = Buffer.alloc(0);

export const journaldExport: StreamFormat = {
  kind: 'stream',
  id: 'journald-export',
  title: 'journal (export)',
  abilities: NETFILTER_ABILITIES,
  sniff({ lines }) {
    const first = lines.find((line) => line !== '') ?? '';
    if (first.startsWith('__CURSOR=')) return 0.95;
    return lines.some((line) => line.startsWith('__REALTIME_TIMESTAMP=')) ? 0.8 : 0;
  },
  open: (options) => new JournaldExportReader(options),
};

class JournaldExportReader implements StreamReader {
  readonly totals = newStreamTotals();
  readonly #entries: JournalEntryReader;
  // Of the entry that is being read.
  #hasFields = false;
  #isBroken = false;
  #message = NO_BYTES;
  #microseconds = Number.NaN;
  #program = '';
  #offset = 0;

  constructor({ clock }: DecoderOptions) {
    this.#entries = new JournalEntryReader(clock);
  }

  get variant(): string | null {
    return variantOfJournal(this.#entries.tools);
  }

  /** Takes field by field: of an entry only what is needed is kept, and no field is looked at twice. */
  read(bytes: Uint8Array, start: number, end: number, base: number, batch: EventBatch): number {
    let at = start;
    while (at < end) {
      const stop = bytes.subarray(0, end).indexOf(NEWLINE, at);
      if (stop === -1) {
        if (end - at <= MAX_ENTRY) break;
        this.#isBroken = true;
        return end - start;
      }
      if (!this.#hasFields) this.#offset = base + at;
      if (stop === at) this.#finish(batch);
      const next = stop === at ? at + 1 : this.#readField(bytes, at, stop, end);
      if (next === -1) break;
      at = next;
    }
    return at - start;
  }

  end(left: number, batch: EventBatch): void {
    if (left > 0) {
      this.#hasFields = true;
      this.#isBroken = this.#message.length === 0;
      this.totals.notes.add(`cut off in the midst of entry ${this.totals.records + 1}`);
    }
    this.#finish(batch);
  }

  /** Returns where the next field begins; -1 where this one is not complete. */
  #readField(bytes: Uint8Array, at: number, stop: number, end: number): number {
    const equals = bytes.subarray(at, Math.min(stop, at + MAX_NAME + 1)).indexOf(EQUALS);
    if (equals !== -1) {
      this.#hasFields = true;
      this.#keep(latin1(bytes, at, at + equals), bytes, at + equals + 1, stop);
      return stop + 1;
    }
    const isName = stop - at <= MAX_NAME && /^[A-Z_][A-Z0-9_]*$/.test(latin1(bytes, at, stop));
    if (!isName) {
      this.#hasFields = true;
      this.#isBroken = true;
      return stop + 1;
    }
    const value = stop + 9;
    if (value > end) return -1;
    const size = new DataView(bytes.buffer, bytes.byteOffset + stop + 1, 8).getBigUint64(0, true);
    this.#hasFields = true;
    if (size > MAX_ENTRY) {
      this.#isBroken = true;
      return stop + 1;
    }
    const after = value + Number(size);
    if (after >= end) return -1;
    if (bytes[after] === NEWLINE) this.#keep(latin1(bytes, at, stop), bytes, value, after);
    else this.#isBroken = true;
    return bytes[after] === NEWLINE ? after + 1 : stop + 1;
  }

  #keep(name: string, bytes: Uint8Array, start: number, end: number): void {
    if (name === 'MESSAGE') this.#message = Buffer.from(bytes.subarray(start, end));
    else if (name === 'SYSLOG_IDENTIFIER') this.#program = latin1(bytes, start, Math.min(end, start + 40));
    else if (name === '__REALTIME_TIMESTAMP') {
      const value = readDecimal(bytes, start, end);
      this.#microseconds = value < 0 ? Number(latin1(bytes, start, Math.min(end, start + 20))) : value;
    }
  }

  #finish(batch: EventBatch): void {
    if (!this.#hasFields) return;
    const { totals } = this;
    totals.records++;
    batch.nextOffset = this.#offset;
    batch.nextRecord = totals.records;
    const verdict = this.#isBroken ? 'malformed' : this.#entries.read(this.#message, this.#microseconds, batch);
    if (verdict === 'malformed') {
      totals.malformed++;
      if (totals.firstMalformed.length < 8) totals.firstMalformed.push(totals.records);
    } else if (verdict === 'silent') this.#countSilent('packets without IP');
    else if (verdict === 'foreign') this.#countSilent(this.#program === '' ? 'other entries' : this.#program);
    this.#hasFields = false;
    this.#isBroken = false;
    this.#message = NO_BYTES;
    this.#microseconds = Number.NaN;
    this.#program = '';
  }

  #countSilent(reason: string): void {
    const { silent } = this.totals;
    const name = silent.has(reason) || silent.size < MAX_PROGRAMS ? reason : 'others';
    silent.set(name, (silent.get(name) ?? 0) + 1);
  }
}
