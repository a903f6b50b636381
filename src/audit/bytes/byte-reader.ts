/**
 * Reads numbers and texts out of a message that somebody else wrote. It never throws and never reads outside: past the end
 * every number is 0 and every text empty, and `isShort` stays true from then on. A decoder reads all fields and asks once.
 */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  #at: number;
  #isShort = false;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = Math.min(at, bytes.length);
  }

  /** Offset of what is read next. */
  get at(): number {
    return this.#at;
  }

  get left(): number {
    return this.bytes.length - this.#at;
  }

  /** Whether anything was asked for that is not there. */
  get isShort(): boolean {
    return this.#isShort;
  }

  u8(): number {
    return this.#has(1) ? this.#view.getUint8(this.#at++) : 0;
  }

  /** Unsigned, most significant byte first, as most protocols here write numbers; `u16le`, `u32le` the other way round. */
  u16(isLittleEndian = false): number {
    if (!this.#has(2)) return 0;
    this.#at += 2;
    return this.#view.getUint16(this.#at - 2, isLittleEndian);
  }

  u32(isLittleEndian = false): number {
    if (!this.#has(4)) return 0;
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, isLittleEndian);
  }

  u16le(): number {
    return this.u16(true);
  }

  u32le(): number {
    return this.u32(true);
  }

  take(count: number): Uint8Array {
    if (!this.#has(count)) return this.bytes.subarray(0, 0);
    this.#at += count;
    return this.bytes.subarray(this.#at - count, this.#at);
  }

  skip(count: number): void {
    if (this.#has(count)) this.#at += count;
  }

  /** So many bytes as Latin-1. */
  text(count: number): string {
    return latin1(this.take(count));
  }

  /** Latin-1 up to a zero byte, which is read too; short where none comes. */
  textToZero(): string {
    const end = this.bytes.indexOf(0, this.#at);
    if (end === -1) {
      this.#fail();
      return '';
    }
    const text = latin1(this.bytes.subarray(this.#at, end));
    this.#at = end + 1;
    return text;
  }

  /** A negative count, from a length that was signed or subtracted, is short as well. */
  #has(count: number): boolean {
    if (count >= 0 && count <= this.left && !this.#isShort) return true;
    this.#fail();
    return false;
  }

  #fail(): void {
    this.#isShort = true;
    this.#at = this.bytes.length;
  }
}

export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
