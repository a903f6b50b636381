import { OUTCOME, type EventBatch } from '../event-batch.ts';
import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
import { PartyList } from './party-list.ts';
import { Timeline } from './timeline.ts';

export { PartyList, type Party } from './party-list.ts';

/** Where a piece of evidence stands. */
export interface Reference {
  /** Place of the input in the list of inputs. */
  readonly input: number;
  /** Byte in the unpacked input. */
  readonly offset: number;
  /** Number of the line, packet or record. */
  readonly record: number;
  readonly time: number;
}

/** How much some events are together; bytes as far as they are known. */
export interface Sums {
  readonly events: number;
  readonly packets: number;
  readonly bytes: number;
}

const SAMPLES = 8;
const LISTS = ['sources', 'targets', 'ports', 'labels'] as const;
/** From so many events on one of eight is looked at for who and where, and counts for eight. */
const ENOUGH_EVENTS = 1024;
const STRIDE = 8;
/** 2^32 divided by the golden ratio: its multiples fall evenly, in step with nothing that a log repeats. */
const GOLDEN = 0x9e3779b1;

/** Places of single numbers; behind them come the time line and the lists. */
const PLACE = {
  events: 0,
  packets: 1,
  bytes: 2,
  input: 3,
  offset: 4,
  record: 5,
  time: 6,
  random: 7,
  gotThrough: 8,
} as const;
const TIMELINE = 9;
const PARTIES = TIMELINE + Timeline.size;
const SIZE = PARTIES + LISTS.length * PartyList.size;

/**
 * What a finding says of the events it rests on: how many, when, who, whom, and where some of them stand. A log names
 * thousands of them in turn, so their numbers lie side by side: what is far apart has to be fetched piece by piece.
 */
export class Tally {
  readonly #space = new Float64Array(SIZE);
  first: Reference | null = null;
  /** A sample of the events after the first, each as likely as any. */
  readonly samples: Reference[] = [];
  readonly timeline = new Timeline(this.#space, TIMELINE);
  readonly sources = new PartyList(undefined, this.#space, PARTIES);
  readonly targets = new PartyList(undefined, this.#space, PARTIES + PartyList.size);
  readonly ports = new PartyList(undefined, this.#space, PARTIES + 2 * PartyList.size);
  /** Log prefixes, rules or signatures, by their place in the batch's list. */
  readonly labels = new PartyList(undefined, this.#space, PARTIES + 3 * PartyList.size);

  constructor() {
    this.#space[PLACE.time] = Number.NaN;
    this.#space[PLACE.random] = 1;
  }

  get events(): number {
    return this.#space[PLACE.events] ?? 0;
  }

  get packets(): number {
    return this.#space[PLACE.packets] ?? 0;
  }

  get bytes(): number {
    return this.#space[PLACE.bytes] ?? 0;
  }

  /** Events that were let through or answered; of those that were only counted it is not known. */
  get gotThrough(): number {
    return this.#space[PLACE.gotThrough] ?? 0;
  }

  add(batch: EventBatch, row: number, input: number): void {
    const space = this.#space;
    const events = (space[PLACE.events] ?? 0) + 1;
    const bytes = batch.bytes[row] ?? 0;
    const time = batch.time[row] ?? Number.NaN;
    const outcome = batch.outcome[row];
    if (outcome === OUTCOME.allowed || outcome === OUTCOME.answered) space[PLACE.gotThrough] = this.gotThrough + 1;
    this.#addSums(1, batch.packets[row] ?? 0, Number.isNaN(bytes) ? 0 : bytes);
    if (events < ENOUGH_EVENTS) this.#addParties(batch, row, 1);
    else if (Math.imul(events, GOLDEN) >>> 0 < 2 ** 32 / STRIDE) this.#addParties(batch, row, STRIDE);
    space[PLACE.input] = input;
    space[PLACE.offset] = batch.offset[row] ?? 0;
    space[PLACE.record] = batch.record[row] ?? 0;
    space[PLACE.time] = time;
    this.timeline.add(time);
    if (this.first === null) this.first = this.last;
    else {
      const place = this.#samplePlace();
      if (place !== -1) this.samples[place] = this.last;
    }
  }

  #addParties(batch: EventBatch, row: number, events: number): void {
    const family = batch.family[row] ?? 0;
    this.sources.add(family, batch.source[row] ?? 0, events);
    this.targets.add(family, batch.destination[row] ?? 0, events);
    this.ports.add(batch.protocol[row] ?? 0, batch.dport[row] ?? 0, events);
    const label = batch.label[row] ?? 0;
    if (label !== 0) this.labels.add(0, label, events);
  }

  /** Events that were counted before it was clear what they are: how many, and where the first stands. */
  addEarlier({ events, packets, bytes }: Sums, first: Reference): void {
    this.#addSums(events, packets, bytes);
    this.first ??= first;
    this.timeline.add(first.time, events);
  }

  /** Events of which nothing was kept. */
  missed(events: number): void {
    this.#addSums(Math.max(events, 0), 0, 0);
  }

  /** Takes over what another one counted. */
  join(other: Tally): void {
    this.#addSums(other.events, other.packets, other.bytes);
    this.#space[PLACE.gotThrough] = this.gotThrough + other.gotThrough;
    this.first ??= other.first;
    for (const sample of other.samples) if (this.samples.length < SAMPLES) this.samples.push(sample);
    const { start, width, counts } = other.timeline;
    for (const [bucket, count] of counts.entries()) if (count > 0) this.timeline.add(start + bucket * width, count);
    for (const list of LISTS) this[list].join(other[list]);
    const { first, last } = other;
    if (first !== null && this.first !== null && isBefore(first, this.first)) this.first = first;
    if (first === null || isBefore(last, this.last)) return;
    this.#setLast(last);
  }

  save(writer: StateWriter): void {
    const random = this.#space[PLACE.random] ?? 0;
    for (const value of [this.events, this.packets, this.bytes, random, this.gotThrough]) writer.number(value);
    writer.list(this.first === null ? [] : [this.first], (reference) => saveReference(reference, writer));
    writer.list(this.samples, (reference) => saveReference(reference, writer));
    saveReference(this.last, writer);
    this.timeline.save(writer);
    for (const list of LISTS) this[list].save(writer);
  }

  load(reader: StateReader): void {
    const sums = [PLACE.events, PLACE.packets, PLACE.bytes, PLACE.random, PLACE.gotThrough];
    for (const place of sums) this.#space[place] = reader.amount();
    this.first = null;
    reader.list(1, () => (this.first = loadReference(reader)));
    this.samples.length = 0;
    reader.list(SAMPLES, () => this.samples.push(loadReference(reader)));
    this.#setLast(loadReference(reader));
    this.timeline.load(reader);
    for (const list of LISTS) this[list].load(reader);
  }

  get last(): Reference {
    const [input = 0, offset = 0, record = 0, time = Number.NaN] = this.#space.subarray(PLACE.input, PLACE.time + 1);
    return { input, offset, record, time };
  }

  #setLast({ input, offset, record, time }: Reference): void {
    this.#space.set([input, offset, record, time], PLACE.input);
  }

  #addSums(events: number, packets: number, bytes: number): void {
    const space = this.#space;
    space[PLACE.events] = (space[PLACE.events] ?? 0) + events;
    space[PLACE.packets] = (space[PLACE.packets] ?? 0) + packets;
    space[PLACE.bytes] = (space[PLACE.bytes] ?? 0) + bytes;
  }

  /** Reservoir sampling (Vitter 1985, algorithm R); -1 where the event is not taken. The same input gives the same sample. */
  #samplePlace(): number {
    if (this.samples.length < SAMPLES) return this.samples.length;
    const random = (Math.imul(this.#space[PLACE.random] ?? 0, 1_664_525) + 1_013_904_223) >>> 0; // Numerical Recipes' generator
    this.#space[PLACE.random] = random;
    const place = Math.floor((random / 2 ** 32) * this.events);
    return place < SAMPLES ? place : -1;
  }
}

function saveReference({ input, offset, record, time }: Reference, writer: StateWriter): void {
  writer.integer(input);
  writer.number(offset);
  writer.integer(record);
  writer.number(time);
}

function loadReference(reader: StateReader): Reference {
  return { input: reader.integer(), offset: reader.amount(), record: reader.integer(), time: reader.number() };
}

/** By time; where one of them has none, by place. */
function isBefore(a: Reference, b: Reference): boolean {
  if (!Number.isNaN(a.time) && !Number.isNaN(b.time)) return a.time < b.time;
  return a.input === b.input ? a.record < b.record : a.input < b.input;
}
