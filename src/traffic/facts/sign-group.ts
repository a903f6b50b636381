import type { EventBatch } from '../event-batch.ts';
import { packNumber, unpackNumber } from './packed-number.ts';
import type { Tally } from './tally.ts';
import type { CompiledNeed, DistinctField } from '../patterns/compiled-sign.ts';
import type { EventView } from '../patterns/view.ts';

/** Parts of the window: the oldest is dropped as a whole, so that a window is between 3/4 of it and all of it long. */
const PARTS = 4;

interface Seen {
  readonly field: DistinctField;
  value: number;
  time: number;
}

export interface PackedGroup {
  readonly parts: readonly number[];
  /** Field, value, time. */
  readonly seen: readonly (readonly [DistinctField, number, number | null])[];
  readonly part: number;
  readonly events: number;
  readonly shared: number;
  /** Input, offset, record, time. */
  readonly first: readonly [number, number, number, number | null];
  readonly unexplained: number;
}

/** The events that a sign counts together, until there are enough of them. */
export class SignGroup {
  /** Events of each part of the window. */
  readonly #parts = new Float64Array(PARTS);
  #part = 0;
  #seen: Seen[] = [];
  #events = 0;
  #shared = 0;
  #firstInput = 0;
  #firstOffset = 0;
  #firstRecord = 0;
  #firstTime = Number.NaN;
  /** Events of the group that nothing else explains. */
  unexplained = 0;

  /** Counts an event; true as soon as the need is met. */
  add(need: CompiledNeed, view: EventView, row: number): boolean {
    const { batch } = view;
    // Without times everything is within the window.
    const time = batch.time[row] ?? 0;
    this.#turnTo(Math.floor((Number.isNaN(time) ? 0 : time) / (need.within / PARTS)));
    const place = this.#part % PARTS;
    this.#parts[place] = (this.#parts[place] ?? 0) + 1;
    this.#events++;
    if (need.share !== null && need.share.matcher.matches(view, row)) this.#shared++;
    let isMet = this.#parts.reduce((sum, count) => sum + count, 0) >= need.events;
    for (const [field, atLeast] of need.distinct) {
      if (!this.#isDistinct(field, atLeast, valueOf(batch, row, field), time, need.within)) isMet = false;
    }
    return isMet && (need.share === null || this.#shared >= need.share.atLeast * this.#events);
  }

  /** Remembers where the first of its events stands. */
  reference(batch: EventBatch, row: number, input: number): void {
    if (this.#events > 0) return;
    this.#firstInput = input;
    this.#firstOffset = batch.offset[row] ?? 0;
    this.#firstRecord = batch.record[row] ?? 0;
    this.#firstTime = batch.time[row] ?? Number.NaN;
  }

  /** Tells a tally of the events that were counted so far, but for the last, which is in the row. */
  handOver(tally: Tally, batch: EventBatch, row: number): void {
    const first = {
      input: this.#firstInput,
      offset: this.#firstOffset,
      record: this.#firstRecord,
      time: this.#firstTime,
    };
    if (this.#events > 1) tally.addEarlier(this.#events - 1, first);
    for (const { field, value } of this.#seen) {
      if (value === valueOf(batch, row, field)) continue;
      if (field === 'dport') tally.ports.add(batch.protocol[row] ?? 0, value);
      else if (field === 'source') tally.sources.add(batch.family[row] ?? 0, value);
      else if (field === 'destination') tally.targets.add(batch.family[row] ?? 0, value);
    }
  }

  /** All of it as a value that JSON can write. */
  pack(): PackedGroup {
    return {
      parts: [...this.#parts],
      seen: this.#seen.map(({ field, value, time }) => [field, value, packNumber(time)]),
      part: this.#part,
      events: this.#events,
      shared: this.#shared,
      first: [this.#firstInput, this.#firstOffset, this.#firstRecord, packNumber(this.#firstTime)],
      unexplained: this.unexplained,
    };
  }

  static unpack({ parts, seen, part, events, shared, first, unexplained }: PackedGroup): SignGroup {
    const group = new SignGroup();
    group.#parts.set(parts);
    group.#seen = seen.map(([field, value, time]) => ({ field, value, time: unpackNumber(time) }));
    group.#part = part;
    group.#events = events;
    group.#shared = shared;
    let time: number | null;
    [group.#firstInput, group.#firstOffset, group.#firstRecord, time] = first;
    group.#firstTime = unpackNumber(time);
    group.unexplained = unexplained;
    return group;
  }

  #turnTo(part: number): void {
    const passed = part - this.#part;
    if (passed <= 0) return; // a clock that jumped back counts as now
    for (let step = 1; step <= Math.min(passed, PARTS); step++) this.#parts[(this.#part + step) % PARTS] = 0;
    this.#part = part;
  }

  /** Whether at least so many different values were seen within the time; never keeps more than that. */
  #isDistinct(field: DistinctField, atLeast: number, value: number, time: number, within: number): boolean {
    let count = 0;
    let known: Seen | null = null;
    let oldest: Seen | null = null;
    for (const seen of this.#seen) {
      if (seen.field !== field) continue;
      count++;
      if (seen.value === value) known = seen;
      if (oldest === null || seen.time < oldest.time) oldest = seen;
    }
    if (known !== null) known.time = Math.max(known.time, time);
    else if (count >= atLeast && oldest !== null) {
      oldest.value = value;
      oldest.time = time;
    } else {
      this.#seen.push({ field, value, time });
      count++;
    }
    if (count < atLeast) return false;
    this.#seen = this.#seen.filter((seen) => seen.field !== field || !(seen.time < time - within));
    return this.#seen.filter((seen) => seen.field === field).length >= atLeast;
  }
}

function valueOf(batch: EventBatch, row: number, field: DistinctField): number {
  if (field === 'source') return batch.source[row] ?? 0;
  if (field === 'destination') return batch.destination[row] ?? 0;
  return (field === 'sport' ? batch.sport[row] : batch.dport[row]) ?? 0;
}
