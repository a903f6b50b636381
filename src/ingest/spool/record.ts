import { createHash } from 'node:crypto';
import { StateFault, StateReader } from '../../traffic/state/state-reader.ts';
import { StateWriter } from '../../traffic/state/state-writer.ts';

/**
 * A record of the spool: messages, and how far the inputs were read when these had been made. It is there whole or not at
 * all, so that what is read again after a crash is exactly what no record has.
 *
 * ```
 * 0   4  "PSR1"
 * 4   4  messages in it
 * 8   8  number of the first of them; of a record without any, of the one that comes next
 * 16  4  bytes of positions          20  4  zero
 * 24  8  bytes of the record
 * 32     of each message its bytes (4) and its rows (4)
 *        positions: how many; of each its key and its bytes, with their lengths (4) before them
 *        32  SHA-256 of all before
 *        each message, filled up to a multiple of 8 as the part before is
 * ```
 *
 * Whole numbers are little-endian. The messages have checksums of their own.
 */
const MAGIC = 0x31525350;
export const RECORD_HEAD_BYTES = 32;
const DIGEST_BYTES = 32;
const MAX_MESSAGES = 65_536;
const MAX_POSITIONS_BYTES = 64 * 1024 * 1024;
const MAX_POSITIONS = 1_048_576;
const MAX_KEY_BYTES = 65_536;

/** How far inputs were read, by their keys. */
export type Positions = ReadonlyMap<string, Uint8Array>;

export interface SpooledMessage {
  readonly sequence: number;
  readonly rows: number;
  /** Where it stands in its record. */
  readonly offset: number;
  readonly length: number;
}

/** What stands before the messages of a record. */
export interface RecordHead {
  /** Bytes of the whole record. */
  readonly length: number;
  /** Of the message that comes next. */
  readonly nextSequence: number;
  readonly messages: readonly SpooledMessage[];
  readonly positions: Positions;
}

/** A message that is to be written, with its rows. */
export interface NumberedMessage {
  readonly bytes: Uint8Array;
  readonly rows: number;
}

/** A record as pieces to be written one after the other; `first`: number of its first message. */
export function encodeRecord(first: number, messages: readonly NumberedMessage[], positions: Positions): Uint8Array[] {
  const writer = new StateWriter();
  writer.list(positions, ([key, bytes]) => {
    writer.text(key);
    writer.bytes(bytes);
  });
  const places = writer.toBytes();
  const bodyAt = bodyOf(messages.length, places.length);
  const head = Buffer.alloc(bodyAt);
  const length = messages.reduce((sum, { bytes }) => sum + upToEight(bytes.length), bodyAt);
  head.writeUInt32LE(MAGIC, 0);
  head.writeUInt32LE(messages.length, 4);
  head.writeBigUInt64LE(BigInt(first), 8);
  head.writeUInt32LE(places.length, 16);
  head.writeBigUInt64LE(BigInt(length), 24);
  let at = RECORD_HEAD_BYTES;
  for (const { bytes, rows } of messages) {
    head.writeUInt32LE(bytes.length, at);
    head.writeUInt32LE(rows, at + 4);
    at += 8;
  }
  head.set(places, at);
  at += places.length;
  head.set(digestOf(head.subarray(0, at)), at);
  return [head, ...messages.flatMap(({ bytes }) => [bytes, new Uint8Array(upToEight(bytes.length) - bytes.length)])];
}

/** How many bytes have to be there to read the head of a record, by its first 32; null where no record begins. */
export function headBytesOf(start: Uint8Array): number | null {
  if (start.length < RECORD_HEAD_BYTES) return null;
  const view = new DataView(start.buffer, start.byteOffset, start.length);
  const messages = view.getUint32(4, true);
  const places = view.getUint32(16, true);
  if (view.getUint32(0, true) !== MAGIC || messages > MAX_MESSAGES || places > MAX_POSITIONS_BYTES) return null;
  return bodyOf(messages, places);
}

/** The head of a record, of as many bytes as `headBytesOf` said; null where anything of it was changed. */
export function decodeHead(bytes: Uint8Array): RecordHead | null {
  if (headBytesOf(bytes) !== bytes.length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const count = view.getUint32(4, true);
  const places = view.getUint32(16, true);
  const placesAt = RECORD_HEAD_BYTES + 8 * count;
  const end = placesAt + places;
  if (!digestOf(bytes.subarray(0, end)).equals(bytes.subarray(end, end + DIGEST_BYTES))) return null;
  const first = Number(view.getBigUint64(8, true));
  const messages: SpooledMessage[] = [];
  let offset = bytes.length;
  for (let place = 0; place < count; place++) {
    const at = RECORD_HEAD_BYTES + 8 * place;
    const length = view.getUint32(at, true);
    messages.push({ sequence: first + place, rows: view.getUint32(at + 4, true), offset, length });
    offset += upToEight(length);
  }
  const positions = positionsOf(bytes.subarray(placesAt, end));
  if (positions === null) return null;
  return { length: offset, nextSequence: first + count, messages, positions };
}

function positionsOf(bytes: Uint8Array): Positions | null {
  const positions = new Map<string, Uint8Array>();
  try {
    const reader = new StateReader(bytes);
    reader.list(MAX_POSITIONS, () => positions.set(reader.text(MAX_KEY_BYTES), Buffer.from(reader.bytes())));
    reader.end();
    return positions;
  } catch (error) {
    if (error instanceof StateFault) return null;
    throw error;
  }
}

const bodyOf = (messages: number, places: number): number =>
  upToEight(RECORD_HEAD_BYTES + 8 * messages + places + DIGEST_BYTES);
const upToEight = (bytes: number): number => 8 * Math.ceil(bytes / 8);
const digestOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
