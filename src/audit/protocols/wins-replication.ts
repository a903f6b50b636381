import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import type { FrameShape } from '../conversation/frames.ts';

/** [MS-WINSRA] section 2.2.1: a length, then this number, a handle of the receiver and a type. */
const MARK = 0x7800;
const TYPE = { start: 0, startReply: 1, stop: 2, replication: 3 } as const;

export type WinsAnswer =
  | { readonly kind: 'associated'; readonly handle: number; readonly version: string }
  | { readonly kind: 'stopped'; readonly reason: number }
  /** Partners whose records it has. */
  | { readonly kind: 'table'; readonly partners: number }
  | { readonly kind: 'unknown' };

export const WINS_FRAME: FrameShape = {
  headerBytes: 8,
  lengthOf: (header) => {
    const reader = new ByteReader(header);
    const length = reader.u32();
    return (reader.u32() & 0x7800) === MARK && length >= 12 ? length + 4 : null;
  },
  maxBytes: 16_384,
};

/** Asks for an association, section 2.2.3; version 2.5 is the only one there is. */
export function winsStart(handle: number): Uint8Array {
  return message(0, TYPE.start, new ByteWriter().u32(handle).u16(2).u16(5).zeros(21));
}

/** Asks which partners' records it has, section 2.2.7. `handle`: the one the server gave. */
export function winsTableQuery(handle: number): Uint8Array {
  return message(handle, TYPE.replication, new ByteWriter().u32(0));
}

/** Ends the association, section 2.2.5; 0 is the normal reason. */
export function winsStop(handle: number): Uint8Array {
  return message(handle, TYPE.stop, new ByteWriter().u32(0).zeros(24));
}

function message(handle: number, type: number, body: ByteWriter): Uint8Array {
  const rest = new ByteWriter().u32(MARK).u32(handle).u32(type).bytes(body.finish()).finish();
  return new ByteWriter().u32(rest.length).bytes(rest).finish();
}

/** A whole message, length in front; null where it is none. */
export function decodeWins(bytes: Uint8Array): WinsAnswer | null {
  const reader = new ByteReader(bytes, 12);
  const type = reader.u32();
  const first = reader.u32();
  if (type === TYPE.stop && !reader.isShort) return { kind: 'stopped', reason: first };
  const second = type === TYPE.startReply ? [reader.u16(), reader.u16()] : [reader.u32()];
  if (type === TYPE.replication && first === 1 && !reader.isShort) return { kind: 'table', partners: second[0] ?? 0 };
  if (type === TYPE.startReply && !reader.isShort)
    return { kind: 'associated', handle: first, version: second.join('.') };
  return bytes.length < 16 ? null : { kind: 'unknown' };
}
