import { createHash } from 'node:crypto';
import { endianness } from 'node:os';
import { StateFault } from '../state/state-reader.ts';

/** One more whenever anything that is saved is laid out differently, or means something else. */
const FORMAT = 2;

const TITLE = Buffer.from('portolan traffic state\n');
const FINGERPRINT_BYTES = 32;
const HASH_BYTES = 32;
const FORMAT_AT = TITLE.length;
const ORDER_AT = FORMAT_AT + 4;
const FINGERPRINT_AT = ORDER_AT + 4;
const LENGTH_AT = FINGERPRINT_AT + FINGERPRINT_BYTES;
const HASH_AT = LENGTH_AT + 8;

/** Bytes before the content. */
export const HEAD_BYTES = HASH_AT + HASH_BYTES;

/** Of things that must be the same for a state to be of use. */
export function fingerprintOf(things: Iterable<string | Uint8Array>): Buffer {
  const hash = createHash('sha256');
  for (const thing of things) hash.update(thing);
  return hash.digest();
}

/** The state was written for other patterns or by another version: nothing is wrong with it, but it is of no use. */
export class OtherVersion extends Error {
  override readonly name = 'OtherVersion';
}

/**
 * What stands before the content of a state: a title, the number of the format, the order of bytes of the machine, the
 * fingerprint of the patterns that counted, how long the content is, and the SHA-256 of all of that and the content.
 */
export function headOf(fingerprint: Uint8Array, contentBytes: number): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  TITLE.copy(head);
  head.writeUInt32LE(FORMAT, FORMAT_AT);
  head.write(endianness(), ORDER_AT, 'latin1');
  head.set(fingerprint, FINGERPRINT_AT);
  head.writeBigUInt64LE(BigInt(contentBytes), LENGTH_AT);
  return head;
}

/** The checksum that goes into a head: feed it the pieces of the content, and then `seal`. */
export class Checksum {
  readonly #hash = createHash('sha256');

  constructor(head: Buffer) {
    this.#hash.update(head.subarray(0, HASH_AT));
  }

  add(piece: Uint8Array): void {
    this.#hash.update(piece);
  }

  seal(head: Buffer): void {
    this.#hash.digest().copy(head, HASH_AT);
  }
}

/** The content of a state, if it is whole and of these patterns. Throws StateFault or OtherVersion. */
export function contentOf(state: Buffer, fingerprint: Uint8Array): Buffer {
  if (!state.subarray(0, TITLE.length).equals(TITLE)) throw new StateFault('it is no state of portolan traffic');
  if (state.length < HEAD_BYTES) throw new StateFault('it is cut off');
  const format = state.readUInt32LE(FORMAT_AT);
  if (format !== FORMAT) throw new OtherVersion(`it has format ${format}, and this portolan reads ${FORMAT}`);
  if (state.toString('latin1', ORDER_AT, ORDER_AT + 2) !== endianness()) {
    throw new OtherVersion('it comes from a machine that orders bytes the other way');
  }
  const content = state.subarray(HEAD_BYTES);
  if (state.readBigUInt64LE(LENGTH_AT) !== BigInt(content.length)) throw new StateFault('it is cut off');
  const checksum = new Checksum(state);
  checksum.add(content);
  const sealed = Buffer.from(state.subarray(0, HEAD_BYTES));
  checksum.seal(sealed);
  if (!sealed.equals(state.subarray(0, HEAD_BYTES))) throw new StateFault('its checksum is another one');
  if (!state.subarray(FINGERPRINT_AT, LENGTH_AT).equals(fingerprint)) {
    throw new OtherVersion('other patterns counted in it: they came with another version');
  }
  return content;
}
