import { describe, expect, it } from 'vitest';
import { MARK } from '../../event-batch.ts';
import { PROTOCOL, TCP } from '../../../net/protocol.ts';
import { decode, expectRobust } from '../decode.fixture.ts';
import { headOf } from '../find-format.ts';
import { ethernet, ipv4, ipv6, KUZNETZOV, pcapFile, tcp, udp } from './packets.fixture.ts';
import { pcap, pflog } from './pcap.ts';

const SYN = ethernet(0x0800, ipv4(6, tcp(40_000, 22, TCP.syn)));
const QUERY = ethernet(0x86dd, ipv6(17, udp(5353, 9999, 'hello')));

describe('a pcap file', () => {
  it('is known by its magic number, and one of pf is a pf log', () => {
    const headOfFile = (linkType: number) => headOf(pcapFile([SYN], { linkType }), 'trace.pcap');
    expect(pcap.sniff(headOfFile(1))).toBe(1);
    expect(pflog.sniff(headOfFile(1))).toBe(0);
    expect(pflog.sniff(headOfFile(117))).toBe(1);
    expect(pcap.sniff(headOfFile(117))).toBe(0);
    expect(pcap.sniff(headOf(Buffer.from('hello, this is a text'), 'trace.pcap'))).toBe(0);
    expect(pcap.sniff(headOf(Buffer.alloc(0), ''))).toBe(0);
  });

  it('gives one event a packet, with everything its headers say', () => {
    const { events, totals } = decode(pcap, pcapFile([SYN, QUERY]));
    expect(totals).toMatchObject({ records: 2, silent: 0, malformed: 0 });
    expect(totals.notes.size).toBe(0);
    expect(events).toEqual([
      {
        time: 1_000_000.25,
        end: 1_000_000.25,
        source: '198.51.100.9',
        destination: '192.0.2.1',
        protocol: PROTOCOL.tcp,
        sport: 40_000,
        dport: 22,
        flags: TCP.syn,
        packets: 1,
        bytes: 40,
        outcome: 'unknown',
        direction: 0,
        ttl: 64,
        window: 1024,
        ipId: 7,
        marks: MARK.ttl | MARK.flags | MARK.ports | MARK.fingerprint | MARK.bareSyn,
        label: '',
        offset: 24,
        record: 1,
      },
      expect.objectContaining({
        source: '2001:db8::9',
        destination: '2001:db8::1',
        protocol: PROTOCOL.udp,
        sport: 5353,
        dport: 9999,
        bytes: 53,
        marks: MARK.ttl | MARK.ports,
        offset: 24 + 16 + SYN.length,
        record: 2,
      }),
    ]);
  });

  it.each([
    ['microseconds', 0xa1b2c3d4, 250_000],
    ['nanoseconds', 0xa1b23c4d, 250_000_000],
    ["Kuznetzov's packets", KUZNETZOV, 250_000],
  ])('may have %s, in either byte order', (_, magic, fraction) => {
    for (const isBigEndian of [true, false]) {
      const file = pcapFile([{ bytes: SYN, fraction }, QUERY], { magic, isBigEndian });
      const { events, totals } = decode(pcap, file);
      expect(totals).toMatchObject({ records: 2, malformed: 0 });
      expect(events).toMatchObject([{ time: 1_000_000.25, dport: 22 }, { dport: 9999 }]);
    }
  });

  it('has no limit where its snap length is 0', () => {
    expect(decode(pcap, pcapFile([SYN], { snapLength: 0 })).events).toHaveLength(1);
  });

  it('says so where it is cut off', () => {
    const file = pcapFile([SYN, QUERY]);
    const { events, totals } = decode(pcap, file.subarray(0, -1));
    expect(events).toHaveLength(1);
    expect([...totals.notes]).toEqual(['cut off in the middle of packet 2']);
    expect([...decode(pcap, file.subarray(0, 20)).totals.notes]).toEqual(['too short to be a capture']);
  });

  it('tells packets of which too little was captured from broken ones', () => {
    const nothing = { bytes: Buffer.alloc(0), onTheWire: 60 };
    const withoutPorts = { bytes: SYN.subarray(0, 34), onTheWire: SYN.length };
    const portsOnly = { bytes: SYN.subarray(0, 38), onTheWire: SYN.length };
    const runt = SYN.subarray(0, 20);
    const { events, totals } = decode(pcap, pcapFile([nothing, withoutPorts, portsOnly, runt, SYN]));
    expect(totals).toMatchObject({ records: 5, silent: 1, malformed: 1, firstMalformed: [4] });
    expect([...totals.foreign]).toEqual([['packets of which too little was captured', 1]]);
    expect(events).toMatchObject([
      { record: 2, marks: MARK.ttl, bytes: 40 },
      { record: 3, marks: MARK.ttl | MARK.ports, dport: 22 },
      { record: 5, flags: TCP.syn },
    ]);
  });

  it('goes on behind a record whose length is nonsense', () => {
    const broken = { bytes: QUERY, captured: 0x7fffffff };
    const { events, totals } = decode(pcap, pcapFile([SYN, broken, SYN, QUERY]));
    expect(totals).toMatchObject({ records: 4, malformed: 1, firstMalformed: [2] });
    expect([...totals.notes]).toEqual(['bytes that are no packets were passed over']);
    expect(events).toMatchObject([{ record: 1 }, { record: 3, dport: 22 }, { record: 4, dport: 9999 }]);
  });

  it('says so where nothing behind such a record makes sense', () => {
    const { totals } = decode(pcap, pcapFile([SYN, { bytes: Buffer.alloc(500), captured: 0xffffffff }]));
    expect(totals).toMatchObject({ records: 2, malformed: 1 });
    expect([...totals.notes]).toEqual(['the last bytes are no packets']);
  });

  it('says which link type is not read', () => {
    const { events, totals } = decode(pcap, pcapFile([SYN, SYN], { linkType: 127 }));
    expect(events).toEqual([]);
    expect([...totals.foreign]).toEqual([['link type 127 (802.11 radiotap)', 2]]);
    expect([...totals.notes]).toEqual(['link type 127 (802.11 radiotap) is not read']);
  });

  it('is robust', () => {
    expectRobust(pcap, pcapFile([SYN, QUERY, { bytes: SYN, captured: 0x7fffffff }, SYN, QUERY, SYN]));
  });
});
