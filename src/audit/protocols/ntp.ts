import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';

/** A question of a client, RFC 5905 section 7.3: version 4, mode 3, and nothing else. */
export const NTP_CLIENT = new ByteWriter().u8(0x23).zeros(47).finish();
/** READVAR of the system, RFC 9327 section 2: mode 6, opcode 2. */
export const NTP_READ_VARIABLES = new ByteWriter().u8(0x16, 2).u16(1).zeros(8).finish();
/** ntpd's private mode 7 (ntp_request.h): implementation 3, request 42, MON_GETLIST_1. */
export const NTP_MONLIST = new ByteWriter().u8(0x17, 0, 3, 42).zeros(4).finish();

export type NtpAnswer =
  | { readonly kind: 'server'; readonly stratum: number }
  | { readonly kind: 'variables'; readonly text: string }
  | { readonly kind: 'private'; readonly error: number; readonly items: number }
  /** Control or private, and refused. */
  | { readonly kind: 'refused' };

/** Null where it is no answer of NTP. */
export function decodeNtp(bytes: Uint8Array): NtpAnswer | null {
  const reader = new ByteReader(bytes);
  const first = reader.u8();
  const second = reader.u8();
  const mode = first & 7;
  if (mode === 4) return bytes.length >= 48 && ((first >> 3) & 7) >= 1 ? { kind: 'server', stratum: second } : null;
  if (mode === 6) {
    reader.skip(8);
    const text = reader.text(reader.u16());
    if (reader.isShort || (second & 0x9f) !== 0x82)
      return (second & 0xc0) === 0xc0 && bytes.length >= 12 ? { kind: 'refused' } : null;
    return (second & 0x40) === 0 ? { kind: 'variables', text } : { kind: 'refused' };
  }
  if (mode !== 7 || (first & 0x80) === 0) return null;
  const [implementation, request] = [reader.u8(), reader.u8()];
  const count = reader.u16();
  if (reader.isShort || implementation > 3 || request !== 42) return null;
  return { kind: 'private', error: count >> 12, items: count & 0x0fff };
}
