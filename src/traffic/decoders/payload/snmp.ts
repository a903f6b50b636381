/** The community of SNMP v1 and v2c (RFC 1157 4, RFC 1901 3) in BER: SEQUENCE { INTEGER version, OCTET STRING, ... }. */
import type { Payload } from '../../payload.ts';
import { textOf } from './text.ts';

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const OCTET_STRING = 0x04;
/** SNMPv3 (version number 3) has no community. */
const V2C = 1;

export function readSnmp(bytes: Uint8Array, start: number, end: number): Payload | null {
  if (start >= end || bytes[start] !== SEQUENCE) return null;
  // A length above 127 is in as many bytes as the lower bits say.
  const first = bytes[start + 1] ?? 0;
  let at = start + 2 + (first > 0x80 && first <= 0x84 ? first & 0x7f : 0);
  if (at + 5 > end || bytes[at] !== INTEGER || bytes[at + 1] !== 1 || (bytes[at + 2] ?? 0) > V2C) return null;
  at += 3;
  const length = bytes[at + 1] ?? 0;
  if (bytes[at] !== OCTET_STRING || length > 0x7f || at + 2 + length > end) return null;
  return { 'snmp.community': [textOf(bytes, at + 2, at + 2 + length)] };
}
