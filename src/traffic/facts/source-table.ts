import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
import { hash3 } from './hash.ts';
import { FLOAT, HEAD, RECORD_FLOATS, RECORD_WORDS, WORD } from './source-record.ts';
import type { Reference } from './tally.ts';

/** Sources that are kept at a time: 33 MiB, of which the system gives what is touched. */
const SLOTS = 262_144;
/** Slots that a source can stand in; neighbours. */
const WAYS = 8;
const SETS_SHIFT = 32 - Math.log2(SLOTS / WAYS);

/**
 * What is remembered of every source that tries something: one slot a source. It is a cache of eight ways: when all eight
 * slots of a source are taken, the one that tried least is forgotten, so that a flood of forged sources pushes out itself
 * and not the scanner that comes once an hour.
 */
export class SourceTable {
  /** Slots are numbered from 0 to below this. */
  static readonly capacity = SLOTS;
  /** The records: see `WORD`. A record begins at the slot times RECORD_WORDS. */
  readonly words = new Uint32Array(SLOTS * RECORD_WORDS);
  /** The same memory: see `FLOAT`. */
  readonly floats = new Float64Array(this.words.buffer);
  readonly singles = new Float32Array(this.words.buffer);
  /** A hash of each slot's source, which is odd; 0 where the slot is free. Those of one source's slots lie side by side. */
  readonly #tags = new Int32Array(SLOTS);
  readonly #onForget: (slot: number) => void;
  /** All slots in the order in which their sources came; null where one came since it was made. */
  #order: Uint32Array | null = null;
  length = 0;
  #nextId = 1;
  /** Sources that were forgotten for want of room, and their events that nothing explained. */
  forgotten = 0;
  forgottenEvents = 0;

  /** `onForget` is told a slot before it becomes another source's. */
  constructor(onForget: (slot: number) => void = () => undefined) {
    this.#onForget = onForget;
  }

  /** The slot of a source; a new one, with no events yet, where it is not known. */
  slot(family: number, address: number): number {
    const hash = hash3(address, family, 1);
    const tag = hash | 1;
    const start = (hash >>> SETS_SHIFT) * WAYS;
    for (let slot = start; slot < start + WAYS; slot++) {
      const found = this.#tags[slot] ?? 0;
      // Slots are taken in turn, and never become free again.
      if (found === 0) return this.#begin(slot, tag, family, address);
      if (found === tag && this.#is(slot, family, address)) return slot;
    }
    return this.#begin(this.#forgetOne(start), tag, family, address);
  }

  /** The slot of a source that is known; -1 where it is not. */
  find(family: number, address: number): number {
    const hash = hash3(address, family, 1);
    const start = (hash >>> SETS_SHIFT) * WAYS;
    for (let slot = start; slot < start + WAYS; slot++) {
      if (this.#tags[slot] === (hash | 1) && this.#is(slot, family, address)) return slot;
    }
    return -1;
  }

  /** The slots of sources that fit, in the order in which these came: the same input gives the same report. */
  slots(fits: (slot: number) => boolean = () => true): Uint32Array {
    const order = (this.#order ??= this.#sortedSlots());
    const some = new Uint32Array(order.length);
    let count = 0;
    for (const slot of order) if (fits(slot)) some[count++] = slot;
    return some.subarray(0, count);
  }

  #sortedSlots(): Uint32Array {
    const keys = new Float64Array(this.length);
    let count = 0;
    for (let slot = 0; slot < SLOTS; slot++) {
      if (this.#tags[slot] !== 0) keys[count++] = this.id(slot) * SLOTS + slot;
    }
    const order = new Uint32Array(Math.min(count, keys.length));
    keys.subarray(0, order.length).sort();
    for (let place = 0; place < order.length; place++) order[place] = (keys[place] ?? 0) % SLOTS;
    return order;
  }

  save(writer: StateWriter): void {
    writer.section('sources');
    for (const value of [this.length, this.#nextId]) writer.integer(value);
    for (const value of [this.forgotten, this.forgottenEvents]) writer.number(value);
    writer.column(this.#tags);
    writer.column(this.words);
  }

  load(reader: StateReader): void {
    reader.section('sources');
    this.length = reader.integer(SLOTS);
    this.#nextId = reader.integer();
    this.forgotten = reader.amount();
    this.forgottenEvents = reader.amount();
    reader.column(this.#tags);
    reader.column(this.words);
    this.#order = null;
  }

  id(slot: number): number {
    return this.#word(slot, WORD.id);
  }

  address(slot: number): number {
    return this.#word(slot, WORD.address);
  }

  family(slot: number): number {
    return (this.#word(slot, WORD.head) >>> HEAD.familyShift) & HEAD.familyMask;
  }

  events(slot: number): number {
    return this.#word(slot, WORD.events);
  }

  packets(slot: number): number {
    return this.events(slot) + this.#float(slot, FLOAT.morePackets);
  }

  bytes(slot: number): number {
    return this.#float(slot, FLOAT.bytes);
  }

  /** Bits of the tools whose mark all its packets bear, see `toolsOf`. */
  tools(slot: number): number {
    return this.#word(slot, WORD.head) >>> HEAD.toolsShift;
  }

  firstHost(slot: number): number {
    return this.#word(slot, WORD.firstHost);
  }

  /** UDP's ports stand behind TCP's: see `ScanTracker`. */
  firstPort(slot: number): number {
    return this.#word(slot, WORD.head) & HEAD.portMask;
  }

  hosts(slot: number): number {
    return this.#word(slot, WORD.hosts);
  }

  /** Different ports, those of both protocols. */
  ports(slot: number): number {
    const ports = this.#word(slot, WORD.ports);
    return (ports & 0xffff) + (ports >>> 16);
  }

  targets(slot: number): number {
    return this.#word(slot, WORD.targets);
  }

  answered(slot: number): number {
    return this.#word(slot, WORD.answered);
  }

  targetsAtAlarm(slot: number): number {
    return this.#word(slot, WORD.targetsAtAlarm);
  }

  unexplained(slot: number): number {
    return this.#word(slot, WORD.unexplained);
  }

  ordinary(slot: number): number {
    return this.#word(slot, WORD.ordinary);
  }

  first(slot: number): number {
    return this.#float(slot, FLOAT.first);
  }

  last(slot: number): number {
    return this.#float(slot, FLOAT.last);
  }

  /** Where its first event stands. */
  firstReference(slot: number): Reference {
    return {
      input: this.#word(slot, WORD.input),
      offset: this.#float(slot, FLOAT.firstOffset),
      record: this.#word(slot, WORD.firstRecord),
      time: this.first(slot),
    };
  }

  #word(slot: number, place: number): number {
    return this.words[slot * RECORD_WORDS + place] ?? 0;
  }

  #float(slot: number, place: number): number {
    return this.floats[slot * RECORD_FLOATS + place] ?? 0;
  }

  #is(slot: number, family: number, address: number): boolean {
    return this.address(slot) === address && this.family(slot) === family;
  }

  #begin(slot: number, tag: number, family: number, address: number): number {
    const at = slot * RECORD_WORDS;
    this.length++;
    this.#order = null;
    this.#tags[slot] = tag;
    this.words.fill(0, at, at + RECORD_WORDS);
    this.words[at + WORD.id] = this.#nextId++;
    this.words[at + WORD.address] = address;
    this.words[at + WORD.head] = family << HEAD.familyShift;
    return slot;
  }

  /** Makes room among the ways that begin at a slot. */
  #forgetOne(start: number): number {
    let victim = start;
    for (let slot = start + 1; slot < start + WAYS; slot++) if (this.#isLessBusy(slot, victim)) victim = slot;
    this.forgotten++;
    this.forgottenEvents += this.unexplained(victim);
    this.length--;
    this.#onForget(victim);
    return victim;
  }

  #isLessBusy(a: number, b: number): boolean {
    const difference = this.targets(a) - this.targets(b);
    return difference === 0 ? this.last(a) < this.last(b) : difference < 0;
  }
}
