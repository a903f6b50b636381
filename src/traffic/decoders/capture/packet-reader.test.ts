import { describe, expect, it } from 'vitest';
import { MARK } from '../../event-batch.ts';
import { PROTOCOL, TCP } from '../../../net/protocol.ts';
import { decode, expectRobust, type DecodedInput } from '../decode.fixture.ts';
import { bytesOf, ethernet, icmp, ipv4, ipv6, pcapFile, tcp, u16be, u32be, udp } from './packets.fixture.ts';
import { pcap } from './pcap.ts';

const RAW = 101;
const read = (...packets: Buffer[]): DecodedInput => decode(pcap, pcapFile(packets, { linkType: RAW }));

describe('an IPv4 packet', () => {
  it('may have options', () => {
    const { events } = read(ipv4(6, tcp(1, 23, TCP.syn), { options: Buffer.alloc(8, 1) }));
    expect(events).toMatchObject([{ dport: 23, bytes: 48 }]);
  });

  it('has ports in its first fragment only', () => {
    const first = ipv4(17, udp(5, 6, 'abcdefgh'), { fragment: 0x2000 });
    const later = ipv4(17, Buffer.from('ijklmnop'), { fragment: 2 });
    expect(read(first, later).events).toMatchObject([
      { sport: 5, dport: 6, marks: MARK.ttl | MARK.ports },
      { sport: 0, dport: 0, protocol: PROTOCOL.udp, marks: MARK.ttl | MARK.laterFragment },
    ]);
  });

  it('ends where its length says, whatever pads the frame', () => {
    const { events } = read(Buffer.concat([ipv4(17, Buffer.alloc(0)), Buffer.alloc(26, 0x41)]));
    expect(events).toMatchObject([{ bytes: 20, marks: MARK.ttl }]);
  });

  it('is as long as the frame where segmentation was left to the card', () => {
    expect(read(ipv4(6, tcp(1, 80, TCP.ack, { payload: 'x'.repeat(3000) }), { length: 0 })).events).toMatchObject([
      { bytes: 3040, dport: 80 },
    ]);
  });

  it('is broken with a header shorter than 20 bytes, or longer than the packet', () => {
    const short = ipv4(6, tcp(1, 2, 0));
    short[0] = 0x44;
    expect(read(short, ipv4(6, tcp(1, 2, 0), { length: 19 })).totals).toMatchObject({ records: 2, malformed: 2 });
  });
});

describe('an IPv6 packet', () => {
  const extension = (next: number, length = 0): Buffer =>
    Buffer.concat([bytesOf(next, length), Buffer.alloc(6 + 8 * length)]);
  const fragment = (next: number, offset: number): Buffer =>
    Buffer.concat([bytesOf(next, 0), u16be(offset << 3), u32be(7)]);

  it('may have extension headers before its protocol', () => {
    const chain = Buffer.concat([extension(43), extension(60, 2), extension(6), tcp(1, 22, TCP.syn)]);
    expect(read(ipv6(0, chain)).events).toMatchObject([
      { protocol: PROTOCOL.tcp, dport: 22, bytes: 40 + chain.length, flags: TCP.syn },
    ]);
  });

  it('has ports in its first fragment only', () => {
    const first = ipv6(44, Buffer.concat([fragment(17, 0), udp(5, 6)]));
    const later = ipv6(44, Buffer.concat([fragment(17, 10), udp(5, 6)]));
    expect(read(first, later).events).toMatchObject([
      { dport: 6, marks: MARK.ttl | MARK.ports },
      { dport: 0, protocol: PROTOCOL.udp, marks: MARK.ttl | MARK.laterFragment },
    ]);
  });

  it('may have so many extension headers that nobody reads them all', () => {
    const chain = Buffer.concat(Array.from({ length: 100 }, () => extension(0)));
    expect(read(ipv6(0, chain)).events).toMatchObject([{ protocol: 0, marks: MARK.ttl }]);
  });
});

describe('what an IP packet carries', () => {
  it.each([
    ['SCTP', PROTOCOL.sctp],
    ['DCCP', PROTOCOL.dccp],
    ['UDP-Lite', PROTOCOL.udplite],
  ])('has ports: %s', (_, protocol) => {
    expect(read(ipv4(protocol, udp(3, 4))).events).toMatchObject([
      { protocol, sport: 3, dport: 4, marks: MARK.ttl | MARK.ports },
    ]);
  });

  it.each([
    ['IGMP', PROTOCOL.igmp],
    ['ESP', PROTOCOL.esp],
    ['AH', PROTOCOL.ah],
    ['a protocol without a name', 89],
  ])('has none: %s', (_, protocol) => {
    expect(read(ipv4(protocol, Buffer.alloc(40, 0x11)), ipv6(protocol, Buffer.alloc(40, 0x11))).events).toMatchObject([
      { protocol, sport: 0, dport: 0, marks: MARK.ttl },
      { protocol, sport: 0, dport: 0, marks: MARK.ttl },
    ]);
  });

  it('is an ICMP error itself, not the packet it quotes', () => {
    const quoted = ipv4(17, udp(1, 33_434));
    expect(read(ipv4(1, icmp(3, 3, quoted)), ipv6(58, icmp(1, 4, quoted))).events).toMatchObject([
      { protocol: PROTOCOL.icmp, sport: 3, dport: 3, source: '198.51.100.9', marks: MARK.ttl | MARK.ports },
      { protocol: PROTOCOL.icmpv6, sport: 1, dport: 4 },
    ]);
  });

  it('is marked where a TCP SYN cannot be of an operating system', () => {
    const options = bytesOf(2, 4, 5, 0xb4);
    const packets = [
      tcp(1, 23, TCP.syn, { options }),
      tcp(1, 23, TCP.syn),
      tcp(1, 23, TCP.syn, { options, sequence: 0xc0000201 }),
      tcp(23, 1, TCP.syn | TCP.ack, { sequence: 0xc0000201 }),
    ];
    const usual = MARK.ttl | MARK.ports | MARK.flags | MARK.fingerprint;
    expect(read(...packets.map((packet) => ipv4(6, packet))).events.map(({ marks }) => marks)).toEqual([
      usual,
      usual | MARK.bareSyn,
      usual | MARK.sequenceIsDestination,
      usual,
    ]);
  });
});

describe('a tunnel', () => {
  const INNER = ipv4(6, tcp(7, 8080, TCP.syn), { source: '203.0.113.7', ttl: 3 });
  const INNER6 = ipv6(17, udp(9, 10, 'xyz'));
  const FRAME = ethernet(0x0800, INNER);
  const gre = (flags: number, type: number, ...rest: Buffer[]): Buffer => Buffer.concat([u16be(flags, type), ...rest]);
  const vxlan = (inner: Buffer, flags = 0x08000000): Buffer =>
    ipv4(17, udp(50_000, 4789, Buffer.concat([u32be(flags, 0x00000700), inner])));
  const isInner = { source: '203.0.113.7', dport: 8080, bytes: 40, ttl: 3 };

  it.each([
    ['IP in IP', ipv4(4, INNER)],
    ['GRE', ipv4(47, gre(0, 0x0800, INNER))],
    ['GRE with checksum, key and sequence', ipv4(47, gre(0xb000, 0x0800, Buffer.alloc(12), INNER))],
    ['GRE with Ethernet in it', ipv4(47, gre(0, 0x6558, FRAME))],
    ['PPTP', ipv4(47, gre(0x3081, 0x880b, Buffer.alloc(12), u16be(0xff03, 0x0021), INNER))],
    ['ERSPAN I', ipv4(47, gre(0, 0x88be, FRAME))],
    ['ERSPAN II', ipv4(47, gre(0x1000, 0x88be, Buffer.alloc(12), FRAME))],
    ['ERSPAN III', ipv4(47, gre(0x1000, 0x22eb, Buffer.alloc(16), FRAME))],
    ['GRE in UDP', ipv4(17, udp(50_000, 4754, gre(0, 0x0800, INNER)))],
    ['VXLAN', vxlan(FRAME)],
    ['VXLAN-GPE', vxlan(INNER, 0x0c000001)],
    ['IP in IP over IPv6', ipv6(4, INNER)],
  ])('is looked into: %s', (_, packet) => {
    const { events } = read(packet);
    expect(events).toMatchObject([isInner]);
    expect((events[0]?.marks ?? 0) & MARK.inner).toBe(MARK.inner);
  });

  it.each([
    ['6in4', ipv4(41, INNER6)],
    ['Teredo', ipv4(17, udp(3544, 50_000, INNER6))],
    [
      'Teredo with authentication and origin',
      ipv4(17, udp(1, 3544, Buffer.concat([u16be(1), Buffer.alloc(19), INNER6]))),
    ],
  ])('may hold IPv6: %s', (_, packet) => {
    expect(read(packet).events).toMatchObject([{ source: '2001:db8::9', dport: 10, bytes: 51 }]);
  });

  it('is looked into twice, not more often', () => {
    const twice = ipv4(4, ipv4(4, INNER));
    expect(read(twice, ipv4(4, twice)).events).toMatchObject([isInner, { protocol: PROTOCOL.ipip, bytes: 60 }]);
  });

  it('is the event itself where what it holds cannot be read', () => {
    const isOuter = { source: '198.51.100.9' };
    const tooLong = ipv4(6, tcp(7, 8080, TCP.syn), { source: '203.0.113.7', length: 2000 });
    const packets = [
      ipv4(4, Buffer.from('rubbish that is no packet')),
      ipv4(4, INNER.subarray(0, 19)),
      ipv4(4, tooLong),
      ipv4(41, INNER),
      ipv4(47, gre(0, 0x0806, Buffer.alloc(28))),
      ipv4(47, gre(0x4000, 0x0800, INNER)),
      ipv4(47, gre(7, 0x0800, INNER)),
      ipv4(47, INNER.subarray(0, 2)),
      vxlan(FRAME, 0),
      ipv4(17, udp(1, 3544, INNER)),
      ipv4(4, INNER, { fragment: 9 }),
    ];
    const { events, totals } = read(...packets);
    expect(totals).toMatchObject({ records: packets.length, malformed: 0, silent: 0 });
    expect(events).toMatchObject(packets.map(() => isOuter));
    expect(events.every(({ marks }) => (marks & MARK.inner) === 0)).toBe(true);
  });

  it('is robust', () => {
    const packets = [vxlan(FRAME), ipv4(41, INNER6), ipv4(47, gre(0, 0x0800, INNER)), ipv6(0, Buffer.alloc(40))];
    expectRobust(pcap, pcapFile(packets, { linkType: RAW }));
  });
});
