import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';

/** A value of a document; inner documents and arrays stay bytes, so that nothing is deeper than what is asked for. */
export type BsonValue = string | number | boolean | null | Uint8Array;

const MAX_ELEMENTS = 4096;

/** Writes a flat document of texts, 32-bit numbers and truths (bsonspec.org, version 1.1). */
export function encodeBson(values: Readonly<Record<string, string | number | boolean>>): Uint8Array {
  const body = new ByteWriter();
  for (const [name, value] of Object.entries(values)) {
    const key = (type: number): ByteWriter => body.u8(type).text(name).u8(0);
    if (typeof value === 'number') key(0x10).u32le(value);
    else if (typeof value === 'boolean') key(0x08).u8(value ? 1 : 0);
    else
      key(0x02)
        .u32le(value.length + 1)
        .text(value)
        .u8(0);
  }
  return new ByteWriter()
    .u32le(body.length + 5)
    .bytes(body.finish())
    .u8(0)
    .finish();
}

/** Reads the elements of a document, one level deep; null where it is none. Never throws. */
export function decodeBson(bytes: Uint8Array): ReadonlyMap<string, BsonValue> | null {
  const reader = new ByteReader(bytes);
  if (reader.u32le() !== bytes.length) return null;
  const values = new Map<string, BsonValue>();
  for (let done = 0; done < MAX_ELEMENTS; done++) {
    const type = reader.u8();
    if (type === 0) return reader.isShort || reader.left > 0 ? null : values;
    const name = reader.textToZero();
    const value = readValue(reader, type);
    if (value === undefined || reader.isShort) return null;
    values.set(name, value);
  }
  return null;
}

/** Undefined for a type that does not come from a server here. */
function readValue(reader: ByteReader, type: number): BsonValue | undefined {
  switch (type) {
    case 0x01: {
      const bytes = reader.take(8);
      return bytes.length < 8 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0, true);
    }
    case 0x02:
      return reader.text(reader.u32le()).replace(/\0$/, '');
    case 0x03:
    case 0x04: {
      const start = reader.at;
      const length = reader.u32le();
      reader.skip(length - 4);
      return reader.bytes.subarray(start, start + length);
    }
    case 0x05: {
      const length = reader.u32le();
      return reader.take(length + 1);
    }
    case 0x07:
      return reader.take(12);
    case 0x08:
      return reader.u8() === 1;
    case 0x0a:
      return null;
    case 0x10:
      return reader.u32le() | 0;
    case 0x09:
    case 0x11:
    case 0x12: {
      const low = reader.u32le();
      return reader.u32le() * 2 ** 32 + low;
    }
    case 0x13:
      return reader.take(16);
    default:
      return undefined;
  }
}
