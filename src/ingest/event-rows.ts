import { BATCH_EVENTS, type EventBatch } from '../traffic/event-batch.ts';
import { MILLISECONDS_A_DAY } from '../store/column-batch.ts';
import type { ColumnBatch } from '../store/column-batch.ts';
import { DayRows } from './day-rows.ts';

/** Rows of one day that are to become a batch. */
export interface DayBatch {
  /** Days since 1970, UTC. */
  readonly day: number;
  readonly columns: ColumnBatch;
}

/** Behind the year 2106 the days of a ClickHouse end; a log that says so is wrong. */
const MAX_MILLISECONDS = 2 ** 32 * 1000;

/**
 * Collects events as rows of the store, by day. Of a connection it keeps what its source sent; whether an event came in or went
 * out is not kept: it says from where it was seen, which the addresses tell as well.
 */
export class EventRows {
  /** Rows that wait to be taken. */
  rows = 0;
  /** Events that could not become rows, because nobody knows when they were. */
  untimed = 0;
  readonly #days = new Map<number, DayRows>();
  #full: DayBatch[] = [];
  readonly #times = new Float64Array(BATCH_EVENTS);
  readonly #dayOf = new Float64Array(BATCH_EVENTS);
  #current: DayRows | null = null;

  /** Takes the events of a batch, from one row on, up to another. */
  add(events: EventBatch, from = 0, length = events.length): void {
    this.#convertTimes(events, from, length);
    const days = this.#dayOf;
    for (let row = from; row < length;) {
      const day = days[row] ?? Number.NaN;
      let end = row + 1;
      if (Number.isNaN(day)) {
        while (end < length && Number.isNaN(days[end] ?? 0)) end++;
        this.untimed += end - row;
      } else {
        while (end < length && days[end] === day) end++;
        this.#addRun(day, events, row, end);
      }
      row = end;
    }
  }

  /** What was collected so far, a batch for each day and 131,072 rows; the days in which events came first, first. */
  take(): DayBatch[] {
    const batches = this.#full;
    for (const day of this.#days.values()) {
      if (day.length > 0) batches.push({ day: day.day, columns: day.finish() });
    }
    this.#full = [];
    this.#days.clear();
    this.#current = null;
    this.rows = 0;
    return batches;
  }

  #addRun(day: number, events: EventBatch, from: number, to: number): void {
    this.rows += to - from;
    for (let at = from; at < to;) {
      const rows = this.#dayRows(day);
      at += rows.add(events, this.#times, at, to);
      if (!rows.isFull) continue;
      this.#full.push({ day, columns: rows.finish() });
      this.#days.delete(day);
      this.#current = null;
    }
  }

  #dayRows(day: number): DayRows {
    if (this.#current?.day === day) return this.#current;
    let rows = this.#days.get(day);
    if (rows === undefined) {
      rows = new DayRows(day);
      this.#days.set(day, rows);
    }
    this.#current = rows;
    return rows;
  }

  /** Seconds to whole milliseconds; the day of an event without a time, or with one that cannot be, is NaN. */
  #convertTimes({ time }: EventBatch, from: number, length: number): void {
    const times = this.#times;
    const days = this.#dayOf;
    for (let row = from; row < length; row++) {
      const milliseconds = Math.round((time[row] ?? Number.NaN) * 1000);
      const isTime = milliseconds >= 0 && milliseconds < MAX_MILLISECONDS;
      times[row] = milliseconds;
      days[row] = isTime ? Math.floor(milliseconds / MILLISECONDS_A_DAY) : Number.NaN;
    }
  }
}
