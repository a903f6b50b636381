import { utc, type Clock } from '../clock.ts';
import { readDecimal } from './digits.ts';

const DASH = 0x2d;
const COLON = 0x3a;

/**
 * Reads `2026-10-09T08:53:01.5+02:00` from bytes, as `parseIsoTime` does from a string; the date of the time before is
 * kept, for lines of one day follow each other. For records that are mostly times.
 */
export class IsoTime {
  readonly #clock: Clock;
  #date = -1;
  #midnight = Number.NaN;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Seconds since 1970; NaN where the bytes are no time. A time without a zone is local. */
  read(bytes: Uint8Array, start: number, end: number): number {
    const between = bytes[start + 10];
    if (end - start < 19 || (between !== 0x54 && between !== 0x20)) return Number.NaN;
    if (bytes[start + 13] !== COLON || bytes[start + 16] !== COLON) return Number.NaN;
    const hour = two(bytes, start + 11);
    const minute = two(bytes, start + 14);
    const whole = two(bytes, start + 17);
    if (hour < 0 || minute < 0 || whole < 0 || hour > 24 || minute > 59 || whole > 60) return Number.NaN;
    const midnight = this.#readDate(bytes, start);

    let at = start + 19;
    let second = whole;
    if (bytes[at] === 0x2e || bytes[at] === 0x2c) {
      const from = ++at;
      while (at < end && at - from < 15 && isDigit(bytes[at])) at++;
      second += Math.max(readDecimal(bytes, from, at), 0) / 10 ** (at - from);
    }
    const time = midnight + hour * 3600 + minute * 60 + second;
    if (at >= end) return this.#local(midnight, hour, minute, second);
    if (bytes[at] === 0x5a) return at + 1 === end ? time : Number.NaN;
    return time - readZone(bytes, at, end);
  }

  #readDate(bytes: Uint8Array, start: number): number {
    if (bytes[start + 4] !== DASH || bytes[start + 7] !== DASH) return Number.NaN;
    const year = readDecimal(bytes, start, start + 4);
    const month = two(bytes, start + 5);
    const day = two(bytes, start + 8);
    if (year < 0 || month < 0 || day < 0) return Number.NaN;
    const date = year * 10_000 + month * 100 + day;
    if (date !== this.#date) {
      this.#date = date;
      this.#midnight = utc(year, month, day, 0, 0, 0);
    }
    return this.#midnight;
  }

  #local(midnight: number, hour: number, minute: number, second: number): number {
    if (Number.isNaN(midnight)) return Number.NaN;
    const date = this.#date;
    return this.#clock.local(Math.floor(date / 10_000), Math.floor(date / 100) % 100, date % 100, hour, minute, second);
  }
}

/** `+0200`, `-02:00`, `+02`: seconds ahead of UTC; NaN where it is none. */
function readZone(bytes: Uint8Array, start: number, end: number): number {
  const sign = bytes[start] === DASH ? -1 : bytes[start] === 0x2b ? 1 : Number.NaN;
  const hours = two(bytes, start + 1);
  const minutesAt = bytes[start + 3] === COLON ? start + 4 : start + 3;
  const minutes = end === start + 3 ? 0 : two(bytes, minutesAt);
  if (hours < 0 || minutes < 0 || (end !== start + 3 && end !== minutesAt + 2)) return Number.NaN;
  return sign * (hours * 3600 + minutes * 60);
}

function two(bytes: Uint8Array, at: number): number {
  return isDigit(bytes[at]) && isDigit(bytes[at + 1])
    ? ((bytes[at] ?? 0) - 0x30) * 10 + (bytes[at + 1] ?? 0) - 0x30
    : -1;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;
