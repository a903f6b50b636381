/**
 * Captures of Linux's `any` device: a header in place of that of the link, version 1 and 2 (tcpdump.org,
 * LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2). Packet types: 0 for us, 1 broadcast, 2 multicast, 3 for another host,
 * 4 sent by us.
 */
import { DIRECTION } from '../../event-batch.ts';
import { readEtherType } from './ethernet.ts';
import type { Frame } from './frame.ts';
import { u16 } from './octets.ts';

/** Of a packet for another host, seen in passing, it is not known which way it went. */
const DIRECTION_OF: readonly number[] = [DIRECTION.in, DIRECTION.in, DIRECTION.in, DIRECTION.unknown, DIRECTION.out];
/** ARPHRD_NETLINK: the kernel's own messages, no packets. */
const NETLINK = 824;

export function readLinuxCooked(frame: Frame): boolean {
  if (!frame.has(16)) return false;
  const { bytes, at } = frame;
  return goOn(frame, u16(bytes, at), u16(bytes, at + 2), u16(bytes, at + 14), 16);
}

export function readLinuxCooked2(frame: Frame): boolean {
  if (!frame.has(20)) return false;
  const { bytes, at } = frame;
  return goOn(frame, bytes[at + 10] ?? 0, u16(bytes, at + 8), u16(bytes, at), 20);
}

function goOn(frame: Frame, packetType: number, hardware: number, protocol: number, length: number): boolean {
  if (hardware === NETLINK) return frame.silent('netlink messages');
  frame.at += length;
  frame.direction = DIRECTION_OF[packetType] ?? DIRECTION.unknown;
  frame.etherType = protocol;
  return readEtherType(frame);
}
