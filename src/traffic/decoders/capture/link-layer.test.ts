import { describe, expect, it } from 'vitest';
import { DIRECTION } from '../../event-batch.ts';
import { decode, expectRobust, type DecodedInput } from '../decode.fixture.ts';
import { isReadLinkType, LINK, linkTypeName } from './link-layer.ts';
import { bytesOf, ethernet, halfWords, ipv4, ipv6, pcapFile, u16be, u32be, udp, words } from './packets.fixture.ts';
import { pcap, pflog } from './pcap.ts';

const V4 = ipv4(17, udp(1, 40_001));
const V6 = ipv6(17, udp(1, 40_002));

function read(linkType: number, ...frames: Buffer[]): DecodedInput {
  return decode(pcap, pcapFile(frames, { linkType }));
}

function portsOf({ events }: DecodedInput): number[] {
  return events.map(({ dport }) => dport);
}

/** Linux's header, version 1: packet type, hardware, address length, address 8, protocol. */
const cooked = (type: number, protocol: number, packet: Buffer, hardware = 1): Buffer =>
  Buffer.concat([u16be(type, hardware, 6), Buffer.alloc(8), u16be(protocol), packet]);

const cooked2 = (type: number, protocol: number, packet: Buffer): Buffer =>
  Buffer.concat([u16be(protocol, 0), u32be(3), u16be(1), bytesOf(type, 6), Buffer.alloc(8), packet]);

/** pf's header as FreeBSD has it: 61 bytes, padded to 64. */
function pfFrame(action: number, direction: number, with_: { anchor?: string; length?: number } = {}): Buffer {
  const header = Buffer.alloc(Math.max(Math.ceil((with_.length ?? 61) / 4) * 4, 64));
  header[0] = with_.length ?? 61;
  header[1] = 2;
  header[2] = action;
  header.write('em0', 4);
  header.write(with_.anchor ?? '', 20);
  header.writeUInt32BE(3, 36);
  header.writeUInt32BE(with_.anchor === undefined ? 0xffffffff : 12, 40);
  header[60] = direction;
  return Buffer.concat([header, V4]);
}

const attribute = (isBigEndian: boolean, type: number, value: Buffer): Buffer =>
  Buffer.concat([halfWords(isBigEndian, value.length + 4, type), value, Buffer.alloc((4 - (value.length % 4)) % 4)]);

describe('Ethernet', () => {
  const tag = (type: number): Buffer => u16be(7, type);
  const label = (isBottom: boolean): Buffer => bytesOf(0, 1, isBottom ? 0x11 : 0x10, 64);

  it.each([
    ['an 802.1Q tag', ethernet(0x8100, Buffer.concat([tag(0x0800), V4]))],
    ['802.1ad, two tags', ethernet(0x88a8, Buffer.concat([tag(0x8100), tag(0x0800), V4]))],
    ['PPPoE', ethernet(0x8864, Buffer.concat([bytesOf(0x11, 0, 0, 1, 0, 50), u16be(0x0021), V4]))],
    ['MPLS labels', ethernet(0x8847, Buffer.concat([label(false), label(true), V4]))],
    ['LLC and SNAP', ethernet(100, Buffer.concat([bytesOf(0xaa, 0xaa, 3, 0, 0, 0, 8, 0), V4]))],
  ])('may have %s before the packet', (_, frame) => {
    expect(portsOf(read(LINK.ethernet, frame))).toEqual([40_001]);
  });

  it('may have IPv6 behind all of them', () => {
    const pppoe = ethernet(0x8864, Buffer.concat([bytesOf(0x11, 0, 0, 1, 0, 50), u16be(0x0057), V6]));
    const mpls = ethernet(0x8847, Buffer.concat([label(true), V6]));
    expect(portsOf(read(LINK.ethernet, ethernet(0x8100, Buffer.concat([tag(0x86dd), V6])), pppoe, mpls))).toEqual([
      40_002, 40_002, 40_002,
    ]);
  });

  it('often has no IP, and then it is said what there is', () => {
    const arp = ethernet(0x0806, Buffer.alloc(28));
    const lldp = ethernet(0x88cc, Buffer.alloc(28));
    const spanningTree = ethernet(38, bytesOf(0x42, 0x42, 3, 0, 0, 0, 0));
    const pppControl = ethernet(0x8864, Buffer.concat([bytesOf(0x11, 0, 0, 1, 0, 4), u16be(0xc021, 0)]));
    const { totals } = read(LINK.ethernet, arp, lldp, arp, spanningTree, pppControl);
    expect(totals).toMatchObject({ records: 5, silent: 5, malformed: 0 });
    expect([...totals.foreign]).toEqual([
      ['ARP', 2],
      ['EtherType 0x88cc', 1],
      ['802.3 frames without IP', 1],
      ['PPP without IP', 1],
    ]);
  });

  it('may have more EtherTypes than are told apart', () => {
    const frames = Array.from({ length: 100 }, (_, index) => ethernet(0x9200 + index, Buffer.alloc(4)));
    const { totals } = read(LINK.ethernet, ...frames);
    expect(totals.foreign.size).toBe(65);
    expect(totals.foreign.get('others')).toBe(36);
    expect(totals.silent).toBe(100);
  });

  it('is broken where tags never end, or a packet is of another version than its EtherType', () => {
    const tags = Array.from({ length: 20 }, () => tag(0x8100));
    const { totals } = read(
      LINK.ethernet,
      ethernet(0x8100, Buffer.concat(tags)),
      ethernet(0x0800, V6),
      ethernet(0x86dd, V4),
    );
    expect(totals).toMatchObject({ records: 3, malformed: 3 });
  });
});

describe('other links', () => {
  it.each([12, 14, LINK.raw, LINK.ipv4, LINK.ipv6])('may be no link at all: type %d', (linkType) => {
    expect(portsOf(read(linkType, V4, V6))).toEqual([40_001, 40_002]);
    expect(read(linkType, bytesOf(0x10, 0, 0)).totals.malformed).toBe(1);
  });

  it.each([LINK.loopback, LINK.openBsdLoopback])('may be loopback, in either byte order: type %d', (linkType) => {
    const frames = [2, 10, 24, 28, 30].flatMap((family) => [
      Buffer.concat([words(true, family), family === 2 ? V4 : V6]),
      Buffer.concat([words(false, family), family === 2 ? V4 : V6]),
    ]);
    expect(read(linkType, ...frames).events).toHaveLength(10);
    const { totals } = read(linkType, Buffer.concat([words(false, 7), V4]));
    expect([...totals.foreign]).toEqual([['loopback frames without IP', 1]]);
  });

  it.each([
    [LINK.linuxCooked, cooked],
    [LINK.linuxCooked2, cooked2],
  ])('may be cooked by Linux, which says the direction: type %d', (linkType, frame) => {
    const { events } = read(linkType, frame(0, 0x0800, V4), frame(3, 0x0800, V4), frame(4, 0x86dd, V6));
    expect(events).toMatchObject([
      { dport: 40_001, direction: DIRECTION.in },
      { dport: 40_001, direction: DIRECTION.unknown },
      { dport: 40_002, direction: DIRECTION.out },
    ]);
    expect([...read(linkType, frame(0, 0x0806, V4)).totals.foreign]).toEqual([['ARP', 1]]);
  });

  it('may be netlink, cooked by Linux', () => {
    expect([...read(LINK.linuxCooked, cooked(4, 0, V4, 824)).totals.foreign]).toEqual([['netlink messages', 1]]);
  });

  it('may be PPP, or HDLC as Cisco has it', () => {
    expect(
      portsOf(read(LINK.ppp, Buffer.concat([u16be(0xff03, 0x0021), V4]), Buffer.concat([bytesOf(0x57), V6]))),
    ).toEqual([40_001, 40_002]);
    expect(portsOf(read(LINK.ciscoHdlc, Buffer.concat([u16be(0x0f00, 0x0800), V4])))).toEqual([40_001]);
  });

  it('has a name where it is not read', () => {
    expect(linkTypeName(127)).toBe('link type 127 (802.11 radiotap)');
    expect(linkTypeName(999)).toBe('link type 999');
    expect([0, 1, 12, 14, 101, 276].every(isReadLinkType)).toBe(true);
    expect(isReadLinkType(127)).toBe(false);
  });
});

describe('a pf log', () => {
  const readLog = (...frames: Buffer[]): DecodedInput => decode(pflog, pcapFile(frames, { linkType: LINK.pflog }));

  it('says what became of the packet, which way it went and by which rule', () => {
    const { events, totals } = readLog(
      pfFrame(0, 1),
      pfFrame(1, 2, { anchor: 'blocklist' }),
      pfFrame(2, 0),
      pfFrame(10, 1),
    );
    expect(totals.malformed).toBe(0);
    expect(events).toMatchObject([
      { outcome: 'allowed', direction: DIRECTION.in, label: 'rule 3 on em0', dport: 40_001 },
      { outcome: 'dropped', direction: DIRECTION.out, label: 'rule 3.blocklist.12 on em0' },
      { outcome: 'unknown', direction: DIRECTION.unknown },
      { outcome: 'dropped' },
    ]);
  });

  it('may have the longer header of OpenBSD', () => {
    expect(readLog(pfFrame(1, 1, { length: 100 })).events).toMatchObject([{ outcome: 'dropped', dport: 40_001 }]);
  });

  it('is broken where its header is too short', () => {
    expect(readLog(pfFrame(1, 1, { length: 20 })).totals.malformed).toBe(1);
  });

  it('is robust', () => {
    expectRobust(pflog, pcapFile([pfFrame(1, 1), pfFrame(0, 2)], { linkType: LINK.pflog }));
  });
});

describe.each([true, false])('netfilter NFLOG, written by a big-endian machine: %s', (isBigEndian) => {
  const frame = (...attributes: Buffer[]): Buffer => Buffer.concat([bytesOf(2, 0, 0, 1), ...attributes]);
  const header = (hook: number): Buffer => attribute(isBigEndian, 1, bytesOf(8, 0, hook, 0));
  const prefix = attribute(isBigEndian, 10, Buffer.from('[UFW BLOCK] \0'));
  const readLog = (...frames: Buffer[]): DecodedInput =>
    decode(pcap, pcapFile(frames, { linkType: LINK.nflog, isBigEndian }));

  it('says the hook, as a direction, and the prefix', () => {
    const payload = attribute(isBigEndian, 9, V4);
    const { events } = readLog(frame(header(1), prefix, payload), frame(header(2), payload), frame(header(3), payload));
    expect(events).toMatchObject([
      { direction: DIRECTION.in, label: '[UFW BLOCK]', dport: 40_001 },
      { direction: DIRECTION.forward, label: '' },
      { direction: DIRECTION.out },
    ]);
  });

  it('is broken where an attribute is shorter than itself, or there is no packet', () => {
    const endless = Array.from({ length: 100 }, () => attribute(isBigEndian, 4, Buffer.alloc(4)));
    const { totals } = readLog(frame(Buffer.alloc(8)), frame(prefix), frame(...endless));
    expect(totals).toMatchObject({ records: 3, malformed: 3 });
  });
});
