import { createHash } from 'node:crypto';
import { ColumnBatch, MAX_BATCH_ROWS, rowWidth } from './column-batch.ts';
import type { TableName } from './schema.ts';
import type { Batch } from './store.ts';
import { MAX_TEXT_BYTES, type Text } from './text.ts';

/**
 * A batch as bytes: what a spool keeps, a sensor posts and a broker would carry, the same each time it is sent.
 *
 * ```
 * 0   4  "PTB1"
 * 4   1  table, by its place in MESSAGE_TABLES        5  3  zero
 * 8   8  origin             16  8  sequence
 * 24  4  day (signed)       28  4  rows
 * 32  4  bytes of texts     36  4  zero
 * 40     the columns, widest first, filled up to a multiple of 8
 *        texts: for each its id (8), its length (4) and its UTF-8
 *        32  SHA-256 of all before
 * ```
 *
 * Whole numbers are little-endian.
 */
const MAGIC = 0x31425450;
const HEADER_BYTES = 40;
const DIGEST_BYTES = 32;

/** Never reordered: the number of a table in a message is its place here. */
const MESSAGE_TABLES: readonly TableName[] = ['events', 'listeners', 'verdicts', 'findings'];

/** Texts of a batch, all together. */
const MAX_TEXTS_BYTES = 4 * 1024 * 1024;

/** No message is longer. */
export const MAX_MESSAGE_BYTES = HEADER_BYTES + MAX_BATCH_ROWS * widest() + 8 + MAX_TEXTS_BYTES + DIGEST_BYTES;

export class MessageError extends Error {
  override readonly name = 'MessageError';
}

/** Throws RangeError for a batch that is larger than a message may be. */
export function encodeBatch({ origin, sequence, day, columns, texts }: Batch): Uint8Array<ArrayBuffer> {
  const encoded = texts.map(({ id, text }) => ({ id, utf8: Buffer.from(text, 'utf8') }));
  const textBytes = encoded.reduce((sum, { utf8 }) => sum + 12 + utf8.length, 0);
  if (columns.rows > MAX_BATCH_ROWS || textBytes > MAX_TEXTS_BYTES) {
    throw new RangeError(`a batch of ${columns.rows} rows and ${textBytes} bytes of texts is too large for a message`);
  }
  const textsAt = HEADER_BYTES + upToEight(columns.bytes.length);
  const message = new Uint8Array(textsAt + textBytes + DIGEST_BYTES);
  const view = new DataView(message.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint8(4, MESSAGE_TABLES.indexOf(columns.table));
  view.setBigUint64(8, origin, true);
  view.setBigUint64(16, BigInt(sequence), true);
  view.setInt32(24, day, true);
  view.setUint32(28, columns.rows, true);
  view.setUint32(32, textBytes, true);
  message.set(columns.bytes, HEADER_BYTES);
  let at = textsAt;
  for (const { id, utf8 } of encoded) {
    view.setBigUint64(at, id, true);
    view.setUint32(at + 8, utf8.length, true);
    message.set(utf8, at + 12);
    at += 12 + utf8.length;
  }
  message.set(digestOf(message.subarray(0, at)), at);
  return message;
}

/**
 * The batch of a message; its columns are views of the message where that begins at a multiple of 8, and a copy where it does not.
 * Throws MessageError for anything but a whole message that says of itself what it is.
 */
export function decodeBatch(message: Uint8Array): Batch {
  if (message.length < HEADER_BYTES + DIGEST_BYTES) throw new MessageError(`${message.length} bytes are no batch`);
  const view = new DataView(message.buffer, message.byteOffset, message.length);
  if (view.getUint32(0, true) !== MAGIC) throw new MessageError('this is no batch: it does not begin with PTB1');
  const table = MESSAGE_TABLES[view.getUint8(4)];
  if (table === undefined) throw new MessageError(`table ${view.getUint8(4)} is not known; a newer portolan sent this`);
  const rows = view.getUint32(28, true);
  const textBytes = view.getUint32(32, true);
  if (rows > MAX_BATCH_ROWS) throw new MessageError(`${rows} rows are more than a batch may have (${MAX_BATCH_ROWS})`);
  const columnBytes = rows * rowWidth(table);
  const textsAt = HEADER_BYTES + upToEight(columnBytes);
  if (message.length !== textsAt + textBytes + DIGEST_BYTES) {
    throw new MessageError(`the batch is ${message.length} bytes long, and says ${textsAt + textBytes + DIGEST_BYTES}`);
  }
  const end = message.length - DIGEST_BYTES;
  if (!digestOf(message.subarray(0, end)).equals(message.subarray(end))) {
    throw new MessageError('the batch was changed on its way: its checksum differs');
  }
  const sequence = view.getBigUint64(16, true);
  if (sequence === 0n || sequence > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new MessageError(`${sequence} is no number of a batch`);
  }
  const bytes = message.subarray(HEADER_BYTES, HEADER_BYTES + columnBytes);
  return {
    origin: view.getBigUint64(8, true),
    sequence: Number(sequence),
    day: view.getInt32(24, true),
    // Not slice(): that of a Buffer is a view, too.
    columns: new ColumnBatch(table, rows, bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes)),
    texts: readTexts(view, message, textsAt, end),
  };
}

function readTexts(view: DataView, message: Uint8Array, from: number, end: number): Text[] {
  const texts: Text[] = [];
  let at = from;
  while (at < end) {
    const length = at + 12 <= end ? view.getUint32(at + 8, true) : Number.POSITIVE_INFINITY;
    if (length > MAX_TEXT_BYTES || at + 12 + length > end) throw new MessageError('a text of the batch is too long');
    const utf8 = message.subarray(at + 12, at + 12 + length);
    texts.push({ id: view.getBigUint64(at, true), text: Buffer.from(utf8).toString('utf8') });
    at += 12 + length;
  }
  return texts;
}

const upToEight = (bytes: number): number => (bytes + 7) & ~7;
const digestOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

function widest(): number {
  return Math.max(...MESSAGE_TABLES.map(rowWidth));
}
