const FIRST_CAPACITY = 4096;
const DIGIT_ZERO = 48;
const ASCII_END = 0x80;
/** A UTF-16 code unit takes at most three bytes in UTF-8. */
const MAX_BYTES_PER_UNIT = 3;
const MAX_DIGITS = 16;

/**
 * Text put together as bytes in one buffer that is used again and again. Strings would be as right, but a table of
 * 100,000 rows made of them costs three times the CPU and 60 MB of memory: every part of a row is an object, and the
 * whole is copied twice on its way out.
 */
export class ByteText {
  #bytes = Buffer.allocUnsafeSlow(FIRST_CAPACITY);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  text(text: string): void {
    this.#reserve(text.length * MAX_BYTES_PER_UNIT);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code >= ASCII_END) {
        this.#length = at + bytes.write(text.slice(index), at);
        return;
      }
      bytes[at++] = code;
    }
    this.#length = at;
  }

  /** A whole number from 0 to 2^53 in decimal digits. */
  number(value: number): void {
    this.#reserve(MAX_DIGITS);
    let unit = 1;
    while (value / unit >= 10) unit *= 10;
    for (; unit >= 1; unit /= 10) this.#bytes[this.#length++] = DIGIT_ZERO + (Math.floor(value / unit) % 10);
  }

  /** The bytes so far, and begins anew: they hold until the next text is put in. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }

  takeString(): string {
    const taken = this.#bytes.toString('utf8', 0, this.#length);
    this.#length = 0;
    return taken;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.#bytes.length, this.#length + bytes));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
