import { readDecimal } from './digits.ts';
import { equalsAscii } from './equals.ts';
import { latin1 } from './latin1.ts';

/** JSON of log records is flat; deeper nesting is an attack on whoever parses it. */
export const MAX_JSON_DEPTH = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

interface Node {
  /** By the length of the key, in bytes; null where none is that long. */
  readonly keys: (Key[] | null)[];
}

interface Key {
  readonly bytes: Uint8Array;
  /** Place of the field in the list, -1 where the key only leads to fields. */
  field: number;
  child: Node | null;
}

/**
 * Some fields of a JSON object (RFC 8259), found in one pass over its bytes without making an object of it. Fields
 * within objects are named by their path: `flow/pkts_toserver`. Of a key that
 * stands twice the last one counts, as in `JSON.parse`. Time is linear, nesting is bounded.
 */
export class JsonFields {
  readonly #root: Node = { keys: [] };
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  /** 1 where a string has a backslash. */
  readonly #escaped: Uint8Array;
  #bytes: Uint8Array = new Uint8Array(0);
  #end = 0;
  #hasEscape = false;

  constructor(paths: readonly string[]) {
    this.#starts = new Int32Array(paths.length);
    this.#ends = new Int32Array(paths.length);
    this.#escaped = new Uint8Array(paths.length);
    for (const [field, path] of paths.entries()) this.#add(path.split('/'), field);
  }

  /** Whether the bytes are one object, and nothing else but spaces. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    this.#bytes = bytes;
    this.#end = end;
    this.#starts.fill(-1);
    const at = this.#space(start);
    if (at >= end || bytes[at] !== OPEN_OBJECT) return false;
    const stop = this.#object(at, this.#root);
    return stop !== -1 && this.#space(stop) === end;
  }

  has(field: number): boolean {
    return (this.#starts[field] ?? -1) !== -1;
  }

  /** First byte of the value, within the quotes; with `end` for those who read bytes. Both are -1 where it is not there. */
  start(field: number): number {
    return this.#starts[field] ?? -1;
  }

  end(field: number): number {
    return this.has(field) ? (this.#ends[field] ?? -1) : -1;
  }

  /** A number, or a string that is one, as cloud services write 64-bit numbers; NaN for everything else. */
  number(field: number): number {
    const start = this.start(field);
    if (start === -1) return Number.NaN;
    const end = this.end(field);
    const whole = readDecimal(this.#bytes, start, end);
    if (whole >= 0) return whole;
    const text = end - start > 32 ? '' : latin1(this.#bytes, start, end);
    return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  }

  /** Text of a string or number, without escapes, of at most so many bytes; empty where it is not there. */
  text(field: number, limit = 256): string {
    const start = this.start(field);
    if (start === -1) return '';
    const length = Math.min(this.end(field) - start, limit);
    const raw = Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset + start, length).toString();
    if (this.#escaped[field] !== 1) return raw;
    try {
      return String(JSON.parse(`"${raw}"`));
    } catch {
      return raw;
    }
  }

  /** Whether the value is exactly this, in ASCII. */
  is(field: number, text: string): boolean {
    const start = this.start(field);
    return start !== -1 && equalsAscii(this.#bytes, start, this.end(field), text);
  }

  #add(path: readonly string[], field: number): void {
    let node = this.#root;
    for (const [depth, name] of path.entries()) {
      const bytes = Buffer.from(name);
      while (node.keys.length <= bytes.length) node.keys.push(null);
      const sameLength = (node.keys[bytes.length] ??= []);
      let key = sameLength.find((one) => Buffer.from(one.bytes).equals(bytes));
      if (key === undefined) {
        key = { bytes, field: -1, child: null };
        sameLength.push(key);
      }
      if (depth === path.length - 1) key.field = field;
      else node = key.child ??= { keys: [] };
    }
  }

  /** Where an object ends that starts at `start`; -1 where it is broken. Recursion is as deep as the longest path. */
  #object(start: number, node: Node): number {
    const bytes = this.#bytes;
    const end = this.#end;
    let at = this.#space(start + 1);
    if (bytes[at] === CLOSE_OBJECT && at < end) return at + 1;
    for (;;) {
      if (at >= end || bytes[at] !== QUOTE) return -1;
      const keyStart = at + 1;
      const keyEnd = this.#string(keyStart);
      if (keyEnd === -1) return -1;
      // Spaces are rare: they are looked for only where something else than what is usual stands.
      at = bytes[keyEnd + 1] === COLON ? keyEnd + 1 : this.#space(keyEnd + 1);
      if (at >= end || bytes[at] !== COLON) return -1;
      at++;
      if ((bytes[at] ?? 0) <= 0x20) at = this.#space(at);
      at = this.#value(at, this.#find(node, keyStart, keyEnd));
      if (at === -1) return -1;
      if ((bytes[at] ?? 0) <= 0x20) at = this.#space(at);
      if (at >= end) return -1;
      if (bytes[at] === CLOSE_OBJECT) return at + 1;
      if (bytes[at] !== COMMA) return -1;
      at++;
      if ((bytes[at] ?? 0) <= 0x20) at = this.#space(at);
    }
  }

  /** Where a value ends; its place is kept where somebody wants it. */
  #value(start: number, key: Key | null): number {
    if (start >= this.#end) return -1;
    const first = this.#bytes[start];
    if (first === OPEN_OBJECT && key !== null && key.child !== null) return this.#object(start, key.child);
    if (first === OPEN_OBJECT || first === OPEN_ARRAY) return this.#skip(start);
    const isString = first === QUOTE;
    const from = isString ? start + 1 : start;
    const to = isString ? this.#string(from) : this.#scalar(from);
    if (to === -1) return -1;
    // `null` is as good as nothing.
    if (key !== null && key.field !== -1 && (isString || first !== 0x6e)) {
      this.#starts[key.field] = from;
      this.#ends[key.field] = to;
      this.#escaped[key.field] = isString && this.#hasEscape ? 1 : 0;
    }
    return isString ? to + 1 : to;
  }

  /** The closing quote of a string whose first byte is at `start`; -1 where there is none. */
  #string(start: number): number {
    const bytes = this.#bytes;
    const end = this.#end;
    let hasEscape = false;
    for (let at = start; at < end; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        this.#hasEscape = hasEscape;
        return at;
      }
      if (byte === BACKSLASH) {
        hasEscape = true;
        at++;
      }
    }
    return -1;
  }

  #scalar(start: number): number {
    const bytes = this.#bytes;
    const end = this.#end;
    let at = start;
    while (at < end && isScalar(bytes[at] ?? 0)) at++;
    return at === start ? -1 : at;
  }

  /** Where an object or array ends that nobody wants anything of. */
  #skip(start: number): number {
    const bytes = this.#bytes;
    let depth = 0;
    for (let at = start; at < this.#end; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        at = this.#string(at + 1);
        if (at === -1) return -1;
      } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        if (++depth > MAX_JSON_DEPTH) return -1;
      } else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && --depth === 0) return at + 1;
    }
    return -1;
  }

  #find(node: Node, start: number, end: number): Key | null {
    const length = end - start;
    const candidates = length < node.keys.length ? node.keys[length] : null;
    if (candidates === null || candidates === undefined) return null;
    for (let index = 0; index < candidates.length; index++) {
      const key = candidates[index];
      if (key !== undefined && isAt(this.#bytes, start, key.bytes)) return key;
    }
    return null;
  }

  #space(start: number): number {
    const bytes = this.#bytes;
    let at = start;
    while (at < this.#end) {
      const byte = bytes[at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
      at++;
    }
    return at;
  }
}

function isAt(bytes: Uint8Array, start: number, wanted: Uint8Array): boolean {
  for (let index = 0; index < wanted.length; index++) if (wanted[index] !== bytes[start + index]) return false;
  return true;
}

/** Letters, digits, `+`, `-`, `.`: numbers and words. */
const isScalar = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) ||
  (byte >= 0x61 && byte <= 0x7a) ||
  (byte >= 0x41 && byte <= 0x5a) ||
  byte === 0x2b ||
  byte === 0x2d ||
  byte === 0x2e;
