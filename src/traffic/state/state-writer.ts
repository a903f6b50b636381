const CHUNK_BYTES = 1_048_576;
/** So many zeros are cheaper to write than to tell of. */
const FEW_ZEROS = 4;

/** Columns of numbers as tables have them. */
export type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/**
 * Puts down what is known as bytes, to be read by a `StateReader` in the same order. It copies, so that what was written
 * is of one moment, though the tables change while the bytes are on their way to the disk.
 */
export class StateWriter {
  readonly #chunks: Buffer[] = [];
  #chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  #length = 0;

  /** Any number, NaN too. */
  number(value: number): void {
    this.#room(8);
    this.#length = this.#chunk.writeDoubleLE(value, this.#length);
  }

  /** A whole number from 0 to 2^32 - 1. */
  integer(value: number): void {
    this.#room(4);
    this.#length = this.#chunk.writeUInt32LE(value >>> 0, this.#length);
  }

  text(value: string): void {
    this.bytes(Buffer.from(value));
  }

  bytes(value: Uint8Array): void {
    this.integer(value.length);
    this.#room(value.length);
    this.#chunk.set(value, this.#length);
    this.#length += value.length;
  }

  /** A list: how many, and then each of them. */
  list<Item>(items: Iterable<Item>, write: (item: Item) => void): void {
    const all = [...items];
    this.integer(all.length);
    for (const item of all) write(item);
  }

  /** The numbers of a table, of which most may be 0: these cost nothing. */
  column(column: Column): void {
    const words = wordsOf(column);
    this.integer(column.byteLength);
    let at = nextValue(words, 0);
    while (at < words.length) {
      const end = endOfValues(words, at);
      this.integer(at);
      this.integer(end - at);
      this.#words(words.subarray(at, end));
      at = nextValue(words, end);
    }
    this.integer(words.length);
  }

  /** Says where a part begins: whoever reads another one there notices. */
  section(name: string): void {
    this.text(name);
  }

  /** What was written, in pieces. Nothing may be written afterwards. */
  finish(): readonly Buffer[] {
    this.#chunks.push(this.#chunk.subarray(0, this.#length));
    this.#length = this.#chunk.length;
    return this.#chunks;
  }

  /** All of it in one piece, for a part of another state. */
  toBytes(): Buffer {
    return Buffer.concat(this.finish());
  }

  #words(words: Uint32Array): void {
    this.#room(words.byteLength);
    this.#chunk.set(new Uint8Array(words.buffer, words.byteOffset, words.byteLength), this.#length);
    this.#length += words.byteLength;
  }

  #room(bytes: number): void {
    if (this.#length + bytes <= this.#chunk.length) return;
    this.#chunks.push(this.#chunk.subarray(0, this.#length));
    this.#chunk = Buffer.allocUnsafe(Math.max(bytes, CHUNK_BYTES));
    this.#length = 0;
  }
}

/** The same bytes as numbers of 32 bits, the last one filled up with zeros. */
function wordsOf({ buffer, byteOffset, byteLength }: Column): Uint32Array {
  if (byteOffset % 4 === 0 && byteLength % 4 === 0) return new Uint32Array(buffer, byteOffset, byteLength / 4);
  const words = new Uint32Array(Math.ceil(byteLength / 4));
  new Uint8Array(words.buffer).set(new Uint8Array(buffer, byteOffset, byteLength));
  return words;
}

function nextValue(words: Uint32Array, from: number): number {
  let at = from;
  while (at < words.length && words[at] === 0) at++;
  return at;
}

/** Behind the values that begin there, and the few zeros among them. */
function endOfValues(words: Uint32Array, from: number): number {
  let end = from;
  let zeros = 0;
  for (let at = from; at < words.length && zeros < FEW_ZEROS; at++) {
    if (words[at] === 0) zeros++;
    else {
      zeros = 0;
      end = at + 1;
    }
  }
  return end;
}
