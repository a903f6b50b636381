/**
 * Tunnels that are looked into: IP in IP (RFC 2003), IPv6 in IPv4 (RFC 4213), GRE (RFC 2784, 2890; PPTP's version: RFC
 * 2637; ERSPAN), VXLAN (RFC 7348) and Teredo (RFC 4380).
 */
import { PROTOCOL } from '../../protocol.ts';
import { readEthernet, readPpp } from './ethernet.ts';
import { ETHER, type Frame } from './frame.ts';
import type { IpHeader } from './ip-header.ts';
import { u16, u32 } from './octets.ts';

const VXLAN_PORT = 4789;
const TEREDO_PORT = 3544;

/** Takes the frame to the IP packet within the one of `header`; false where there is none. */
export function enterTunnel(frame: Frame, header: IpHeader): boolean {
  switch (header.protocol) {
    case PROTOCOL.ipip:
      enter(frame, header);
      frame.etherType = ETHER.ipv4;
      return true;
    case PROTOCOL.ipv6:
      enter(frame, header);
      frame.etherType = ETHER.ipv6;
      return true;
    case PROTOCOL.gre:
      enter(frame, header);
      return readGre(frame);
    case PROTOCOL.udp:
      return enterUdp(frame, header);
    default:
      return false;
  }
}

function enter(frame: Frame, header: IpHeader): void {
  frame.at = header.payloadAt;
  frame.end = header.payloadEnd;
  frame.wireEnd = header.wireEnd;
}

function enterUdp(frame: Frame, header: IpHeader): boolean {
  const { bytes } = frame;
  const at = header.payloadAt;
  if (at + 16 > header.payloadEnd) return false;
  const destination = u16(bytes, at + 2);
  if (destination === VXLAN_PORT) {
    enter(frame, header);
    frame.at += 8;
    return readVxlan(frame);
  }
  if (destination !== TEREDO_PORT && u16(bytes, at) !== TEREDO_PORT) return false;
  enter(frame, header);
  frame.at += 8;
  return readTeredo(frame);
}

/** Flags (only "there is a network number"), 24 bits reserved, number 3 bytes, 8 bits reserved, then Ethernet. */
function readVxlan(frame: Frame): boolean {
  const { bytes, at } = frame;
  const isVxlan = u32(bytes, at) === 0x08000000 && bytes[at + 7] === 0;
  if (!isVxlan) return false;
  frame.at += 8;
  return readEthernet(frame);
}

/** Before the IPv6 packet there may be an authentication (0001) and an origin indication (0000). */
function readTeredo(frame: Frame): boolean {
  const { bytes } = frame;
  if (frame.has(4) && u16(bytes, frame.at) === 0x0001) {
    frame.at += 13 + (bytes[frame.at + 2] ?? 0) + (bytes[frame.at + 3] ?? 0);
  }
  if (frame.has(8) && u16(bytes, frame.at) === 0x0000) frame.at += 8;
  frame.etherType = ETHER.ipv6;
  // Others use the port too: an IPv6 packet fills its datagram, a trailer (RFC 6081) aside.
  return (
    frame.has(40) && (bytes[frame.at] ?? 0) >> 4 === 6 && frame.at + 40 + u16(bytes, frame.at + 4) <= frame.wireEnd
  );
}

const CHECKSUM = 0x8000;
const ROUTING = 0x4000;
const KEY = 0x2000;
const SEQUENCE = 0x1000;
const ACKNOWLEDGEMENT = 0x0080;

function readGre(frame: Frame): boolean {
  if (!frame.has(4)) return false;
  const { bytes } = frame;
  const flags = u16(bytes, frame.at);
  const type = u16(bytes, frame.at + 2);
  const version = flags & 7;
  // Source routes (RFC 1701) are long gone.
  if (version > 1 || (flags & ROUTING) !== 0) return false;
  let length = 4;
  if ((flags & CHECKSUM) !== 0) length += 4;
  if ((flags & KEY) !== 0) length += 4;
  if ((flags & SEQUENCE) !== 0) length += 4;
  if (version === 1 && (flags & ACKNOWLEDGEMENT) !== 0) length += 4;
  if (!frame.has(length)) return false;
  frame.at += length;
  frame.etherType = type;
  if (version === 1) return type === ETHER.ppp && readPpp(frame);
  if (type === ETHER.ipv4 || type === ETHER.ipv6) return true;
  if (type === ETHER.bridged) return readEthernet(frame);
  if (type !== ETHER.erspan) return false;
  // ERSPAN II has a sequence number and a header of 8 bytes; the first version has neither.
  if ((flags & SEQUENCE) !== 0) frame.at += 8;
  return readEthernet(frame);
}
