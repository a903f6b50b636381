/**
 * The information elements that say something of an event, out of the hundreds there are (IANA ipfix; for NetFlow v9
 * RFC 3954 8, whose numbers are the same). Each has a slot in the values of a record.
 */
export const SLOT = {
  bytes: 1,
  bytesTotal: 2,
  bytesOut: 3,
  bytesInitiator: 4,
  packets: 5,
  packetsTotal: 6,
  packetsOut: 7,
  packetsInitiator: 8,
  bytesBack: 9,
  bytesTotalBack: 10,
  bytesResponder: 11,
  packetsBack: 12,
  packetsTotalBack: 13,
  packetsResponder: 14,
  protocol: 15,
  sourcePort: 16,
  destinationPort: 17,
  flags: 18,
  initialFlags: 19,
  ipVersion: 20,
  sourceIPv4: 21,
  destinationIPv4: 22,
  sourceIPv6: 23,
  destinationIPv6: 24,
  icmpTypeCode: 25,
  icmpType: 26,
  icmpCode: 27,
  ttl: 28,
  maximumTtl: 29,
  minimumTtl: 30,
  firewallEvent: 31,
  forwardingStatus: 32,
  startUptime: 33,
  endUptime: 34,
  startSeconds: 35,
  endSeconds: 36,
  startMilliseconds: 37,
  endMilliseconds: 38,
  startNtp: 39,
  endNtp: 40,
  startBefore: 41,
  endBefore: 42,
  bootMilliseconds: 43,
  durationMilliseconds: 44,
  durationMicroseconds: 45,
  seenSeconds: 46,
  seenMilliseconds: 47,
  seenNtp: 48,
  samplingInterval: 49,
  samplingSpace: 50,
} as const;

export const SLOT_COUNT = 51;

const STANDARD: ReadonlyMap<number, number> = new Map([
  [1, SLOT.bytes],
  [2, SLOT.packets],
  [4, SLOT.protocol],
  [6, SLOT.flags],
  [7, SLOT.sourcePort],
  [8, SLOT.sourceIPv4],
  [11, SLOT.destinationPort],
  [12, SLOT.destinationIPv4],
  [21, SLOT.endUptime],
  [22, SLOT.startUptime],
  [23, SLOT.bytesOut],
  [24, SLOT.packetsOut],
  [27, SLOT.sourceIPv6],
  [28, SLOT.destinationIPv6],
  [32, SLOT.icmpTypeCode],
  [34, SLOT.samplingInterval],
  [50, SLOT.samplingInterval],
  [52, SLOT.minimumTtl],
  [53, SLOT.maximumTtl],
  [60, SLOT.ipVersion],
  [85, SLOT.bytesTotal],
  [86, SLOT.packetsTotal],
  [89, SLOT.forwardingStatus],
  [139, SLOT.icmpTypeCode],
  [150, SLOT.startSeconds],
  [151, SLOT.endSeconds],
  [152, SLOT.startMilliseconds],
  [153, SLOT.endMilliseconds],
  [154, SLOT.startNtp],
  [155, SLOT.endNtp],
  [156, SLOT.startNtp],
  [157, SLOT.endNtp],
  [158, SLOT.startBefore],
  [159, SLOT.endBefore],
  [160, SLOT.bootMilliseconds],
  [161, SLOT.durationMilliseconds],
  [162, SLOT.durationMicroseconds],
  [176, SLOT.icmpType],
  [177, SLOT.icmpCode],
  [178, SLOT.icmpType],
  [179, SLOT.icmpCode],
  [180, SLOT.sourcePort],
  [181, SLOT.destinationPort],
  [182, SLOT.sourcePort],
  [183, SLOT.destinationPort],
  [192, SLOT.ttl],
  [231, SLOT.bytesInitiator],
  [232, SLOT.bytesResponder],
  [233, SLOT.firewallEvent],
  [298, SLOT.packetsInitiator],
  [299, SLOT.packetsResponder],
  [305, SLOT.samplingInterval],
  [306, SLOT.samplingSpace],
  [322, SLOT.seenSeconds],
  [323, SLOT.seenMilliseconds],
  [324, SLOT.seenNtp],
  [325, SLOT.seenNtp],
  // Cisco ASA before 8.4 has its own number of the firewall event.
  [40_005, SLOT.firewallEvent],
]);

/** RFC 5103: the same elements of the answers. */
const REVERSE_ENTERPRISE = 29_305;
const REVERSE: ReadonlyMap<number, number> = new Map([
  [1, SLOT.bytesBack],
  [2, SLOT.packetsBack],
  [85, SLOT.bytesTotalBack],
  [86, SLOT.packetsTotalBack],
]);

/** CERT, of YAF. */
const CERT_ENTERPRISE = 6871;
const CERT: ReadonlyMap<number, number> = new Map([[14, SLOT.initialFlags]]);

const OF_ENTERPRISE: ReadonlyMap<number, ReadonlyMap<number, number>> = new Map([
  [0, STANDARD],
  [REVERSE_ENTERPRISE, REVERSE],
  [CERT_ENTERPRISE, CERT],
]);

/** Seconds from 1900, where NTP begins, to 1970. */
const NTP_EPOCH = 2_208_988_800;

/** The slot of an element; 0 where it is not needed, or has a length it cannot have (RFC 7011 6.2: it may be shorter). */
export function slotOf(enterprise: number, element: number, length: number): number {
  const slot = OF_ENTERPRISE.get(enterprise)?.get(element) ?? 0;
  switch (slot) {
    case SLOT.sourceIPv6:
    case SLOT.destinationIPv6:
      return length === 16 ? slot : 0;
    case SLOT.sourceIPv4:
    case SLOT.destinationIPv4:
      return length === 4 ? slot : 0;
    case SLOT.startNtp:
    case SLOT.endNtp:
    case SLOT.seenNtp:
      return length === 8 ? slot : 0;
    default:
      return length >= 1 && length <= 8 ? slot : 0;
  }
}

export function uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

export function uint32(bytes: Uint8Array, at: number): number {
  return ((uint16(bytes, at) << 16) | uint16(bytes, at + 2)) >>> 0;
}

/** The value of an element in its slot: of an IPv6 address its place in `bytes`, of an NTP time seconds since 1970. */
export function readElement(bytes: Uint8Array, at: number, length: number, slot: number): number {
  switch (slot) {
    case SLOT.sourceIPv6:
    case SLOT.destinationIPv6:
      return at;
    case SLOT.startNtp:
    case SLOT.endNtp:
    case SLOT.seenNtp:
      return uint32(bytes, at) - NTP_EPOCH + uint32(bytes, at + 4) / 2 ** 32;
    default: {
      if (length === 4) return uint32(bytes, at);
      let value = 0;
      for (let end = at + length; at < end; at++) value = value * 256 + (bytes[at] ?? 0);
      return value;
    }
  }
}
