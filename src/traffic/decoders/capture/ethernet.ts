/**
 * Ethernet and what lies between it and IP: IEEE 802.1Q and 802.1ad tags, LLC with SNAP (RFC 1042), PPPoE (RFC 2516),
 * PPP (RFC 1661) and MPLS (RFC 3032, 4928). Each reader leaves the frame at the next layer and names its EtherType.
 */
import { ETHER, type Frame } from './frame.ts';
import { u16 } from './octets.ts';

const MAX_TAGS = 8;
/** Smaller numbers are the length of an 802.3 frame. */
const FIRST_ETHER_TYPE = 0x0600;
const SNAP = 0xaa;

export function readEthernet(frame: Frame): boolean {
  if (!frame.has(14)) return false;
  const type = u16(frame.bytes, frame.at + 12);
  frame.at += 14;
  frame.etherType = type;
  return type === ETHER.ipv4 || type === ETHER.ipv6 || readEtherType(frame);
}

/** Goes on from a frame's EtherType to IP, over tags and labels. */
export function readEtherType(frame: Frame): boolean {
  for (let tags = 0; tags < MAX_TAGS; tags++) {
    const { etherType } = frame;
    switch (etherType) {
      case ETHER.ipv4:
      case ETHER.ipv6:
        return true;
      case ETHER.vlan:
      case ETHER.serviceVlan:
      case ETHER.doubleVlan:
        if (!frame.has(4)) return false;
        frame.etherType = u16(frame.bytes, frame.at + 2);
        frame.at += 4;
        break;
      case ETHER.pppoeSession:
        if (!frame.has(6)) return false;
        frame.at += 6;
        return readPpp(frame);
      case ETHER.mpls:
      case ETHER.mplsMulticast:
        return readMpls(frame);
      case ETHER.arp:
        return frame.silent('ARP');
      default:
        if (etherType < FIRST_ETHER_TYPE) return readLlc(frame);
        return frame.silent(`EtherType 0x${etherType.toString(16).padStart(4, '0')}`);
    }
  }
  return frame.malformed();
}

/** Address and control (FF 03) may be left out, and of the protocol its first byte where that is 0. */
export function readPpp(frame: Frame): boolean {
  if (!frame.has(2)) return false;
  if (u16(frame.bytes, frame.at) === 0xff03) frame.at += 2;
  if (!frame.has(2)) return false;
  const first = frame.bytes[frame.at] ?? 0;
  const isShort = (first & 1) === 1;
  const protocol = isShort ? first : u16(frame.bytes, frame.at);
  frame.at += isShort ? 1 : 2;
  if (protocol === 0x21) frame.etherType = ETHER.ipv4;
  else if (protocol === 0x57) frame.etherType = ETHER.ipv6;
  else return frame.silent('PPP without IP');
  return true;
}

/** The version of the IP packet at hand: MPLS, loopback and raw captures do not name it. */
export function readIpVersion(frame: Frame): boolean {
  if (!frame.has(1)) return false;
  const version = (frame.bytes[frame.at] ?? 0) >> 4;
  if (version === 4) frame.etherType = ETHER.ipv4;
  else if (version === 6) frame.etherType = ETHER.ipv6;
  else return frame.malformed();
  return true;
}

/** Labels up to the one with the bottom-of-stack bit; behind a control word (first nibble 0) there may be Ethernet. */
function readMpls(frame: Frame): boolean {
  for (let labels = 0; labels < MAX_TAGS; labels++) {
    if (!frame.has(4)) return false;
    const isBottom = ((frame.bytes[frame.at + 2] ?? 0) & 1) === 1;
    frame.at += 4;
    if (!isBottom) continue;
    if (!frame.has(1)) return false;
    const nibble = (frame.bytes[frame.at] ?? 0) >> 4;
    return nibble === 4 || nibble === 6 ? readIpVersion(frame) : frame.silent('MPLS without IP');
  }
  return frame.malformed();
}

/** IEEE 802.2: only SNAP with the EtherType's own organisation (000000) leads to IP. */
function readLlc(frame: Frame): boolean {
  const { bytes, at } = frame;
  const isSnap =
    at + 8 <= frame.end &&
    bytes[at] === SNAP &&
    bytes[at + 1] === SNAP &&
    u16(bytes, at + 3) === 0 &&
    bytes[at + 5] === 0;
  const type = isSnap ? u16(bytes, at + 6) : 0;
  if (type !== ETHER.ipv4 && type !== ETHER.ipv6) return frame.silent('802.3 frames without IP');
  frame.at += 8;
  frame.etherType = type;
  return true;
}
