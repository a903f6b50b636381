import { utc, type Clock } from '../clock.ts';
import { parseIsoTime } from './syslog-frame.ts';

/**
 * 1: -tt, seconds. 2: -tttt, date and time. 3 to 7: -ttt of OpenBSD, month, day, hour, minute, second. 8 to 11: the sign
 * (or space) of -ttt, a difference, or nothing; hour, minute, second.
 */
const TIME =
  /^(?:(\d{9,10}\.\d{1,9})|(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{1,9})|([A-Z][a-z][a-z]) ([ \d]\d) (\d\d):(\d\d):(\d\d\.\d{1,9})|([ -]?)(\d\d):(\d\d):(\d\d\.\d{1,9})) /;
/** Characters of `2026-10-09 08:53:01`. */
const DATED_SECOND = 19;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const NO_DATE = 'tcpdump wrote no dates: the first packet is taken to be of the day of the file (use tcpdump -tttt)';
const NO_TIME = 'tcpdump wrote differences of time only: times count from the start of 1970 (use tcpdump -tttt)';

/** Characters that the time of tcpdump takes at the head of a line, with the space behind; 0 where there is none. */
export function tcpdumpTimeLength(line: string): number {
  return TIME.exec(line.slice(0, 40))?.[0].length ?? 0;
}

/** The times that begin the lines of tcpdump, in all its ways (`-t` none, `-tt`, `-ttt`, `-tttt`). */
export class TcpdumpTime {
  readonly #clock: Clock;
  readonly #notes: Set<string>;
  #sum = 0;
  // Packets of one second follow each other.
  #lastSecond = '';
  #lastTime = Number.NaN;

  constructor(clock: Clock, notes: Set<string>) {
    this.#clock = clock;
    this.#notes = notes;
  }

  /** Seconds since 1970; NaN where the line does not begin with a time. Each line must be read once, in order. */
  read(line: string): number {
    const match = TIME.exec(line.slice(0, 40));
    if (match === null) return Number.NaN;
    const [, epoch, dated, month, day, hour, minute, second, sign, hours, minutes, seconds] = match;
    if (epoch !== undefined) return Number(epoch);
    if (dated !== undefined) return this.#readDated(dated);
    if (month !== undefined) {
      return this.#clock.yearless(MONTHS.indexOf(month) + 1, Number(day), Number(hour), Number(minute), Number(second));
    }
    if (sign === '') {
      this.#notes.add(NO_DATE);
      return this.#clock.dateless(Number(hours), Number(minutes), Number(seconds));
    }
    const since = utc(1970, 1, 1, Number(hours), Number(minutes), Number(seconds));
    if (Number.isNaN(since)) return since;
    this.#notes.add(NO_TIME);
    this.#sum += sign === '-' ? -since : since;
    return this.#sum;
  }

  #readDated(dated: string): number {
    const second = dated.slice(0, DATED_SECOND);
    if (second !== this.#lastSecond) {
      this.#lastSecond = second;
      this.#lastTime = parseIsoTime(second, this.#clock);
    }
    return this.#lastTime + Number(`0${dated.slice(DATED_SECOND)}`);
  }
}
