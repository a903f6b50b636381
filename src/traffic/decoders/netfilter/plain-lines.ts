import { BATCH_EVENTS, type EventBatch } from '../../event-batch.ts';
import type { Clock } from '../clock.ts';
import { latin1 } from '../text/latin1.ts';
import { parseIsoTime, type SyslogFrame } from '../text/syslog-frame.ts';
import { STOP, type NetfilterScanner } from './netfilter-scanner.ts';
import { PREFIX_SLOTS, type PrefixSlot, type PrefixTable } from './prefix-table.ts';

/** Longer lines are not for the scanner. */
const MAX_LINE = 1024;
/** So often in turn the scanner may find nothing before it is left alone for as many lines. */
const PATIENCE = 16;
const MAX_PAUSE = 256;

const ISO = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:)\d\d(?:\.\d{1,9})?(Z|[+-]\d\d:?\d\d|) /;

/**
 * Lets the WebAssembly scanner read the lines that it can, and gives it what it needs for that: the minute that it is, and
 * the prefixes that the reader of single lines has found.
 */
export class PlainLines {
  readonly #scanner: NetfilterScanner;
  readonly #prefixes: PrefixTable;
  readonly #frame: SyslogFrame;
  readonly #clock: Clock;
  /** The prefixes that the scanner knows. */
  readonly #known: (PrefixSlot | undefined)[] = [];
  /** The text that the scanner has: its places in the input. */
  #from = 0;
  #to = 0;
  #misses = 0;
  #pause = 0;

  /** `frame`: that of the reader of single lines, so that a clock without years sees each minute once. */
  constructor(scanner: NetfilterScanner, prefixes: PrefixTable, frame: SyslogFrame, clock: Clock) {
    this.#scanner = scanner;
    this.#prefixes = prefixes;
    this.#frame = frame;
    this.#clock = clock;
  }

  /** As LineReader.readRun. */
  read(bytes: Uint8Array, start: number, end: number, batch: EventBatch): number {
    if (this.#pause > 0) {
      this.#pause--;
      return 0;
    }
    this.#prepare(batch);
    const first = batch.nextOffset;
    const isEmpty = this.#scan(bytes, start, end, batch) === start;
    this.#misses = isEmpty ? this.#misses + 1 : 0;
    if (this.#misses >= PATIENCE) this.#pause = Math.min(this.#misses, MAX_PAUSE);
    return batch.nextOffset - first;
  }

  /** Lines are counted by prefix in the scanner: puts them where the others are. */
  collect(): void {
    if (this.#scanner.owner !== this) return;
    for (const [place, slot] of this.#known.entries()) {
      if (slot !== undefined) this.#prefixes.count(slot.prefix.tool, this.#scanner.takeLines(place));
    }
  }

  #prepare(batch: EventBatch): void {
    const scanner = this.#scanner;
    const { changed } = this.#prefixes;
    if (scanner.owner !== this) {
      scanner.begin(this, batch);
      this.#to = this.#from;
      for (let place = 0; place < PREFIX_SLOTS; place++) changed.add(place);
    }
    if (changed.size === 0) return;
    for (const place of changed) {
      const slot = this.#prefixes.slot(place);
      if (slot === undefined) continue;
      const lines = scanner.usePrefix(place, slot);
      const before = this.#known[place];
      if (before !== undefined) this.#prefixes.count(before.prefix.tool, lines);
      this.#known[place] = slot;
    }
    changed.clear();
  }

  /** Returns the place of the first byte that was not read. */
  #scan(bytes: Uint8Array, start: number, end: number, batch: EventBatch): number {
    const scanner = this.#scanner;
    const base = batch.nextOffset - start;
    let at = start;
    let learnedAt = -1;
    while (at < end) {
      const offset = base + at;
      const isInText = offset >= this.#from && offset < this.#to;
      // A line may go on behind the text that was loaded.
      const isAtItsEnd = this.#to - offset < MAX_LINE && this.#to < base + end;
      if (!isInText || isAtItsEnd) {
        this.#from = offset;
        this.#to = offset + scanner.load(bytes, at, end);
      }
      if (batch.length === BATCH_EVENTS) batch.flush();
      const place = scanner.scan(batch, offset - this.#from, this.#to - this.#from, BATCH_EVENTS);
      const next = this.#from + place - base;
      const hasMoved = next > at;
      at = next;
      const why = scanner.stoppedBecause;
      if (why === STOP.end) continue;
      if (why === STOP.time && learnedAt !== at && this.#learnMinute(bytes, at, end)) learnedAt = at;
      else if (!hasMoved || !(this.#to - (base + at) < MAX_LINE && this.#to < base + end)) return at;
    }
    return at;
  }

  /** Tells the scanner what minute it is in the line that begins at `at`. */
  #learnMinute(bytes: Uint8Array, at: number, end: number): boolean {
    if (end - at < 64) return false;
    if ((bytes[at] ?? 0) < 0x41) return this.#learnIsoMinute(bytes, at);
    const frame = this.#frame;
    // `Oct  9 08:53:01 `
    if (bytes[at + 12] !== 0x3a || bytes[at + 15] !== 0x20 || !frame.read(bytes, at, end)) return false;
    const second = Number(latin1(bytes, at + 13, at + 15));
    this.#scanner.useMinute(bytes.subarray(at, at + 13), new Uint8Array(0), frame.time - second);
    return true;
  }

  #learnIsoMinute(bytes: Uint8Array, at: number): boolean {
    const match = ISO.exec(latin1(bytes, at, at + 48));
    if (match === null) return false;
    const [, minute = '', zone = ''] = match;
    const time = parseIsoTime(`${minute}00${zone}`, this.#clock);
    if (Number.isNaN(time)) return false;
    this.#scanner.useMinute(Buffer.from(minute, 'latin1'), Buffer.from(zone, 'latin1'), time);
    return true;
  }
}
