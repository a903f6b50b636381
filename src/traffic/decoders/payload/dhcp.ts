/** Which options a DHCP message has (RFC 2131 2, RFC 2132): 236 bytes of BOOTP, a magic number, then code 1, length 1. */
import type { Payload } from '../../payload.ts';
import { u32 } from '../capture/octets.ts';

const MAGIC_AT = 236;
const MAGIC = 0x63825363;
const PAD = 0;
const END = 255;

export function readDhcp(bytes: Uint8Array, start: number, end: number): Payload | null {
  if (start + MAGIC_AT + 4 > end || u32(bytes, start + MAGIC_AT) !== MAGIC) return null;
  const codes = new Set<number>();
  for (let at = start + MAGIC_AT + 4; at < end;) {
    const code = bytes[at] ?? END;
    if (code === END) break;
    if (code !== PAD) codes.add(code);
    at += code === PAD ? 1 : 2 + (bytes[at + 1] ?? 0);
  }
  return codes.size === 0 ? null : { 'dhcp.option': [...codes] };
}
