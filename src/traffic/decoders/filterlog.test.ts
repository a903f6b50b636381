import { describe, expect, it } from 'vitest';
import { DIRECTION, MARK } from '../event-batch.ts';
import { PROTOCOL, TCP } from '../../net/protocol.ts';
import { HAS_RECORDINGS, recording } from '../recorded.fixture.ts';
import { utc } from './clock.ts';
import { decode, expectRobust } from './decode.fixture.ts';
import { filterlog } from './filterlog.ts';
import { headOf } from './find-format.ts';

const OLD = 'Oct  9 08:53:01 fw filterlog[4711]: ';
const NEW = '<134>1 2026-10-09T08:53:01.25+02:00 fw.example filterlog 4711 - [meta sequenceId="1" x="] a, b"] ';
const SYN =
  '53,,,1700000001,em0,match,block,in,4,0x0,,64,600,0,DF,6,tcp,44,203.0.113.9,192.0.2.7,40123,22,0,S,7000,,1024,,mss';
const BARE = SYN.replace(/mss$/, '');
const UDP = '98,,,0,re0,match,pass,out,6,0x00,0x00001,51,udp,17,73,2001:db8::1,2001:db8::2,5000,6000,65';
const CARP = '9,,,7,re0,match,pass,in,4,0x10,,255,0,0,DF,112,carp,56,192.0.2.2,224.0.0.18,advertise,255,1,2,0,1';

const icmp = (fields: string, version = 4): string =>
  version === 4
    ? `${OLD}7,,,1,em0,match,block,in,4,0x0,,50,1,0,none,1,icmp,84,203.0.113.9,192.0.2.7,${fields}`
    : `${OLD}7,,,1,em0,match,block,in,6,0x0,0x0,50,ICMPv6,58,64,2001:db8::1,2001:db8::2,${fields}`;

describe('pf filterlog', () => {
  it('is known by its fields', () => {
    expect(filterlog.sniff(headOf(Buffer.from(OLD + SYN), 'filter.log'))).toBeGreaterThan(0.9);
    expect(filterlog.sniff(headOf(Buffer.from(NEW + UDP), ''))).toBeGreaterThan(0.9);
    expect(filterlog.sniff(headOf(Buffer.from(`${OLD}started`), ''))).toBe(0);
  });

  it('gives events with everything the line says', () => {
    const { events, totals } = decode(filterlog, `${OLD}${SYN}\n${NEW}${UDP}\n`);
    expect(totals.malformed).toBe(0);
    expect(events).toMatchObject([
      {
        time: utc(2026, 10, 9, 8, 53, 1),
        end: utc(2026, 10, 9, 8, 53, 1),
        source: '203.0.113.9',
        destination: '192.0.2.7',
        protocol: PROTOCOL.tcp,
        sport: 40123,
        dport: 22,
        flags: TCP.syn,
        packets: 1,
        bytes: 44,
        outcome: 'dropped',
        direction: DIRECTION.in,
        ttl: 64,
        window: 1024,
        ipId: 600,
        marks: MARK.ports | MARK.flags | MARK.ttl | MARK.fingerprint,
        label: '1700000001',
      },
      {
        time: utc(2026, 10, 9, 6, 53, 1.25),
        source: '2001:db8::1',
        destination: '2001:db8::2',
        protocol: PROTOCOL.udp,
        sport: 5000,
        dport: 6000,
        bytes: 113,
        outcome: 'allowed',
        direction: DIRECTION.out,
        ttl: 51,
        marks: MARK.ports | MARK.ttl,
        label: '98',
      },
    ]);
  });

  it('tells a SYN without options from one whose options were not logged', () => {
    const cut = BARE.replace(/,1024,,$/, '');
    const { events } = decode(filterlog, `${OLD}${BARE}\n${OLD}${cut}\n`);
    expect(events.map(({ marks }) => (marks & MARK.bareSyn) !== 0)).toEqual([true, false]);
    expect(events.map(({ marks }) => (marks & MARK.fingerprint) !== 0)).toEqual([true, false]);
  });

  it('reads ICMP in the words of both firewalls', () => {
    const lines = [
      icmp('request,1,2'),
      icmp('unreachport,192.0.2.7,udp,53'),
      icmp('datalength=64,unreach,filter-prohib,,,'),
      icmp('datalength=64,unknown(42),3,,,'),
      icmp('datalength=44,neighbrsol,0,,,', 6),
      icmp('datalength=44,unreach,port-unr,,,', 6),
      icmp('truncated-icmp=1'),
    ];
    const { events } = decode(filterlog, lines.join('\n'));
    const known = events.map(({ sport, dport, marks }) => [sport, dport, (marks & MARK.ports) !== 0]);
    expect(known).toEqual([
      [8, 0, true],
      [3, 3, true],
      [3, 13, true],
      [42, 3, true],
      [135, 0, true],
      [1, 4, true],
      [0, 0, false],
    ]);
  });

  it('reads CARP, later fragments and packets that were cut without ports', () => {
    const fragment = '7,,,1,em0,match,block,in,4,0x0,,50,9,1480,none,17,udp,520,203.0.113.9,192.0.2.7';
    const cut = '7,,,1,em0,match,rdr,in,4,0x0,,50,9,0,none,17,udp,520,203.0.113.9,192.0.2.7,errormsg=truncated';
    const { events } = decode(filterlog, `${OLD}${CARP}\n${OLD}${fragment}\n${OLD}${cut}`);
    expect(events).toMatchObject([
      { protocol: 112, outcome: 'allowed', bytes: 56 },
      { protocol: PROTOCOL.udp, outcome: 'dropped' },
      { protocol: PROTOCOL.udp, outcome: 'unknown' },
    ]);
    expect(events.map(({ marks }) => marks & (MARK.ports | MARK.laterFragment))).toEqual([0, MARK.laterFragment, 0]);
  });

  it('counts what it cannot read', () => {
    const lines = [
      OLD + SYN.replace('203.0.113.9', '303.0.113.9'),
      OLD + SYN.replace(',in,', ',sideways,'),
      OLD + SYN.replace(',6,tcp,', ',600,tcp,'),
      `${OLD}53,,,1700000001,em0`,
      'Oct  9 08:53:01 fw sshd[5]: filterlogs are fine',
      OLD + SYN,
    ];
    const { events, totals } = decode(filterlog, lines.join('\n'));
    expect(events).toHaveLength(1);
    expect(totals).toMatchObject({ malformed: 4, firstMalformed: [1, 2, 3, 4] });
    expect([...totals.foreign]).toEqual([['sshd', 1]]);
  });

  it('is robust', () => {
    expectRobust(filterlog, `${OLD}${SYN}\n${NEW}${UDP}\n${OLD}${CARP}\n${icmp('request,1,2')}\n`);
  });
});

describe.skipIf(!HAS_RECORDINGS)('recorded pf filterlogs', () => {
  it('are decoded completely', () => {
    const pf = decode(filterlog, recording('crowdsec/pf-logs/pf-logs.log'));
    expect(pf.events).toHaveLength(9);
    expect(pf.totals).toMatchObject({ records: 9, malformed: 0 });
    expect(pf.events[2]).toMatchObject({ source: '10.0.2.15', dport: 53742, flags: TCP.fin | TCP.ack, window: 65535 });
    const pfsense = decode(filterlog, recording('crowdsec/pfsense-rfc5424-filterlog/pfsense-rfc5424-filterlog.log'));
    expect(pfsense.totals).toMatchObject({ malformed: 0 });
    expect(pfsense.events).toHaveLength(4);
    expect(pfsense.events[2]).toMatchObject({ source: 'fdfd:ace:ace:10:d8:cdbf:f6f8:6d69', dport: 443, bytes: 84 });
  });
});
