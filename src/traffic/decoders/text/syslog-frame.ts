import { utc, type Clock } from '../clock.ts';
import { readDecimal } from './digits.ts';
import { latin1 } from './latin1.ts';

const SPACE = 0x20;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH_OF = new Map(
  MONTHS.map((name, index) => [name.charCodeAt(0) * 65_536 + name.charCodeAt(1) * 256 + name.charCodeAt(2), index + 1]),
);

/**
 * The head of a syslog line: `<4>Oct  9 08:53:01 host kernel:` (RFC 3164), `<4>1 2026-10-09T08:53:01Z host app - - -`
 * (RFC 5424), or an ISO time in the place of the old one. After `read` the fields say what was found.
 */
export class SyslogFrame {
  /** Seconds since 1970; NaN where the line has no time. */
  time = Number.NaN;
  /** First byte after the time (and the space behind it): the host's name, as a rule. */
  rest = 0;
  readonly #clock: Clock;
  // Lines of one minute follow each other: `Oct  9 08:53:` is kept with the time that it means.
  readonly #lastMinute = new Uint8Array(13);
  #lastMinuteTime = Number.NaN;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Reads the time at the head of the line. False where there is none: `rest` is then where the line's text begins. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    let at = start;
    if (bytes[at] === 0x3c) at = skipPriority(bytes, at, end);
    if (bytes[at] === 0x31 && bytes[at + 1] === SPACE) at += 2; // version 1 of RFC 5424
    this.rest = at;
    this.time = Number.NaN;
    if (at + 15 > end) return false;
    return (bytes[at] ?? 0) >= 0x41 ? this.#readOld(bytes, at, end) : this.#readIso(bytes, at, end);
  }

  #readOld(bytes: Uint8Array, at: number, end: number): boolean {
    if (this.#isLastMinute(bytes, at)) {
      const tens = (bytes[at + 13] ?? 0) - 0x30;
      const ones = (bytes[at + 14] ?? 0) - 0x30;
      if (tens >= 0 && tens < 6 && ones >= 0 && ones < 10 && bytes[at + 15] === SPACE) {
        this.time = this.#lastMinuteTime + 10 * tens + ones;
        this.rest = skipSpaces(bytes, at + 15, end);
        return true;
      }
    }
    const month = MONTH_OF.get((bytes[at] ?? 0) * 65_536 + (bytes[at + 1] ?? 0) * 256 + (bytes[at + 2] ?? 0));
    if (month === undefined || bytes[at + 3] !== SPACE || bytes[at + 6] !== SPACE) return false;
    const day = readDecimal(bytes, bytes[at + 4] === SPACE ? at + 5 : at + 4, at + 6);
    // rsyslog and some devices write the year behind the day: `Oct 10 2018 12:34:56`.
    const withYear = bytes[at + 11] === SPACE && bytes[at + 9] !== 0x3a;
    const year = withYear ? readDecimal(bytes, at + 7, at + 11) : 0;
    const clockAt = withYear ? at + 12 : at + 7;
    if (clockAt + 8 > end) return false;
    const hour = readDecimal(bytes, clockAt, clockAt + 2);
    const minute = readDecimal(bytes, clockAt + 3, clockAt + 5);
    const second = readDecimal(bytes, clockAt + 6, clockAt + 8);
    if (bytes[clockAt + 2] !== 0x3a || bytes[clockAt + 5] !== 0x3a) return false;
    const time = withYear
      ? this.#clock.local(year, month, day, hour, minute, second)
      : this.#clock.yearless(month, day, hour, minute, second);
    if (Number.isNaN(time)) return false;
    this.time = time;
    let rest = clockAt + 8;
    if (bytes[rest] === 0x2e) while (isDigit(bytes[++rest] ?? 0));
    if (bytes[rest] === 0x3a) rest++; // Cisco: `12:34:56:`
    this.rest = skipSpaces(bytes, rest, end);
    if (!withYear) {
      this.#lastMinute.set(bytes.subarray(at, at + 13));
      this.#lastMinuteTime = time - second;
    }
    return true;
  }

  #readIso(bytes: Uint8Array, at: number, end: number): boolean {
    if (bytes[at + 4] !== 0x2d || bytes[at + 7] !== 0x2d || at + 19 > end) return false;
    let rest = at + 19;
    while (rest < end && bytes[rest] !== SPACE) rest++;
    const time = parseIsoTime(latin1(bytes, at, Math.min(rest, at + 40)), this.#clock);
    if (Number.isNaN(time)) return false;
    this.time = time;
    this.rest = skipSpaces(bytes, rest, end);
    return true;
  }

  #isLastMinute(bytes: Uint8Array, at: number): boolean {
    // From the right: the minutes differ first.
    for (let index = 12; index >= 0; index--) if (bytes[at + index] !== this.#lastMinute[index]) return false;
    return true;
  }
}

/**
 * `2026-10-09T08:53:01.5+02:00`, also with a space for the T, a comma before the fraction, `+0200`, and without a zone,
 * which is local time. NaN where it is none.
 */
export function parseIsoTime(text: string, clock: Clock): number {
  const match = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?:(Z)|([+-])(\d\d):?(\d\d))?/.exec(
    text,
  );
  if (match === null) return Number.NaN;
  const [, year, month, day, hour, minute, whole, fraction, zulu, sign, zoneHours, zoneMinutes] = match;
  const second = Number(whole) + (fraction === undefined ? 0 : Number(`0.${fraction}`));
  const parts = [Number(year), Number(month), Number(day), Number(hour), Number(minute), second] as const;
  if (zulu !== undefined) return utc(...parts);
  if (sign === undefined) return clock.local(...parts);
  const ahead = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60;
  return utc(...parts) - (sign === '-' ? -ahead : ahead);
}

function skipPriority(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start + 1; at < end && at <= start + 4; at++) {
    if (bytes[at] === 0x3e) return skipSpaces(bytes, at + 1, end);
    if (!isDigit(bytes[at] ?? 0)) break;
  }
  return start;
}

function skipSpaces(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] === SPACE) at++;
  return at;
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
