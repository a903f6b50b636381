import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeHead, encodeRecord, headBytesOf } from '../../../src/ingest/spool/record.ts';
import { recordsOf, SegmentReader } from '../../../src/ingest/spool/segments.ts';
import { decodeBatch, MessageError } from '../../../src/store/batch-message.ts';
import { someMessage } from '../../../src/store/some-batch.fixture.ts';
import { Broken, refusing } from '../target.ts';

const DIGEST_BYTES = 32;

export const messages = (): Uint8Array[] => [someMessage(1n, 1, 3), someMessage(7n, 2, 0), someMessage(9n, 3, 40)];

/** Whoever means harm writes the right checksum. */
export const readMessage = refusing((bytes) => {
  const message = Uint8Array.from(bytes);
  const end = message.length - DIGEST_BYTES;
  if (end > 0) message.set(createHash('sha256').update(message.subarray(0, end)).digest(), end);
  const { columns, texts } = decodeBatch(message);
  if (columns.bytes.length > message.length || texts.some(({ text }) => text.length > message.length)) {
    throw new Broken('more than there was');
  }
}, MessageError);

export function segments(): Uint8Array[] {
  const of = (first: number, bytes: Uint8Array): Uint8Array[] =>
    encodeRecord(first, [{ bytes, rows: 3 }], new Map([['a', Buffer.from('place')]]));
  return [
    Buffer.concat(of(1, someMessage(1n, 1, 3))),
    Buffer.concat([...of(1, Buffer.alloc(9)), ...of(2, Buffer.alloc(64))]),
  ];
}

const folder = mkdtempSync(join(tmpdir(), 'portolan-fuzz-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Every byte of a segment is part of a record or of a damage, in order. */
export function readSegment(bytes: Uint8Array): void {
  const head = headBytesOf(bytes);
  if (head !== null && head <= bytes.length) decodeHead(bytes.subarray(0, head));
  const path = join(folder, 'segment');
  writeFileSync(path, bytes);
  const reader = new SegmentReader(path);
  try {
    let at = 0;
    for (const part of recordsOf(reader)) {
      const [from, to] = 'head' in part ? [part.offset, part.offset + part.head.length] : [part.from, part.to];
      if (from !== at || to <= from || to > bytes.length) throw new Broken(`from ${from} to ${to} after ${at}`);
      at = to;
    }
    if (at !== bytes.length) throw new Broken(`ended at ${at} of ${bytes.length}`);
  } finally {
    reader.close();
  }
}
