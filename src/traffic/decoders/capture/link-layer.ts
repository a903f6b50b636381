import { readEthernet, readEtherType, readIpVersion, readPpp } from './ethernet.ts';
import { ETHER, type Frame } from './frame.ts';
import { readLinuxCooked, readLinuxCooked2 } from './linux-cooked.ts';
import { readNflog } from './nflog.ts';
import { u16, u32, u32In } from './octets.ts';
import { readPflog } from './pflog.ts';

/** Numbers of tcpdump.org's link-layer header types. */
export const LINK = {
  loopback: 0,
  ethernet: 1,
  ppp: 9,
  pppHdlc: 50,
  raw: 101,
  ciscoHdlc: 104,
  openBsdLoopback: 108,
  linuxCooked: 113,
  pflog: 117,
  ipv4: 228,
  ipv6: 229,
  nflog: 239,
  linuxCooked2: 276,
} as const;

/** Raw IP has other numbers where a system's own DLT_RAW was written to the file. */
const RAW_ON_BSD = 12;
const RAW_ON_OPENBSD = 14;

/** Known and not read: names of others that captures often have. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [105, '802.11'],
  [127, '802.11 radiotap'],
  [147, 'user 0'],
  [189, 'USB'],
  [220, 'USB'],
  [249, 'USBPcap'],
  [195, '802.15.4'],
  [227, 'CAN'],
  [253, 'netlink'],
]);

/** Goes to the IP packet in a frame; false where there is none, and the frame says why. */
export function readLinkLayer(frame: Frame, linkType: number, isLittleEndian: boolean): boolean {
  switch (linkType) {
    case LINK.ethernet:
      return readEthernet(frame);
    case LINK.linuxCooked:
      return readLinuxCooked(frame);
    case LINK.linuxCooked2:
      return readLinuxCooked2(frame);
    case LINK.raw:
    case LINK.ipv4:
    case LINK.ipv6:
    case RAW_ON_BSD:
    case RAW_ON_OPENBSD:
      return readIpVersion(frame);
    case LINK.loopback:
    case LINK.openBsdLoopback:
      return readLoopback(frame);
    case LINK.pflog:
      return readPflog(frame);
    case LINK.nflog:
      return readNflog(frame, isLittleEndian);
    case LINK.ppp:
    case LINK.pppHdlc:
      return readPpp(frame);
    case LINK.ciscoHdlc:
      return readCiscoHdlc(frame);
    default:
      return frame.silent(linkTypeName(linkType));
  }
}

export function isReadLinkType(linkType: number): boolean {
  const numbers: readonly number[] = Object.values(LINK);
  return numbers.includes(linkType) || linkType === RAW_ON_BSD || linkType === RAW_ON_OPENBSD;
}

/** `link type 127 (802.11 radiotap)` */
export function linkTypeName(linkType: number): string {
  const name = NAMES.get(linkType);
  return `link type ${linkType}${name === undefined ? '' : ` (${name})`}`;
}

/** The address family, in the byte order of the machine that captured: whatever its number is, the packet says it. */
function readLoopback(frame: Frame): boolean {
  if (!frame.has(4)) return false;
  const bigEndian = u32(frame.bytes, frame.at);
  const family = bigEndian > 0xffff ? u32In(frame.bytes, frame.at, true) : bigEndian;
  frame.at += 4;
  // 2 is AF_INET everywhere; AF_INET6 is 10 on Linux, 24 on NetBSD and OpenBSD, 28 on FreeBSD, 30 on macOS, 23 on Windows.
  const isInternet = family === 2 || family === 10 || family === 23 || family === 24 || family === 28 || family === 30;
  return isInternet ? readIpVersion(frame) : frame.silent('loopback frames without IP');
}

/** Address 1, control 1, protocol 2: an EtherType, or one of Cisco's own. */
function readCiscoHdlc(frame: Frame): boolean {
  if (!frame.has(4)) return false;
  frame.etherType = u16(frame.bytes, frame.at + 2);
  frame.at += 4;
  if (frame.etherType === ETHER.ipv4 || frame.etherType === ETHER.ipv6) return true;
  return frame.etherType < 0x0600 ? frame.silent('HDLC frames without IP') : readEtherType(frame);
}
