import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import type { FrameShape } from '../conversation/frames.ts';

/** Message types, CORBA 3.3 part 2 section 9.4.1. */
const LOCATE_REQUEST = 3;
const LOCATE_REPLY = 4;
const MAGIC = 'GIOP';

/** `here`, `elsewhere`, `unknown`: section 9.4.6.1; `other`: an error, or an end. */
export type GiopAnswer = 'here' | 'elsewhere' | 'unknown' | 'other';

/** Bit 0 of the flags says that numbers have the least significant byte first. */
export const GIOP_FRAME: FrameShape = {
  headerBytes: 12,
  lengthOf: (header) => {
    const reader = new ByteReader(header);
    if (reader.text(4) !== MAGIC) return null;
    reader.skip(2);
    const isLittleEndian = (reader.u8() & 1) === 1;
    reader.skip(1);
    return 12 + reader.u32(isLittleEndian);
  },
  maxBytes: 4096,
};

/** Asks whether an object is there, in GIOP 1.0, which every server since speaks (section 9.4.5). */
export function giopLocateRequest(id: number, objectKey: string): Uint8Array {
  const body = new ByteWriter().u32(id).u32(objectKey.length).text(objectKey).finish();
  return new ByteWriter().text(MAGIC).u8(1, 0, 0, LOCATE_REQUEST).u32(body.length).bytes(body).finish();
}

/** A whole message to this request; null where it answers another. */
export function decodeGiop(bytes: Uint8Array, id: number): GiopAnswer | null {
  const reader = new ByteReader(bytes, 6);
  const isLittleEndian = (reader.u8() & 1) === 1;
  if (reader.u8() !== LOCATE_REPLY) return 'other';
  reader.skip(4);
  const isOurs = reader.u32(isLittleEndian) === id;
  const status = reader.u32(isLittleEndian);
  if (!isOurs || reader.isShort) return null;
  return (['unknown', 'here', 'elsewhere'] as const)[status] ?? 'other';
}
