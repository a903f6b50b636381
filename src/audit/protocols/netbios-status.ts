import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { readName } from './dns-name.ts';

export interface NetbiosName {
  readonly name: string;
  /** The 16th byte: what the name stands for. */
  readonly suffix: number;
  readonly isGroup: boolean;
}

export interface NetbiosStatus {
  readonly names: readonly NetbiosName[];
  /** `02:00:00:00:00:01`; all zeros where the server has none to tell, as Samba. */
  readonly mac: string;
}

const NBSTAT = 0x21;
/** `*` and zeros, half a byte a letter: RFC 1001 section 14.1. */
const ANY_NAME = `CK${'A'.repeat(30)}`;

/** Node status request, RFC 1002 section 4.2.17. */
export function netbiosStatusRequest(id: number): Uint8Array {
  const writer = new ByteWriter().u16(id).u16(0).u16(1).u16(0).u16(0).u16(0);
  return writer.u8(ANY_NAME.length).text(ANY_NAME).u8(0).u16(NBSTAT).u16(1).finish();
}

/** Node status response, RFC 1002 section 4.2.18; null where it is none to this id. */
export function decodeNetbiosStatus(bytes: Uint8Array, id: number): NetbiosStatus | null {
  const reader = new ByteReader(bytes);
  const isOurs = reader.u16() === id;
  const isResponse = (reader.u16() & 0x8000) !== 0;
  const questions = reader.u16();
  const answers = reader.u16();
  reader.skip(4);
  if (!isOurs || !isResponse || questions !== 0 || answers !== 1 || readName(reader) === null) return null;
  const type = reader.u16();
  reader.skip(8);
  const names = Array.from({ length: reader.u8() }, () => readEntry(reader));
  const mac = [...reader.take(6)].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
  return reader.isShort || type !== NBSTAT ? null : { names, mac };
}

function readEntry(reader: ByteReader): NetbiosName {
  const name = reader
    .text(15)
    .replace(/[^\x20-\x7e]/g, '?')
    .trimEnd();
  const suffix = reader.u8();
  return { name, suffix, isGroup: (reader.u16() & 0x8000) !== 0 };
}
