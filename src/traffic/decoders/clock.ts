import type { StateReader } from '../state/state-reader.ts';
import type { StateWriter } from '../state/state-writer.ts';

/**
 * Times as logs write them, in seconds since 1970 UTC. Most logs lack the zone, and syslog (RFC 3164 4.1.2) the year
 * too; this is where both are assumed, once for all decoders.
 */
export class Clock {
  #reference: number;
  readonly #offset: (utcSeconds: number) => number;
  #year: number;
  #lastMonth = 0;
  #lastTimeOfDay = Number.NaN;

  /**
   * `reference`: seconds of a moment no line is later than by more than a day: when the file was last written.
   * `offset`: seconds by which local time is ahead of UTC at a moment; by default that of this machine.
   */
  constructor(reference: number, offset: (utcSeconds: number) => number = offsetOfThisMachine) {
    this.#reference = reference;
    this.#offset = offset;
    this.#year = new Date(reference * 1000).getUTCFullYear();
  }

  /** Who follows a log as it grows moves the moment on that no line is later than. */
  moveTo(reference: number): void {
    this.#reference = reference;
  }

  save(writer: StateWriter): void {
    writer.number(this.#year);
    writer.integer(this.#lastMonth);
    writer.number(this.#lastTimeOfDay);
  }

  load(reader: StateReader): void {
    this.#year = reader.number();
    this.#lastMonth = reader.integer(12);
    this.#lastTimeOfDay = reader.number();
  }

  /** Local time, all parts as written (month 1 to 12); NaN where they are no time. */
  local(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
    const wall = utc(year, month, day, hour, minute, second);
    // At the change to summer time the offset of the wall clock itself is up to an hour off: correct it once.
    return wall - this.#offset(wall - this.#offset(wall));
  }

  /**
   * A time without a year: the latest one that is not more than a day after the reference. December after January, in
   * lines that follow each other, is the year before; January after December the year after.
   */
  yearless(month: number, day: number, hour: number, minute: number, second: number): number {
    if (this.#lastMonth === 12 && month === 1) this.#year++;
    else if (this.#lastMonth === 1 && month === 12) this.#year--;
    else if (this.#lastMonth === 0 || Math.abs(month - this.#lastMonth) > 6) {
      this.#year = new Date(this.#reference * 1000).getUTCFullYear();
    }
    this.#lastMonth = month;
    const latest = this.#reference + 86_400;
    // 29 February was in a leap year, the last of which is eight years ago at most (around 2100).
    for (let back = 0; back <= 8; back++) {
      const time = this.local(this.#year - back, month, day, hour, minute, second);
      if (!(time <= latest)) continue;
      this.#year -= back;
      return time;
    }
    return Number.NaN;
  }

  /**
   * A time without a date: at first on the last day that is not after the reference, and on the next day when a time
   * is more than 12 hours before the one that came before it. One that is more than 23 hours after it was written late,
   * and is of the day before.
   */
  dateless(hour: number, minute: number, second: number): number {
    const last = this.#lastTimeOfDay;
    const near = Number.isNaN(last) ? this.#reference : last;
    const day = new Date((near + this.#offset(near)) * 1000);
    const parts = [day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate(), hour, minute, second] as const;
    let time = this.local(...parts);
    if (Number.isNaN(time)) return time;
    if (Number.isNaN(last)) time -= time > near ? 86_400 : 0;
    else if (time < last - 43_200) time += 86_400;
    else if (time > last + 82_800) time -= 86_400;
    this.#lastTimeOfDay = time;
    return time;
  }
}

/** UTC, all parts as written (month 1 to 12); NaN where they are no time. Seconds may have a fraction, and be 60. */
export function utc(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
  const fits =
    month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour >= 0 && hour <= 24 && minute >= 0 && minute <= 59;
  if (!fits || !(second >= 0 && second < 61) || !(year >= 1970 && year <= 9999)) return Number.NaN;
  if (day > 28 && new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return Number.NaN;
  return Date.UTC(year, month - 1, day, hour, minute, 0) / 1000 + second;
}

function offsetOfThisMachine(utcSeconds: number): number {
  return -60 * new Date(utcSeconds * 1000).getTimezoneOffset();
}
