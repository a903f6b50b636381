import { MAX_JSON_DEPTH } from './json-fields.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Longer strings are passed over. */
const MAX_STRING = 65_536;

/** What `next` found: `more` is nothing that is complete. */
export type JsonToken = 'more' | 'open' | 'close' | 'key' | 'string' | 'scalar';

/**
 * Walks over JSON token by token, in whatever pieces it comes and however large it is, and keeps nothing but the kinds of
 * the objects and arrays it is in. It is lenient: commas and what is no JSON are passed over, and documents may follow
 * each other. Time is linear.
 */
export class JsonWalk {
  /** First byte of the last token (within the quotes of a string), and the one after its last. */
  start = 0;
  end = 0;
  /** Where to go on. */
  at = 0;
  /** How many objects and arrays are open; the innermost ones, beyond 32, are not told apart. */
  depth = 0;
  /** Of the last `open`. */
  isArray = false;
  readonly #arrays = new Uint8Array(MAX_JSON_DEPTH + 1);
  #isKey = false;
  #isInLongString = false;

  /** The next token in `bytes` from `from` to `end`. With `more`, the bytes from `at` on are to come again. */
  next(bytes: Uint8Array, from: number, end: number): JsonToken {
    let at = from;
    if (this.#isInLongString) at = this.#passString(bytes, from, end);
    for (; at < end; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) {
        const token = this.#string(bytes, at, end);
        if (token !== null) return token;
        at = this.at - 1;
      } else if (byte === 0x7b || byte === 0x5b) return this.#open(at, byte === 0x5b);
      else if (byte === 0x7d || byte === 0x5d) return this.#close(at);
      else if (byte === 0x2c) this.#isKey = this.#arrays[this.depth] === 0 && this.depth > 0;
      else if (byte === 0x3a) this.#isKey = false;
      else if (isScalar(byte)) {
        const stop = endOfScalar(bytes, at, end);
        // Its end may be in the next piece; only a document that is broken has one that long.
        if (stop === end && end - at < 64) return this.#more(at);
        this.start = at;
        this.end = stop;
        this.at = stop;
        return 'scalar';
      }
    }
    return this.#more(end);
  }

  /** Null where the string is too long: `at` is then behind what was passed over. */
  #string(bytes: Uint8Array, at: number, end: number): JsonToken | null {
    const stop = endOfString(bytes, at + 1, end);
    if (stop === -1 && end - at < MAX_STRING) return this.#more(at);
    if (stop === -1 || stop - at > MAX_STRING) {
      this.#isInLongString = true;
      this.at = this.#passString(bytes, at + 1, end);
      return null;
    }
    this.start = at + 1;
    this.end = stop;
    this.at = stop + 1;
    if (!this.#isKey) return 'string';
    this.#isKey = false;
    return 'key';
  }

  #passString(bytes: Uint8Array, from: number, end: number): number {
    const stop = endOfString(bytes, from, end);
    if (stop !== -1) {
      this.#isInLongString = false;
      return stop + 1;
    }
    // A backslash at the end belongs to what follows.
    return bytes[end - 1] === BACKSLASH && end - 1 > from ? end - 1 : end;
  }

  #open(at: number, isArray: boolean): JsonToken {
    this.depth++;
    if (this.depth <= MAX_JSON_DEPTH) this.#arrays[this.depth] = isArray ? 1 : 0;
    this.isArray = isArray;
    this.#isKey = !isArray;
    this.at = at + 1;
    return 'open';
  }

  #close(at: number): JsonToken {
    if (this.depth > 0) this.depth--;
    this.#isKey = false;
    this.at = at + 1;
    return 'close';
  }

  #more(at: number): JsonToken {
    this.at = at;
    return 'more';
  }
}

/** The closing quote; -1 where it is not there yet. */
function endOfString(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) at++;
  }
  return -1;
}

function endOfScalar(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isScalar(bytes[at] ?? 0)) at++;
  return at;
}

/** Letters, digits, `+`, `-`, `.`: numbers and words. */
const isScalar = (byte: number): boolean =>
  (byte >= 0x61 && byte <= 0x7a) ||
  (byte >= 0x30 && byte <= 0x39) ||
  (byte >= 0x41 && byte <= 0x5a) ||
  byte === 0x2b ||
  byte === 0x2d ||
  byte === 0x2e;
