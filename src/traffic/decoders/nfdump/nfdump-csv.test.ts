import { describe, expect, it } from 'vitest';
import { MARK } from '../../event-batch.ts';
import { PROTOCOL, TCP } from '../../../net/protocol.ts';
import { utc } from '../clock.ts';
import { decode, expectRobust } from '../decode.fixture.ts';
import { headOf } from '../find-format.ts';
import { nfdumpCsv } from './nfdump-csv.ts';

const OLD =
  'ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt,in,out,sas,das,smk,dmk,dtos,dir,nh,nhb,svln,dvln,ismc,odmc,idmc,osmc,mpls1,mpls2,mpls3,mpls4,mpls5,mpls6,mpls7,mpls8,mpls9,mpls10,cl,sl,al,ra,eng,exid,tr';
const OLD_TCP =
  '2026-10-09 08:06:26,2026-10-09 08:06:28,2.000,203.0.113.9,192.0.2.7,40001,22,TCP,.AP.SF,130,0,9,900,7,700,1,2,0,0';
const OLD_PING =
  '2026-10-09 08:06:26,2026-10-09 08:06:26,0.000,2001:db8::1,2001:db8::2,0,8.0,ICMP6,......,0,0,1,84,0,0';
const SUMMARY = 'Summary\nflows,bytes,packets,avg_bps,avg_pps,avg_bpp\n2,984,10,4,0,98\n';
const NEW = 'firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,bps,bpp,flows';
const NEW_UDP = '2026-10-09 08:06:26.123,1.500,17,203.0.113.9,40001,192.0.2.7,53,3,180,1440,60,1';
const FAST =
  'cnt,af,firstSeen,lastSeen,proto,srcAddr,srcPort,dstAddr,dstPort,srcAS,dstAS,input,output,flags,srcTos,packets,bytes';
const FAST_TCP = '1,2,1791533186123,1791533187123,6,203.0.113.9,40001,192.0.2.7,22,0,0,1,2,......S.,0,3,180';

describe('the CSV of nfdump', () => {
  it('is known by its header, and without one by its two times', () => {
    const sniff = (text: string): number => nfdumpCsv.sniff(headOf(Buffer.from(text), ''));
    expect([OLD, NEW, FAST].map(sniff)).toEqual([1, 1, 1]);
    expect(sniff(OLD_TCP)).toBeGreaterThan(0.5);
    expect(sniff('ts,te,td,pr,val,fl,flP,pkt,pktP,byt,bytP,pps,bps,bpp')).toBe(0);
    expect(sniff('firstSeen,duration,proto,packets,bytes,bps,bpp,flows')).toBe(0);
    expect(sniff('name,date,place,other,more')).toBe(0);
  });

  it('reads the layout of 1.6, and its summary', () => {
    const { events, totals } = decode(nfdumpCsv, `${OLD}\n${OLD_TCP}\n${OLD_PING}\n${SUMMARY}`);
    expect(totals).toMatchObject({ records: 6, silent: 4, malformed: 0 });
    expect(totals.foreign.size).toBe(0);
    expect(events).toMatchObject([
      {
        time: utc(2026, 10, 9, 8, 6, 26),
        end: utc(2026, 10, 9, 8, 6, 28),
        source: '203.0.113.9',
        destination: '192.0.2.7',
        sport: 40001,
        dport: 22,
        protocol: PROTOCOL.tcp,
        flags: TCP.ack | TCP.psh | TCP.syn | TCP.fin,
        marks: MARK.ports | MARK.flags,
        packets: 9,
        bytes: 900,
        packetsBack: 7,
        bytesBack: 700,
        outcome: 'dropped',
      },
      { source: '2001:db8::1', protocol: PROTOCOL.icmpv6, sport: 8, dport: 0, marks: MARK.ports, outcome: 'unknown' },
    ]);
    expect(events[1]).not.toHaveProperty('packetsBack');
    expect(decode(nfdumpCsv, OLD_TCP).events).toHaveLength(1);
  });

  it('reads the layouts of 1.7, one behind the other', () => {
    const { events, totals } = decode(nfdumpCsv, `${NEW}\n${NEW_UDP}\n${FAST}\n${FAST_TCP}\n`);
    expect(totals).toMatchObject({ records: 4, silent: 2, malformed: 0 });
    expect(events).toMatchObject([
      { time: utc(2026, 10, 9, 8, 6, 26.123), protocol: PROTOCOL.udp, sport: 40001, dport: 53, packets: 3, bytes: 180 },
      { time: 1791533186.123, end: 1791533187.123, flags: TCP.syn, dport: 22 },
    ]);
    expect(events[0]?.end).toBeCloseTo(utc(2026, 10, 9, 8, 6, 27.623), 6);
  });

  it('takes what a user chooses, and invents nothing', () => {
    const header = 'firstSeen,srcAddr,dstAddr,proto,dstPort,flags,packets,bytes,minTTL,label';
    const { events } = decode(
      nfdumpCsv,
      `${header}\n1791533186.500,203.0.113.9,192.0.2.7,1,2048,........,3,3,57,red\n`,
    );
    expect(events).toMatchObject([
      {
        time: 1791533186.5,
        protocol: PROTOCOL.icmp,
        sport: 8,
        dport: 0,
        flags: 0,
        ttl: 57,
        label: 'red',
        marks: MARK.ports | MARK.ttl,
      },
    ]);
    expect(events[0]).not.toHaveProperty('bytes');
  });

  it('counts what it cannot read', () => {
    const { events, totals } = decode(
      nfdumpCsv,
      `${NEW}\n${NEW_UDP.replace('203.', '303.')}\n${NEW_UDP.slice(0, 40)}\n${NEW_UDP}\nsome words\nNo matched flows\n`,
    );
    expect(events).toHaveLength(1);
    expect(totals).toMatchObject({ malformed: 2, firstMalformed: [2, 3], silent: 2 });
    expect([...totals.foreign]).toEqual([['other lines', 1]]);
  });

  it('is robust', () => {
    expectRobust(nfdumpCsv, `${OLD}\n${OLD_TCP}\n${OLD_PING}\n${SUMMARY}${NEW}\n${NEW_UDP}\n${FAST}\n${FAST_TCP}\n`);
  });
});
