import type { EventBatch } from '../event-batch.ts';
import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
import type { Tally } from './tally.ts';
import type { CompiledNeed, DistinctField } from '../patterns/compiled-sign.ts';
import type { EventView } from '../patterns/view.ts';

/** Parts of the window: the oldest is dropped as a whole, so that a window is between 3/4 of it and all of it long. */
const PARTS = 4;
const FIELDS = ['source', 'destination', 'sport', 'dport'] as const satisfies readonly DistinctField[];
/** Different values: no pattern asks for as many. */
const MAX_SEEN = 1_048_576;

/** The events that a sign counts together, until there are enough of them. */
export class SignGroup {
  /** Events of each part of the window; none where one event is enough. */
  #parts: Uint32Array | null = null;
  #part = 0;
  // Different values that were seen: of which field, which, and when last. Used again by the next group.
  #seen = 0;
  readonly #fields: DistinctField[] = [];
  readonly #values: number[] = [];
  readonly #times: number[] = [];
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
    this.#events++;
    if (need.share !== null && need.share.matcher.matches(view, row)) this.#shared++;
    let isMet = need.events <= 1 || this.#countInWindow(time, need.within) >= need.events;
    for (const [field, atLeast] of need.distinct) {
      if (!this.#isDistinct(field, atLeast, valueOf(batch, row, field), time, need.within)) isMet = false;
    }
    for (const [field, atMost] of need.few) {
      if (this.#isDistinct(field, atMost + 1, valueOf(batch, row, field), time, need.within)) isMet = false;
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
    for (let at = 0; at < this.#seen; at++) {
      const field = this.#fields[at] ?? 'dport';
      const value = this.#values[at] ?? 0;
      if (value === valueOf(batch, row, field)) continue;
      if (field === 'dport') tally.ports.add(batch.protocol[row] ?? 0, value);
      else if (field === 'source') tally.sources.add(batch.family[row] ?? 0, value);
      else if (field === 'destination') tally.targets.add(batch.family[row] ?? 0, value);
    }
  }

  save(writer: StateWriter): void {
    writer.integer(this.#parts === null ? 0 : 1);
    if (this.#parts !== null) writer.column(this.#parts);
    writer.integer(this.#seen);
    for (let at = 0; at < this.#seen; at++) {
      writer.integer(FIELDS.indexOf(this.#fields[at] ?? 'dport'));
      writer.integer(this.#values[at] ?? 0);
      writer.number(this.#times[at] ?? 0);
    }
    for (const value of [this.#part, this.#events, this.#shared, this.unexplained]) writer.number(value);
    for (const value of [this.#firstInput, this.#firstOffset, this.#firstRecord, this.#firstTime]) writer.number(value);
  }

  load(reader: StateReader): void {
    this.#parts = reader.flag() ? new Uint32Array(PARTS) : null;
    if (this.#parts !== null) reader.column(this.#parts);
    this.#seen = reader.integer(MAX_SEEN);
    for (let at = 0; at < this.#seen; at++) {
      this.#put(at, FIELDS[reader.integer(FIELDS.length - 1)] ?? 'dport', reader.integer(), reader.number());
    }
    this.#part = reader.number();
    this.#events = reader.amount();
    this.#shared = reader.amount();
    this.unexplained = reader.amount();
    this.#firstInput = reader.amount();
    this.#firstOffset = reader.amount();
    this.#firstRecord = reader.amount();
    this.#firstTime = reader.number();
  }

  #countInWindow(time: number, within: number): number {
    const parts = (this.#parts ??= new Uint32Array(PARTS));
    const part = Math.floor((Number.isNaN(time) ? 0 : time) / (within / PARTS));
    const passed = part - this.#part;
    if (passed > 0) {
      // A clock that jumped back counts as now.
      for (let step = 1; step <= Math.min(passed, PARTS); step++) parts[(this.#part + step) % PARTS] = 0;
      this.#part = part;
    }
    const place = this.#part % PARTS;
    parts[place] = (parts[place] ?? 0) + 1;
    return (parts[0] ?? 0) + (parts[1] ?? 0) + (parts[2] ?? 0) + (parts[3] ?? 0);
  }

  /** Whether at least so many different values were seen within the time; never keeps more than that. */
  #isDistinct(field: DistinctField, atLeast: number, value: number, time: number, within: number): boolean {
    let count = 0;
    let known = -1;
    let oldest = -1;
    for (let at = 0; at < this.#seen; at++) {
      if (this.#fields[at] !== field) continue;
      count++;
      if (this.#values[at] === value) known = at;
      if (oldest === -1 || (this.#times[at] ?? 0) < (this.#times[oldest] ?? 0)) oldest = at;
    }
    if (known !== -1) this.#times[known] = Math.max(this.#times[known] ?? 0, time);
    else if (count >= atLeast) this.#put(oldest, field, value, time);
    else {
      this.#put(this.#seen++, field, value, time);
      count++;
    }
    return count >= atLeast && this.#dropOld(field, time - within) >= atLeast;
  }

  #put(at: number, field: DistinctField, value: number, time: number): void {
    this.#fields[at] = field;
    this.#values[at] = value;
    this.#times[at] = time;
  }

  /** Forgets values of a field that were seen last before a time. Returns how many are left of it. */
  #dropOld(field: DistinctField, before: number): number {
    let kept = 0;
    let left = 0;
    for (let at = 0; at < this.#seen; at++) {
      const [ofField, value, time] = [this.#fields[at] ?? field, this.#values[at] ?? 0, this.#times[at] ?? 0];
      if (ofField === field) {
        if (time < before) continue;
        left++;
      }
      this.#put(kept++, ofField, value, time);
    }
    this.#seen = kept;
    return left;
  }

  /** Makes it a new one. */
  reset(): void {
    this.#parts?.fill(0);
    this.#part = 0;
    this.#seen = 0;
    this.#events = 0;
    this.#shared = 0;
    this.unexplained = 0;
  }
}

function valueOf(batch: EventBatch, row: number, field: DistinctField): number {
  if (field === 'source') return batch.source[row] ?? 0;
  if (field === 'destination') return batch.destination[row] ?? 0;
  return (field === 'sport' ? batch.sport[row] : batch.dport[row]) ?? 0;
}
