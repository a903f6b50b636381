import { MAX_JSON_DEPTH } from './json-fields.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const OPEN_OBJECT = 0x7b;

/** One record; longer ones are passed over. */
const MAX_OBJECT_BYTES = 1_048_576;

/** What `next` found: `object` is complete; `broken` is one that is none, or something else between them. */
export type FoundObject = 'object' | 'broken' | 'more';

/**
 * Cuts JSON into the objects of its outermost array, or that follow each other: lines of JSON, an array printed over
 * many lines, in whatever pieces it comes. One that is cut off is known by the next that begins at the start of a line.
 * Nothing is kept, and no byte is looked at twice.
 */
export class JsonObjects {
  /** The object: its first byte, and the one after its last. */
  start = 0;
  end = 0;
  /** Where to go on; what is before it is done with. */
  at = 0;
  #depth = 0;
  /** Bytes of the object that were looked at already. */
  #seen = 0;
  #isInString = false;
  #isEscaped = false;
  #isLineStart = false;
  /** It is too long or too deep: only its end is looked for. */
  #isDropping = false;
  #isInJunk = false;

  /** The next object in `bytes` from `from` to `end`. With `more`, the bytes from `at` on are to come again. */
  next(bytes: Uint8Array, from: number, end: number): FoundObject {
    if (this.#depth === 0) {
      const found = this.#between(bytes, from, end);
      if (found !== null) return found;
    } else this.start = from;
    return this.#within(bytes, end);
  }

  /** Whether an object has begun and not ended. */
  get isOpen(): boolean {
    return this.#depth > 0;
  }

  /** Null where an object begins. */
  #between(bytes: Uint8Array, from: number, end: number): FoundObject | null {
    for (let at = from; at < end; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === OPEN_OBJECT) {
        this.start = at;
        this.#begin();
        return null;
      }
      if (byte === NEWLINE) this.#isInJunk = false;
      if (this.#isInJunk || isBetween(byte)) continue;
      this.#isInJunk = true;
      this.at = at + 1;
      return 'broken';
    }
    this.at = end;
    return 'more';
  }

  #within(bytes: Uint8Array, end: number): FoundObject {
    for (let at = this.start + this.#seen; at < end; at++) {
      const byte = bytes[at] ?? 0;
      if (this.#isEscaped) this.#isEscaped = false;
      else if (this.#isInString) {
        if (byte === QUOTE) this.#isInString = false;
        else if (byte === BACKSLASH) this.#isEscaped = true;
        // A string has no line end in it: the line was cut off.
        else if (byte === NEWLINE) return this.#finish(at, 'broken');
      } else if (byte === QUOTE) this.#isInString = true;
      else if (byte === OPEN_OBJECT && this.#isLineStart) return this.#finish(at, 'broken');
      else if (byte === OPEN_OBJECT || byte === 0x5b) {
        if (++this.#depth > MAX_JSON_DEPTH) this.#isDropping = true;
      } else if ((byte === 0x7d || byte === 0x5d) && --this.#depth === 0) {
        return this.#finish(at + 1, this.#isDropping ? 'broken' : 'object');
      }
      this.#isLineStart = byte === NEWLINE;
    }
    if (end - this.start > MAX_OBJECT_BYTES) this.#isDropping = true;
    this.#seen = this.#isDropping ? 0 : end - this.start;
    this.at = this.#isDropping ? end : this.start;
    return 'more';
  }

  #begin(): void {
    this.#depth = 1;
    this.#seen = 1;
    this.#isInString = false;
    this.#isEscaped = false;
    this.#isLineStart = false;
    this.#isDropping = false;
    this.#isInJunk = false;
  }

  #finish(at: number, found: FoundObject): FoundObject {
    const isTooLong = at - this.start > MAX_OBJECT_BYTES;
    this.end = at;
    this.at = at;
    this.#depth = 0;
    this.#seen = 0;
    return isTooLong ? 'broken' : found;
  }
}

/** What may stand between objects: spaces, commas, the brackets of the array, a byte order mark. */
const isBetween = (byte: number): boolean =>
  byte <= 0x20 || byte === 0x2c || byte === 0x5b || byte === 0x5d || byte === 0xef || byte === 0xbb || byte === 0xbf;
