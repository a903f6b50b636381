import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import type { FrameShape } from '../conversation/frames.ts';

/** Packets of the client/server protocol, as the MariaDB and MySQL documentation describe it. */
export type MysqlPacket =
  | { readonly kind: 'greeting'; readonly version: string; readonly plugin: string }
  | { readonly kind: 'ok' }
  | { readonly kind: 'error'; readonly code: number; readonly message: string }
  /** The account proves itself another way than the greeting said. */
  | { readonly kind: 'switch'; readonly plugin: string };

/** Capabilities: long password, protocol 4.1, secure connection, named plugins. */
const CAPABILITIES = 0x0000_0001 | 0x0000_0200 | 0x0000_8000 | 0x0008_0000;
const UTF8 = 33;

/** Three bytes of length, least significant first, and a number that counts packets from 0 in each exchange. */
export const MYSQL_FRAME: FrameShape = {
  headerBytes: 4,
  lengthOf: ([low = 0, middle = 0, high = 0, sequence = 0]) => {
    const length = low | (middle << 8) | (high << 16);
    return sequence <= 8 && length > 0 ? length + 4 : null;
  },
  maxBytes: 4096,
};

/** Answers a greeting: this user, with an empty password. */
export function mysqlEmptyLogin(user: string, plugin: string): Uint8Array {
  const body = new ByteWriter().u32le(CAPABILITIES).u32le(0x0100_0000).u8(UTF8).zeros(23);
  body.text(user).u8(0).u8(0).text(plugin).u8(0);
  return packet(1, body.finish());
}

/** An empty password in answer to `switch`; `sequence`: one more than that packet had. */
export function mysqlEmptyProof(sequence: number): Uint8Array {
  return packet(sequence, new Uint8Array());
}

export const MYSQL_QUIT = packet(0, Uint8Array.of(1));

function packet(sequence: number, body: Uint8Array): Uint8Array {
  return new ByteWriter()
    .u16le(body.length)
    .u8(body.length >>> 16, sequence)
    .bytes(body)
    .finish();
}

/** A whole packet, header in front; null where it is none of these. */
export function decodeMysql(bytes: Uint8Array): MysqlPacket | null {
  const reader = new ByteReader(bytes, 4);
  const first = reader.u8();
  if (first === 0x0a) return decodeGreeting(reader);
  if (first === 0 && bytes.length >= 7) return { kind: 'ok' };
  if (first === 0xfe) return { kind: 'switch', plugin: reader.left === 0 ? 'mysql_old_password' : reader.textToZero() };
  if (first !== 0xff) return null;
  const code = reader.u16le();
  // `#` and five characters of SQLSTATE, once protocol 4.1 was agreed on.
  const text = reader.text(reader.left).replace(/^#.{5}/s, '');
  return code >= 1000 && code < 10_000 ? { kind: 'error', code, message: text } : null;
}

function decodeGreeting(reader: ByteReader): MysqlPacket | null {
  const version = reader.textToZero();
  reader.skip(4 + 8 + 1);
  const low = reader.u16le();
  reader.skip(3);
  const capabilities = low | (reader.u16le() << 16);
  const scramble = reader.u8();
  reader.skip(10 + Math.max(13, scramble - 8));
  if (reader.isShort) return null;
  const hasPlugin = (capabilities & 0x0008_0000) !== 0;
  return { kind: 'greeting', version, plugin: hasPlugin ? reader.textToZero() : 'mysql_native_password' };
}
