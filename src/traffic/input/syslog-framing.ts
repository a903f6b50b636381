/**
 * Syslog over TCP (RFC 6587): octet counting, `MSG-LEN SP MSG` (3.4.1), or messages that end with a line feed, or with
 * NUL as some senders do (3.4.2). A message that begins with a digit is counted: any other begins with `<`.
 */
const NEWLINE = 10;
const SPACE = 32;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
/** Ten million bytes: a longer count is no count. */
const MAX_COUNT_DIGITS = 7;

/** Longer messages are cut. */
export const MAX_MESSAGE_BYTES = 65_536;

export class SyslogFraming {
  /** Messages that were longer. */
  cut = 0;
  readonly #onMessage: (message: Buffer) => void;
  #buffer = Buffer.allocUnsafe(4096);
  #length = 0;
  /** Bytes still to come of a counted message; null where an end is looked for. */
  #left: number | null = null;
  #count = 0;
  #digits = 0;

  /** The message is valid during the call only. */
  constructor(onMessage: (message: Buffer) => void) {
    this.#onMessage = onMessage;
  }

  push(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#left !== null) at = this.#takeCounted(bytes, at, this.#left);
      else if (this.#length === 0 && this.#takeDigit(bytes[at] ?? 0)) at++;
      else at = this.#takeLine(bytes, at);
    }
  }

  /** The connection has ended: what was not ended with it is a message too. */
  end(): void {
    this.#flushDigits();
    this.#emit();
  }

  /** Whether the byte belongs to a count in front of a message. */
  #takeDigit(byte: number): boolean {
    const isDigit = byte >= DIGIT_0 && byte <= DIGIT_9;
    if (isDigit && this.#digits < MAX_COUNT_DIGITS && (this.#digits > 0 || byte !== DIGIT_0)) {
      this.#count = 10 * this.#count + byte - DIGIT_0;
      this.#digits++;
      return true;
    }
    if (byte === SPACE && this.#digits > 0) {
      this.#left = this.#count;
      this.#count = 0;
      this.#digits = 0;
      return true;
    }
    this.#flushDigits();
    return false;
  }

  /** They were no count, but the beginning of a line. */
  #flushDigits(): void {
    if (this.#digits === 0) return;
    const text = Buffer.from(String(this.#count), 'latin1');
    this.#digits = 0;
    this.#count = 0;
    this.#append(text, 0, text.length);
  }

  #takeCounted(bytes: Buffer, start: number, left: number): number {
    const end = Math.min(bytes.length, start + left);
    this.#append(bytes, start, end);
    this.#left = left - (end - start);
    if (this.#left === 0) this.#emit();
    return end;
  }

  #takeLine(bytes: Buffer, start: number): number {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline === -1 ? bytes.length : newline;
    const nul = bytes.subarray(start, end).indexOf(0);
    const stop = nul === -1 ? end : start + nul;
    this.#append(bytes, start, stop);
    if (stop < bytes.length) this.#emit();
    return stop + 1;
  }

  #append(bytes: Buffer, start: number, end: number): void {
    const wanted = this.#length + end - start;
    if (wanted > this.#buffer.length && this.#buffer.length < MAX_MESSAGE_BYTES + 1) {
      const larger = Buffer.allocUnsafe(Math.min(MAX_MESSAGE_BYTES + 1, Math.max(wanted, 2 * this.#buffer.length)));
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    this.#length += bytes.copy(this.#buffer, this.#length, start, end);
  }

  #emit(): void {
    this.#left = null;
    const length = Math.min(this.#length, MAX_MESSAGE_BYTES);
    if (this.#length > MAX_MESSAGE_BYTES) this.cut++;
    this.#length = 0;
    if (length > 0) this.#onMessage(this.#buffer.subarray(0, length));
  }
}
