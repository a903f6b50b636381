import type { EventBatch } from '../event-batch.ts';
import type { CompiledNeed, DistinctField } from '../patterns/compiled-sign.ts';
import type { EventView } from '../patterns/view.ts';
import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';
import { DistinctValues } from './distinct-values.ts';
import { GROUP, GROUP_FLOAT, PARTS } from './group-record.ts';
import { GroupTable } from './group-table.ts';
import type { Tally } from './tally.ts';

/** Room for the values that groups count, beyond two of each. */
const VALUES_BYTES = 32 * 1024 * 1024;
const FIELDS: readonly DistinctField[] = ['source', 'destination', 'sport', 'dport'];

/** The events that signs count together, group by group, until there are enough of them. A group is where its record begins. */
export class SignGroups {
  readonly #table: GroupTable;
  readonly #values: DistinctValues;

  /** `room`: groups that are kept at least, those that were met last. */
  constructor(room: number) {
    this.#table = new GroupTable(room, (at) => {
      this.#values.forget(at);
    });
    this.#values = new DistinctValues(this.#table, VALUES_BYTES);
  }

  /** Groups that were forgotten for want of room. */
  get forgotten(): number {
    return this.#table.forgotten;
  }

  /** The group of three numbers, valid until three more were asked for. */
  group(a: number, b: number, c: number): number {
    return this.#table.find(a, b, c);
  }

  /** Number of the tally that all further events of a group go to; 0 while its need is not met. */
  tally(group: number): number {
    return this.#table.words[group + GROUP.tally] ?? 0;
  }

  /** The need is met: from now on a tally counts. */
  setTally(group: number, tally: number): void {
    this.#table.words[group + GROUP.tally] = tally;
    this.#values.forget(group);
  }

  /** Its events that nothing else explains. */
  unexplained(group: number): number {
    return this.#table.words[group + GROUP.unexplained] ?? 0;
  }

  leftOpen(group: number): void {
    this.#table.words[group + GROUP.unexplained] = this.unexplained(group) + 1;
  }

  /** Counts an event; true as soon as the need is met. */
  add(group: number, need: CompiledNeed, view: EventView, row: number, input: number): boolean {
    const { batch } = view;
    const { words } = this.#table;
    // Without times everything is within the window.
    const time = batch.time[row] ?? 0;
    const events = (words[group + GROUP.events] ?? 0) + 1;
    words[group + GROUP.events] = events;
    this.#addSums(group, batch, row);
    if (events === 1) this.#refer(group, batch, row, input);
    let isMet = need.events <= 1 || this.#countInWindow(group, time, need.within) >= need.events;
    for (const [field, atLeast] of need.distinct) {
      const value = valueOf(batch, row, field);
      if (!this.#values.note(group, FIELDS.indexOf(field), atLeast, value, time, need.within)) isMet = false;
    }
    for (const [field, atMost] of need.few) {
      const value = valueOf(batch, row, field);
      if (this.#values.note(group, FIELDS.indexOf(field), atMost + 1, value, time, need.within)) isMet = false;
    }
    if (need.share === null) return isMet;
    if (need.share.matcher.matches(view, row)) words[group + GROUP.shared] = (words[group + GROUP.shared] ?? 0) + 1;
    return isMet && (words[group + GROUP.shared] ?? 0) >= need.share.atLeast * events;
  }

  /** Tells a tally of the events that were counted so far, but for the last, which is in the row. */
  handOver(group: number, tally: Tally, batch: EventBatch, row: number): void {
    const { words, floats } = this.#table;
    const at = group / 2;
    const events = (words[group + GROUP.events] ?? 0) - 1;
    if (events > 0) {
      const first = {
        input: words[group + GROUP.firstInput] ?? 0,
        offset: floats[at + GROUP_FLOAT.firstOffset] ?? 0,
        record: words[group + GROUP.firstRecord] ?? 0,
        time: floats[at + GROUP_FLOAT.firstTime] ?? Number.NaN,
      };
      const packets = (floats[at + GROUP_FLOAT.packets] ?? 0) - (batch.packets[row] ?? 0);
      const bytes = (floats[at + GROUP_FLOAT.bytes] ?? 0) - knownBytes(batch, row);
      tally.addEarlier({ events, packets, bytes }, first);
    }
    this.#values.forEach(group, (place, value) => {
      const field = FIELDS[place] ?? 'dport';
      if (value === valueOf(batch, row, field)) return;
      if (field === 'dport') tally.ports.add(batch.protocol[row] ?? 0, value);
      else if (field === 'source') tally.sources.add(batch.family[row] ?? 0, value);
      else if (field === 'destination') tally.targets.add(batch.family[row] ?? 0, value);
    });
  }

  save(writer: StateWriter): void {
    this.#table.save(writer);
    this.#values.save(writer);
  }

  load(reader: StateReader): void {
    this.#table.load(reader);
    this.#values.load(reader);
  }

  #addSums(group: number, batch: EventBatch, row: number): void {
    const { floats } = this.#table;
    const packets = group / 2 + GROUP_FLOAT.packets;
    const bytes = group / 2 + GROUP_FLOAT.bytes;
    floats[packets] = (floats[packets] ?? 0) + (batch.packets[row] ?? 0);
    floats[bytes] = (floats[bytes] ?? 0) + knownBytes(batch, row);
  }

  /** Remembers where the first of its events stands. */
  #refer(group: number, batch: EventBatch, row: number, input: number): void {
    const { words, floats } = this.#table;
    words[group + GROUP.firstInput] = input;
    words[group + GROUP.firstRecord] = batch.record[row] ?? 0;
    floats[group / 2 + GROUP_FLOAT.firstOffset] = batch.offset[row] ?? 0;
    floats[group / 2 + GROUP_FLOAT.firstTime] = batch.time[row] ?? Number.NaN;
  }

  #countInWindow(group: number, time: number, within: number): number {
    const { words } = this.#table;
    const parts = group + GROUP.parts;
    const part = Math.floor((Number.isNaN(time) ? 0 : time) / (within / PARTS));
    let now = words[group + GROUP.part] ?? 0;
    const passed = part - now;
    if (passed > 0) {
      // A clock that jumped back counts as now.
      for (let step = 1; step <= Math.min(passed, PARTS); step++) words[parts + ((now + step) % PARTS)] = 0;
      now = part;
      words[group + GROUP.part] = part;
    }
    const place = parts + (now % PARTS);
    words[place] = (words[place] ?? 0) + 1;
    let sum = 0;
    for (let one = parts; one < parts + PARTS; one++) sum += words[one] ?? 0;
    return sum;
  }
}

function knownBytes(batch: EventBatch, row: number): number {
  const bytes = batch.bytes[row] ?? Number.NaN;
  return Number.isNaN(bytes) ? 0 : bytes;
}

function valueOf(batch: EventBatch, row: number, field: DistinctField): number {
  if (field === 'source') return batch.source[row] ?? 0;
  if (field === 'destination') return batch.destination[row] ?? 0;
  return (field === 'sport' ? batch.sport[row] : batch.dport[row]) ?? 0;
}
