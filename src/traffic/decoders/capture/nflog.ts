/**
 * What netfilter's NFLOG target logs (tcpdump.org, LINKTYPE_NFLOG; linux/netfilter/nfnetlink_log.h):
 *
 *   family 1, version 1, group 2, then attributes: length 2 (itself included), type 2, value, padded to 4 bytes
 *
 * Lengths and types are in the byte order of the machine that captured, which is the file's; values in network order.
 */
import { DIRECTION } from '../../event-batch.ts';
import { readIpVersion } from './ethernet.ts';
import type { Frame } from './frame.ts';
import { u16In } from './octets.ts';

const PACKET_HEADER = 1;
const PAYLOAD = 9;
const PREFIX = 10;
const MAX_ATTRIBUTES = 64;
const MAX_PREFIX = 64;

/** By hook of linux/netfilter.h: prerouting, input, forward, output, postrouting. */
const DIRECTION_OF: readonly number[] = [DIRECTION.in, DIRECTION.in, DIRECTION.forward, DIRECTION.out, DIRECTION.out];

export function readNflog(frame: Frame, isLittleEndian: boolean): boolean {
  if (!frame.has(4)) return false;
  const { bytes } = frame;
  frame.at += 4;
  for (let count = 0; count < MAX_ATTRIBUTES; count++) {
    if (!frame.has(4)) return false;
    const length = u16In(bytes, frame.at, isLittleEndian);
    const type = u16In(bytes, frame.at + 2, isLittleEndian) & 0x7fff;
    const value = frame.at + 4;
    if (length < 4) return frame.malformed();
    if (type === PAYLOAD) {
      frame.at = value;
      frame.end = Math.min(frame.end, value + length - 4);
      return readIpVersion(frame);
    }
    if (!frame.has(length)) return false;
    // hw_protocol 2, hook 1
    if (type === PACKET_HEADER && length >= 7)
      frame.direction = DIRECTION_OF[bytes[value + 2] ?? 0] ?? DIRECTION.unknown;
    else if (type === PREFIX) frame.label = prefix(bytes, value, value + length - 4);
    frame.at += (length + 3) & ~3;
  }
  return frame.malformed();
}

function prefix(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < Math.min(end, start + MAX_PREFIX) && bytes[at] !== 0; at++) {
    const code = bytes[at] ?? 0;
    text += code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '?';
  }
  return text.trim();
}
