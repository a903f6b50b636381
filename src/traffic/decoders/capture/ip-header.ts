/**
 * IPv4 (RFC 791) and IPv6 (RFC 8200) headers. Checksums are not judged: a capture on the sending machine has wrong ones.
 */
import { PROTOCOL } from '../../../net/protocol.ts';
import { ETHER, type Frame } from './frame.ts';
import { u16 } from './octets.ts';

const MAX_EXTENSIONS = 16;
/** IPv6 extension headers that are walked over (RFC 8200 4, RFC 6275, 7401, 5533). ESP and AH are protocols here. */
const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const DESTINATION_OPTIONS = 60;
const MOBILITY = 135;
const HIP = 139;
const SHIM6 = 140;

/** What an IP header says: places in the frame's bytes, so that addresses are made numbers only for the event. */
export class IpHeader {
  family = 4;
  sourceAt = 0;
  destinationAt = 0;
  protocol: number = PROTOCOL.unknown;
  ttl = 0;
  /** IPv4's identification; 0 for IPv6. */
  id = 0;
  /** Length of the packet as the header says it. */
  length = 0;
  isLaterFragment = false;
  payloadAt = 0;
  /** Behind the last byte of the packet that was captured, and behind the last one it had. */
  payloadEnd = 0;
  wireEnd = 0;

  /** Reads the header that the frame is at; false where it is broken or cut off, and the frame knows which. */
  read(frame: Frame): boolean {
    return frame.etherType === ETHER.ipv4 ? this.#readIPv4(frame) : this.#readIPv6(frame);
  }

  #readIPv4(frame: Frame): boolean {
    if (!frame.has(20)) return false;
    const { bytes, at } = frame;
    const first = bytes[at] ?? 0;
    const headerBytes = 4 * (first & 15);
    if (first >> 4 !== 4 || headerBytes < 20) return frame.malformed();
    // With segmentation offload the sender's own capture has a length of 0.
    const length = u16(bytes, at + 2) || frame.wireEnd - at;
    if (length < headerBytes) return frame.malformed();
    const fragment = u16(bytes, at + 6);
    this.family = 4;
    this.sourceAt = at + 12;
    this.destinationAt = at + 16;
    this.protocol = bytes[at + 9] ?? 0;
    this.ttl = bytes[at + 8] ?? 0;
    this.id = u16(bytes, at + 4);
    this.length = length;
    this.isLaterFragment = (fragment & 0x1fff) !== 0;
    this.payloadAt = at + headerBytes;
    this.wireEnd = at + length;
    this.payloadEnd = Math.min(frame.end, this.wireEnd);
    return true;
  }

  #readIPv6(frame: Frame): boolean {
    if (!frame.has(40)) return false;
    const { bytes, at } = frame;
    if ((bytes[at] ?? 0) >> 4 !== 6) return frame.malformed();
    // A length of 0: a jumbogram (RFC 2675), or segmentation offload.
    const payloadBytes = u16(bytes, at + 4) || frame.wireEnd - at - 40;
    this.family = 6;
    this.sourceAt = at + 8;
    this.destinationAt = at + 24;
    this.protocol = bytes[at + 6] ?? 0;
    this.ttl = bytes[at + 7] ?? 0;
    this.id = 0;
    this.length = 40 + payloadBytes;
    this.isLaterFragment = false;
    this.payloadAt = at + 40;
    this.wireEnd = at + this.length;
    this.payloadEnd = Math.min(frame.end, this.wireEnd);
    if (this.protocol !== PROTOCOL.tcp && this.protocol !== PROTOCOL.udp) this.#walkExtensions(bytes);
    return true;
  }

  /** To the protocol behind the extension headers; one that was cut off stays the protocol. */
  #walkExtensions(bytes: Uint8Array): void {
    for (let count = 0; count < MAX_EXTENSIONS; count++) {
      const at = this.payloadAt;
      if (!isExtension(this.protocol) || at + 8 > this.payloadEnd) return;
      const isFragment = this.protocol === FRAGMENT;
      if (isFragment && u16(bytes, at + 2) >> 3 !== 0) this.isLaterFragment = true;
      this.protocol = bytes[at] ?? 0;
      this.payloadAt = at + (isFragment ? 8 : 8 * ((bytes[at + 1] ?? 0) + 1));
      // What a later fragment begins with is no header.
      if (this.isLaterFragment) return;
    }
  }
}

function isExtension(protocol: number): boolean {
  return (
    protocol === HOP_BY_HOP ||
    protocol === ROUTING ||
    protocol === FRAGMENT ||
    protocol === DESTINATION_OPTIONS ||
    protocol === MOBILITY ||
    protocol === HIP ||
    protocol === SHIM6
  );
}
