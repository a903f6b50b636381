import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import type { FrameShape } from '../conversation/frames.ts';
import { decodeBson, encodeBson, type BsonValue } from './bson.ts';

const OP_MSG = 2013;

/** The header of MongoDB's wire protocol: length, two ids, and what it is; least significant byte first. */
export const MONGO_FRAME: FrameShape = {
  headerBytes: 16,
  lengthOf: (header) => {
    const reader = new ByteReader(header);
    const length = reader.u32le();
    reader.skip(8);
    return reader.u32le() === OP_MSG && length >= 26 ? length : null;
  },
  maxBytes: 65_536,
};

/** A command to the database admin, in OP_MSG. */
export function mongoCommand(id: number, command: Readonly<Record<string, string | number | boolean>>): Uint8Array {
  const body = encodeBson({ ...command, $db: 'admin' });
  const writer = new ByteWriter()
    .u32le(21 + body.length)
    .u32le(id)
    .u32le(0)
    .u32le(OP_MSG);
  return writer.u32le(0).u8(0).bytes(body).finish();
}

/** The document of an OP_MSG with one section; null where it is none. */
export function decodeMongo(bytes: Uint8Array): ReadonlyMap<string, BsonValue> | null {
  const reader = new ByteReader(bytes, 16);
  const hasChecksum = (reader.u32le() & 1) !== 0;
  const kind = reader.u8();
  if (reader.isShort || kind !== 0) return null;
  return decodeBson(reader.take(reader.left - (hasChecksum ? 4 : 0)));
}
