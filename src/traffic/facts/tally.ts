import type { EventBatch } from '../event-batch.ts';
import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
import { Timeline } from './timeline.ts';

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
const MAX_PARTIES = 32;
/** From so many events on one of eight is looked at for who and where, and counts for eight. */
const ENOUGH_EVENTS = 1024;
const STRIDE = 8;
/** 2^32 divided by the golden ratio: its multiples fall evenly, in step with nothing that a log repeats. */
const GOLDEN = 0x9e3779b1;

/** What a finding says of the events it rests on: how many, when, who, whom, and where some of them stand. */
export class Tally {
  events = 0;
  packets = 0;
  bytes = 0;
  first: Reference | null = null;
  /** A sample of the events after the first, each as likely as any. */
  readonly samples: Reference[] = [];
  readonly timeline = new Timeline();
  readonly sources = new PartyList();
  readonly targets = new PartyList();
  readonly ports = new PartyList();
  /** Log prefixes, rules or signatures, by their place in the batch's list. */
  readonly labels = new PartyList();
  #lastInput = 0;
  #lastOffset = 0;
  #lastRecord = 0;
  #lastTime = Number.NaN;
  #random = 1;

  add(batch: EventBatch, row: number, input: number): void {
    this.events++;
    this.packets += batch.packets[row] ?? 0;
    const bytes = batch.bytes[row] ?? 0;
    if (!Number.isNaN(bytes)) this.bytes += bytes;
    if (this.events < ENOUGH_EVENTS) this.#addParties(batch, row, 1);
    else if (Math.imul(this.events, GOLDEN) >>> 0 < 2 ** 32 / STRIDE) this.#addParties(batch, row, STRIDE);
    this.#lastInput = input;
    this.#lastOffset = batch.offset[row] ?? 0;
    this.#lastRecord = batch.record[row] ?? 0;
    this.#lastTime = batch.time[row] ?? Number.NaN;
    this.timeline.add(this.#lastTime);
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
    this.events += events;
    this.packets += packets;
    this.bytes += bytes;
    this.first ??= first;
    this.timeline.add(first.time, events);
  }

  /** Events of which nothing was kept. */
  missed(events: number): void {
    this.events += Math.max(events, 0);
  }

  /** Takes over what another one counted. */
  join(other: Tally): void {
    this.events += other.events;
    this.packets += other.packets;
    this.bytes += other.bytes;
    this.first ??= other.first;
    for (const sample of other.samples) if (this.samples.length < SAMPLES) this.samples.push(sample);
    const { start, width, counts } = other.timeline;
    for (const [bucket, count] of counts.entries()) if (count > 0) this.timeline.add(start + bucket * width, count);
    for (const list of LISTS) this[list].join(other[list]);
    const { first, last } = other;
    if (first !== null && this.first !== null && isBefore(first, this.first)) this.first = first;
    if (first === null || isBefore(last, this.last)) return;
    this.#lastInput = last.input;
    this.#lastOffset = last.offset;
    this.#lastRecord = last.record;
    this.#lastTime = last.time;
  }

  save(writer: StateWriter): void {
    for (const value of [this.events, this.packets, this.bytes, this.#random]) writer.number(value);
    writer.list(this.first === null ? [] : [this.first], (reference) => saveReference(reference, writer));
    writer.list(this.samples, (reference) => saveReference(reference, writer));
    saveReference(this.last, writer);
    this.timeline.save(writer);
    for (const list of LISTS) this[list].save(writer);
  }

  load(reader: StateReader): void {
    this.events = reader.amount();
    this.packets = reader.amount();
    this.bytes = reader.amount();
    this.#random = reader.amount();
    this.first = null;
    reader.list(1, () => (this.first = loadReference(reader)));
    this.samples.length = 0;
    reader.list(SAMPLES, () => this.samples.push(loadReference(reader)));
    const last = loadReference(reader);
    this.#lastInput = last.input;
    this.#lastOffset = last.offset;
    this.#lastRecord = last.record;
    this.#lastTime = last.time;
    this.timeline.load(reader);
    for (const list of LISTS) this[list].load(reader);
  }

  get last(): Reference {
    return { input: this.#lastInput, offset: this.#lastOffset, record: this.#lastRecord, time: this.#lastTime };
  }

  /** Reservoir sampling (Vitter 1985, algorithm R); -1 where the event is not taken. The same input gives the same sample. */
  #samplePlace(): number {
    if (this.samples.length < SAMPLES) return this.samples.length;
    this.#random = (Math.imul(this.#random, 1_664_525) + 1_013_904_223) >>> 0; // Numerical Recipes' generator
    const place = Math.floor((this.#random / 2 ** 32) * this.events);
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

export interface Party {
  readonly family: number;
  readonly value: number;
  readonly events: number;
}

/**
 * Addresses or ports with how often they were met. While there is room it is exact; then the least met one makes room
 * for each new one and hands on its count (Metwally, Agrawal, El Abbadi, "Efficient computation of frequent and top-k
 * elements in data streams", 2005), so that the frequent ones are there at the end.
 */
export class PartyList {
  readonly #limit: number;
  readonly #families: number[] = [];
  readonly #values: number[] = [];
  readonly #events: number[] = [];
  /** Place of the one met last. */
  #last = -1;
  /** There were more than are kept. */
  isFull = false;

  constructor(limit = MAX_PARTIES) {
    this.#limit = limit;
  }

  add(family: number, value: number, events = 1): void {
    const values = this.#values;
    const last = this.#last;
    if (last >= 0 && values[last] === value && this.#families[last] === family) {
      this.#events[last] = (this.#events[last] ?? 0) + events;
      return;
    }
    for (let place = 0; place < values.length; place++) {
      if (values[place] === value && this.#families[place] === family) {
        this.#events[place] = (this.#events[place] ?? 0) + events;
        this.#last = place;
        return;
      }
    }
    if (values.length < this.#limit) {
      this.#last = values.push(value) - 1;
      this.#families.push(family);
      this.#events.push(events);
    } else this.#replaceLeast(family, value, events);
  }

  join(other: PartyList): void {
    for (const { family, value, events } of other.most) this.add(family, value, events);
    this.isFull ||= other.isFull;
  }

  save(writer: StateWriter): void {
    writer.list(this.#values.keys(), (place) => {
      writer.integer(this.#families[place] ?? 0);
      writer.integer(this.#values[place] ?? 0);
      writer.number(this.#events[place] ?? 0);
    });
    writer.integer(this.#last + 1);
    writer.integer(Number(this.isFull));
  }

  load(reader: StateReader): void {
    this.#families.length = 0;
    this.#values.length = 0;
    this.#events.length = 0;
    reader.list(this.#limit, () => {
      this.#families.push(reader.integer());
      this.#values.push(reader.integer());
      this.#events.push(reader.amount());
    });
    this.#last = reader.integer(this.#values.length) - 1;
    this.isFull = reader.flag();
  }

  get size(): number {
    return this.#values.length;
  }

  /** Those met most often first. */
  get most(): Party[] {
    return this.#values
      .map((value, place) => ({ family: this.#families[place] ?? 0, value, events: this.#events[place] ?? 0 }))
      .sort((a, b) => b.events - a.events || a.family - b.family || a.value - b.value);
  }

  #replaceLeast(family: number, value: number, events: number): void {
    this.isFull = true;
    let least = 0;
    for (let place = 1; place < this.#limit; place++) {
      if ((this.#events[place] ?? 0) < (this.#events[least] ?? 0)) least = place;
    }
    this.#families[least] = family;
    this.#values[least] = value;
    this.#events[least] = (this.#events[least] ?? 0) + events;
    this.#last = least;
  }
}
