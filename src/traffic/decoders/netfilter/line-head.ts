/**
 * What stands before the kernel's message in a line of a netfilter log, in its dressings:
 *
 *   <4>Oct  9 08:53:01 host kernel: [  12.345678] ...            RFC 3164, with or without priority, tag and uptime
 *   <4>1 2026-10-09T08:53:01.5+02:00 host kernel - - - ...       RFC 5424
 *   2026-10-09T08:53:01.5+02:00 host kernel: ...                 rsyslog, journalctl -o short-iso
 *   1791535981 host kernel:[  12.345678] ...                     DShield
 *   Fri Oct  9 08:53:01 2026 kern.warn kernel: [  12.3] ...      OpenWrt logread
 *   [Fri Oct  9 08:53:01 2026] ...                               dmesg -T
 *   kern  :warn  : [   12.345678] ...                            dmesg -x; the uptime alone is no time
 *   101 4 tap101i0-IN 09/Oct/2026:08:53:01 +0200 ...             Proxmox, /var/log/pve-firewall.log
 *   messages.1:17:Oct  9 08:53:01 host kernel: ...               grep -H, grep -n
 */
import { utc, type Clock } from '../clock.ts';
import { latin1 } from '../text/latin1.ts';
import { SyslogFrame } from '../text/syslog-frame.ts';

const SPACE = 0x20;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const COLON = 0x3a;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const EPOCH = /^(\d{9,10}(?:\.\d{1,9})?) /;
const PROXMOX =
  /^\d{1,10} \d{1,2} (\S{1,64}) (\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d) /;
const WITH_WEEKDAY = /^\[?[A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4})\]? /;
const GREPPED = /^[\w./@+-]{1,100}:(?:\d{1,9}:)?(?=[A-Z][a-z]{2} [ \d]\d \d\d:|\d{4}-\d\d-\d\dT)/;
const FACILITY = /^[a-z]{4,8} {0,4}:[a-z]{4,6} {0,3}: /;
const REPEATED = /^message repeated (\d{1,9}) times: \[ ?/;

export class LineHead {
  /** Seconds since 1970; NaN where the line has none. */
  time = Number.NaN;
  /** First byte of the log prefix. */
  rest = 0;
  /** Proxmox' chain, which stands before the time; else empty. */
  chain = '';
  /** rsyslog sums up equal messages: how many this line stands for. */
  repeated = 1;
  readonly frame: SyslogFrame;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.frame = new SyslogFrame(clock);
  }

  read(bytes: Uint8Array, start: number, end: number): void {
    const { frame } = this;
    this.chain = '';
    this.repeated = 1;
    const hasTime = frame.read(bytes, start, end);
    this.time = frame.time;
    let at = frame.rest;
    if (!hasTime) at = this.#readOtherTime(bytes, at, end);
    else if (isVersioned(bytes, start)) at = skipWords(bytes, at, end, 5);
    else at = skipHost(bytes, at, end);
    at = skipUptime(bytes, skipTag(bytes, at, end), end);
    this.rest = bytes[at] === 0x6d ? this.#readRepeated(bytes, at, end) : at;
  }

  /** A message that comes without a head of its own. */
  readMessage(bytes: Uint8Array, start: number, end: number): void {
    this.chain = '';
    this.repeated = 1;
    this.time = Number.NaN;
    const at = skipUptime(bytes, start, end);
    this.rest = bytes[at] === 0x6d ? this.#readRepeated(bytes, at, end) : at;
  }

  /** Returns where the text behind the time (and the host) begins. */
  #readOtherTime(bytes: Uint8Array, at: number, end: number): number {
    const first = bytes[at] ?? 0;
    if (first === OPEN && (bytes[at + 1] ?? 0) < 0x41) return at;
    const text = latin1(bytes, at, Math.min(end, at + 128));
    const epoch = EPOCH.exec(text);
    if (epoch?.[1] !== undefined) {
      this.time = Number(epoch[1]);
      return skipHost(bytes, at + epoch[0].length, end);
    }
    const weekday = WITH_WEEKDAY.exec(text);
    if (weekday !== null) {
      const [whole, month = '', day, hour, minute, second, year] = weekday;
      const number = MONTHS.indexOf(month) + 1;
      this.time = this.#clock.local(Number(year), number, Number(day), Number(hour), Number(minute), Number(second));
      return first === OPEN ? at + whole.length : skipHost(bytes, at + whole.length, end);
    }
    const proxmox = PROXMOX.exec(text);
    if (proxmox !== null) {
      const [whole, chain = '', day, month = '', year, hour, minute, second, sign, zoneHours, zoneMinutes] = proxmox;
      const number = MONTHS.indexOf(month) + 1;
      const ahead = 60 * (60 * Number(zoneHours) + Number(zoneMinutes));
      this.chain = chain;
      this.time =
        utc(Number(year), number, Number(day), Number(hour), Number(minute), Number(second)) -
        (sign === '-' ? -ahead : ahead);
      return at + whole.length;
    }
    const facility = FACILITY.exec(text);
    if (facility !== null) return at + facility[0].length;
    const grepped = GREPPED.exec(text);
    if (grepped !== null && this.frame.read(bytes, at + grepped[0].length, end)) {
      this.time = this.frame.time;
      return skipHost(bytes, this.frame.rest, end);
    }
    // A host without a time, if the kernel's tag follows it.
    const next = skipWords(bytes, at, end, 1);
    return skipTag(bytes, next, end) === next ? at : next;
  }

  #readRepeated(bytes: Uint8Array, at: number, end: number): number {
    const match = REPEATED.exec(latin1(bytes, at, Math.min(end, at + 48)));
    if (match === null) return at;
    this.repeated = Math.max(Number(match[1]), 1);
    return at + match[0].length;
  }
}

/** Whether the version of RFC 5424 stands before the time. */
function isVersioned(bytes: Uint8Array, start: number): boolean {
  let at = start;
  if (bytes[at] === 0x3c) while (at < start + 5 && bytes[at++] !== 0x3e);
  return bytes[at] === 0x31 && bytes[at + 1] === SPACE;
}

/** Skips the host's name, also when it stands twice (UniFi). */
function skipHost(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] === OPEN || skipTag(bytes, start, end) !== start) return start;
  let at = start;
  while (at < end && bytes[at] !== SPACE) if (bytes[at++] === 0x3d) return start;
  const length = at - start;
  at = skipSpaces(bytes, at, end);
  for (let index = 0; index <= length; index++) if (bytes[at + index] !== bytes[start + index]) return at;
  return skipSpaces(bytes, at + length, end);
}

/** Skips `kernel:`, also without the space behind it (DShield), and the tag of ulogd. */
function skipTag(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at];
  if (first === 0x6b) {
    const isKernel =
      bytes[at + 1] === 0x65 &&
      bytes[at + 2] === 0x72 &&
      bytes[at + 3] === 0x6e &&
      bytes[at + 4] === 0x65 &&
      bytes[at + 5] === 0x6c;
    if (!isKernel || at + 6 >= end) return at;
    if (bytes[at + 6] === COLON) return skipSpaces(bytes, at + 7, end);
    return bytes[at + 6] === SPACE ? skipSpaces(bytes, at + 6, end) : at;
  }
  if (first !== 0x75) return at;
  const match = /^ulogd(?:\[\d{1,10}\])?: */.exec(latin1(bytes, at, Math.min(end, at + 32)));
  return match === null ? at : at + match[0].length;
}

/** Skips the time since boot, `[  12.345678] `, and the caller behind it, `[ T1234] `. */
function skipUptime(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] !== OPEN) return start;
  let at = skipSpaces(bytes, start + 1, end);
  while (at < end && isDigit(bytes[at] ?? 0)) at++;
  if (bytes[at] !== 0x2e) return start;
  at++;
  while (at < end && isDigit(bytes[at] ?? 0)) at++;
  if (at >= end || bytes[at] !== CLOSE) return start;
  at++;
  if (bytes[at] === OPEN) {
    const close = bytes.subarray(at, Math.min(end, at + 16)).indexOf(CLOSE);
    if (close !== -1) at += close + 1;
  }
  return skipSpaces(bytes, at, end);
}

function skipWords(bytes: Uint8Array, start: number, end: number, count: number): number {
  let at = start;
  for (let word = 0; word < count; word++) {
    while (at < end && bytes[at] !== SPACE) at++;
    at = skipSpaces(bytes, at, end);
  }
  return at;
}

function skipSpaces(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] === SPACE) at++;
  return at;
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
