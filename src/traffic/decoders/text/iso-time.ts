import { utc, type Clock } from '../clock.ts';
import { readDecimal } from './digits.ts';

const DASH = 0x2d;
const COLON = 0x3a;

/**
 * Reads `2026-10-09T08:53:01.5+02:00` from bytes, as `parseIsoTime` does from a string; the minute of the time before is
 * kept, for lines of one minute follow each other. For records that are mostly times.
 */
export class IsoTime {
  readonly #clock: Clock;
  /** The last one up to its minute, and that minute as if it were UTC. */
  readonly #last = new Uint8Array(16);
  #minute = Number.NaN;
  /** That minute again, and when it is by the clock. */
  #localFor = Number.NaN;
  #localMinute = Number.NaN;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Seconds since 1970; NaN where the bytes are no time. A time without a zone is local. */
  read(bytes: Uint8Array, start: number, end: number): number {
    if (end - start < 19) return Number.NaN;
    const minute = this.#isLast(bytes, start) ? this.#minute : this.#readMinute(bytes, start);
    let second = two(bytes, start + 17);
    if (Number.isNaN(minute) || bytes[start + 16] !== COLON || second < 0 || second > 60) return Number.NaN;

    let at = start + 19;
    if (bytes[at] === 0x2e || bytes[at] === 0x2c) {
      let fraction = 0;
      const from = ++at;
      for (; at < end && isDigit(bytes[at]); at++) {
        if (at - from < SCALES.length - 1) fraction = fraction * 10 + (bytes[at] ?? 0) - 0x30;
      }
      second += fraction / (SCALES[Math.min(at - from, SCALES.length - 1)] ?? 1);
    }
    if (at >= end) return this.#local(minute, second);
    if (bytes[at] === 0x5a) return at + 1 === end ? minute + second : Number.NaN;
    return minute + second - readZone(bytes, at, end);
  }

  #readMinute(bytes: Uint8Array, start: number): number {
    const between = bytes[start + 10];
    const isDate = bytes[start + 4] === DASH && bytes[start + 7] === DASH && (between === 0x54 || between === 0x20);
    if (!isDate || bytes[start + 13] !== COLON) return Number.NaN;
    const year = readDecimal(bytes, start, start + 4);
    const minute = utc(
      year,
      two(bytes, start + 5),
      two(bytes, start + 8),
      two(bytes, start + 11),
      two(bytes, start + 14),
      0,
    );
    this.#last.set(bytes.subarray(start, start + 16));
    this.#minute = minute;
    return minute;
  }

  #isLast(bytes: Uint8Array, start: number): boolean {
    // From the right: the minutes differ first.
    for (let index = 15; index >= 0; index--) if (bytes[start + index] !== this.#last[index]) return false;
    return true;
  }

  /** Offsets change at whole minutes. */
  #local(minute: number, second: number): number {
    if (minute === this.#localFor) return this.#localMinute + second;
    const date = new Date(minute * 1000);
    this.#localFor = minute;
    this.#localMinute = this.#clock.local(
      date.getUTCFullYear(),
      date.getUTCMonth() + 1,
      date.getUTCDate(),
      date.getUTCHours(),
      date.getUTCMinutes(),
      0,
    );
    return this.#localMinute + second;
  }
}

/** Digits behind the dot beyond the ninth are passed over. */
const SCALES = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

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
