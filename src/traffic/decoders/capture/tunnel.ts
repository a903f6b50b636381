/**
 * Tunnels that are looked into: IP in IP (RFC 2003), IPv6 in IPv4 (RFC 4213), GRE (RFC 2784, 2890; PPTP's version: RFC
 * 2637; in UDP: RFC 8086; ERSPAN), VXLAN (RFC 7348) and Teredo (RFC 4380).
 */
import { PROTOCOL } from '../../../net/protocol.ts';
import { readEthernet, readIpVersion, readPpp } from './ethernet.ts';
import { ETHER, type Frame } from './frame.ts';
import type { IpHeader } from './ip-header.ts';
import { u16 } from './octets.ts';

const VXLAN_PORT = 4789;
const TEREDO_PORT = 3544;
const GRE_PORT = 4754;

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

/** UDP by its port; whatever else uses the port has no header that fits. */
function enterUdp(frame: Frame, header: IpHeader): boolean {
  const { bytes } = frame;
  const at = header.payloadAt;
  if (at + 16 > header.payloadEnd) return false;
  const destination = u16(bytes, at + 2);
  const isTeredo = destination === TEREDO_PORT || u16(bytes, at) === TEREDO_PORT;
  if (!isTeredo && destination !== VXLAN_PORT && destination !== GRE_PORT) return false;
  enter(frame, header);
  frame.at += 8;
  if (destination === VXLAN_PORT) return readVxlan(frame);
  return destination === GRE_PORT ? readGre(frame) : readTeredo(frame);
}

/**
 * Flags 1 (8: there is a network number), reserved 2, next protocol 1, number 3, reserved 1. What comes next is Ethernet,
 * unless flag 4 (VXLAN-GPE) says that the protocol is named: 1 IPv4, 2 IPv6, 3 Ethernet.
 */
function readVxlan(frame: Frame): boolean {
  const { bytes, at } = frame;
  const flags = bytes[at] ?? 0;
  if ((flags & 8) === 0 || bytes[at + 7] !== 0) return false;
  const next = (flags & 4) === 0 ? 3 : (bytes[at + 3] ?? 0);
  frame.at += 8;
  if (next === 3) return readEthernet(frame);
  return (next === 1 || next === 2) && readIpVersion(frame);
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
  return (type === ETHER.erspan || type === ETHER.erspan3) && readErspan(frame, type, (flags & SEQUENCE) !== 0);
}

/** Version I has neither sequence numbers nor a header, II a header of 8 bytes, III of 12, and of 20 with its last bit. */
function readErspan(frame: Frame, type: number, hasSequence: boolean): boolean {
  if (type === ETHER.erspan3) {
    if (!frame.has(12)) return false;
    frame.at += ((frame.bytes[frame.at + 11] ?? 0) & 1) === 0 ? 12 : 20;
  } else if (hasSequence) frame.at += 8;
  return readEthernet(frame);
}
