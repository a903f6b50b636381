import type { EventBatch } from '../event-batch.ts';
import { packNumber, unpackNumber } from './packed-number.ts';
import { Timeline, type PackedTimeline } from './timeline.ts';

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

const SAMPLES = 8;
const MAX_PARTIES = 32;

const LISTS = ['sources', 'targets', 'ports', 'labels'] as const;

/** Input, offset, record, time; JSON has no NaN. */
type PackedReference = readonly [number, number, number, number | null];

export interface PackedParties {
  readonly parties: readonly Party[];
  readonly isFull: boolean;
}

export interface PackedTally {
  readonly counts: readonly [events: number, packets: number, bytes: number, random: number];
  readonly first: PackedReference | null;
  readonly last: PackedReference;
  readonly samples: readonly PackedReference[];
  readonly timeline: PackedTimeline;
  readonly lists: readonly PackedParties[];
}

function packReference({ input, offset, record, time }: Reference): PackedReference {
  return [input, offset, record, packNumber(time)];
}

function unpackReference([input, offset, record, time]: PackedReference): Reference {
  return { input, offset, record, time: unpackNumber(time) };
}

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
    const family = batch.family[row] ?? 0;
    this.sources.add(family, batch.source[row] ?? 0);
    this.targets.add(family, batch.destination[row] ?? 0);
    this.ports.add(batch.protocol[row] ?? 0, batch.dport[row] ?? 0);
    const label = batch.label[row] ?? 0;
    if (label !== 0) this.labels.add(0, label);
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

  /** Events that were counted before it was clear what they are: how many, and where the first stands. */
  addEarlier(events: number, first: Reference): void {
    this.events += events;
    this.first ??= first;
    this.timeline.add(first.time, events);
  }

  /** Events of which nothing was kept. */
  missed(events: number): void {
    this.events += Math.max(events, 0);
  }

  /** Takes over what another one counted, which is later. */
  join(other: Tally): void {
    this.events += other.events;
    this.packets += other.packets;
    this.bytes += other.bytes;
    this.first ??= other.first;
    for (const sample of other.samples) if (this.samples.length < SAMPLES) this.samples.push(sample);
    const { start, width, counts } = other.timeline;
    for (const [bucket, count] of counts.entries()) if (count > 0) this.timeline.add(start + bucket * width, count);
    for (const list of ['sources', 'targets', 'ports', 'labels'] as const) this[list].join(other[list]);
    this.#lastInput = other.last.input;
    this.#lastOffset = other.last.offset;
    this.#lastRecord = other.last.record;
    this.#lastTime = other.last.time;
  }

  get last(): Reference {
    return { input: this.#lastInput, offset: this.#lastOffset, record: this.#lastRecord, time: this.#lastTime };
  }

  /** All of it as a value that JSON can write. */
  pack(): PackedTally {
    return {
      counts: [this.events, this.packets, this.bytes, this.#random],
      first: this.first === null ? null : packReference(this.first),
      last: packReference(this.last),
      samples: this.samples.map(packReference),
      timeline: this.timeline.pack(),
      lists: LISTS.map((list) => this[list].pack()),
    };
  }

  static unpack({ counts, first, last, samples, timeline, lists }: PackedTally): Tally {
    const tally = new Tally();
    [tally.events, tally.packets, tally.bytes, tally.#random] = counts;
    tally.first = first === null ? null : unpackReference(first);
    ({
      input: tally.#lastInput,
      offset: tally.#lastOffset,
      record: tally.#lastRecord,
      time: tally.#lastTime,
    } = unpackReference(last));
    tally.samples.push(...samples.map(unpackReference));
    tally.timeline.unpack(timeline);
    for (const [place, list] of LISTS.entries()) tally[list].unpack(lists[place]);
    return tally;
  }

  /** Reservoir sampling (Vitter 1985, algorithm R); -1 where the event is not taken. The same input gives the same sample. */
  #samplePlace(): number {
    if (this.samples.length < SAMPLES) return this.samples.length;
    this.#random = (Math.imul(this.#random, 1_664_525) + 1_013_904_223) >>> 0; // Numerical Recipes' generator
    const place = Math.floor((this.#random / 2 ** 32) * this.events);
    return place < SAMPLES ? place : -1;
  }
}

export interface Party {
  readonly family: number;
  readonly value: number;
  events: number;
}

/** Addresses or ports with how often they were met; when the list is full, no further ones are taken. */
export class PartyList {
  readonly #limit: number;
  readonly #parties = new Map<number, Party>();
  #last: Party | null = null;
  /** There were more than are kept. */
  isFull = false;

  constructor(limit = MAX_PARTIES) {
    this.#limit = limit;
  }

  add(family: number, value: number, events = 1): void {
    const last = this.#last;
    if (last !== null && last.value === value && last.family === family) {
      last.events += events;
      return;
    }
    const key = family * 2 ** 32 + value;
    const known = this.#parties.get(key);
    if (known !== undefined) {
      known.events += events;
      this.#last = known;
    } else if (this.#parties.size < this.#limit) {
      const party = { family, value, events };
      this.#parties.set(key, party);
      this.#last = party;
    } else this.isFull = true;
  }

  pack(): PackedParties {
    return { parties: [...this.#parties.values()], isFull: this.isFull };
  }

  unpack(packed: PackedParties | undefined): void {
    for (const { family, value, events } of packed?.parties ?? []) this.add(family, value, events);
    this.isFull ||= packed?.isFull ?? false;
  }

  join(other: PartyList): void {
    for (const { family, value, events } of other.most) this.add(family, value, events);
    this.isFull ||= other.isFull;
  }

  get size(): number {
    return this.#parties.size;
  }

  /** Those met most often first. */
  get most(): Party[] {
    return [...this.#parties.values()].sort((a, b) => b.events - a.events);
  }
}
