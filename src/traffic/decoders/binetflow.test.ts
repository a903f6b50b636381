import { describe, expect, it } from 'vitest';
import { MARK } from '../event-batch.ts';
import { PROTOCOL, TCP } from '../../net/protocol.ts';
import { binetflow } from './binetflow.ts';
import { utc } from './clock.ts';
import { decode, expectRobust } from './decode.fixture.ts';
import { headOf } from './find-format.ts';

const HEADER = 'StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label\n';
const AT = '2026/10/09 08:53:01.500000,1.500000';
const REFUSED = `${AT},tcp,203.0.113.9,40123,   ->,192.0.2.7,8443,S_RA,0,0,4,240,120,flow=Background`;
const SILENT = `${AT},tcp,203.0.113.9,40123,   ->,192.0.2.7,23,S_,0,,2,120,120,flow=Botnet`;
const UDP = `${AT},udp,2001:db8::1,5000,  <->,2001:db8::2,53,CON,0,0,2,300,100,flow=DNS`;
const ICMP = `${AT},icmp,203.0.113.9,0x0103,   ->,192.0.2.7,0x0001,URH,0,,1,70,70,flow=x`;
const ARP = `${AT},arp,192.0.2.1,,   who,192.0.2.7,,CON,,,2,120,60,flow=x`;
const LLC = `${AT},llc,00:15:17:2c:e5:2d,0,   ->,00:50:56:00:00:01,0,INT,,,1,60,60,flow=x`;

describe('flows of Argus', () => {
  it('are known by their header', () => {
    expect(binetflow.sniff(headOf(Buffer.from(HEADER), 'a.binetflow'))).toBe(1);
    expect(binetflow.sniff(headOf(Buffer.from('StartTime,Dur,Proto\n'), ''))).toBe(0);
  });

  it('give events with everything the line says', () => {
    const { events, totals } = decode(binetflow, `${HEADER}${REFUSED}\n${SILENT}\n${UDP}\n`);
    expect(totals).toMatchObject({ silent: 1, malformed: 0 });
    expect(events).toMatchObject([
      {
        time: utc(2026, 10, 9, 8, 53, 1.5),
        end: utc(2026, 10, 9, 8, 53, 3),
        source: '203.0.113.9',
        destination: '192.0.2.7',
        protocol: PROTOCOL.tcp,
        sport: 40123,
        dport: 8443,
        flags: TCP.syn,
        bytes: 120,
        bytesBack: 120,
        outcome: 'refused',
        marks: MARK.ports | MARK.flags,
        label: 'flow=Background',
      },
      { packets: 2, packetsBack: 0, bytes: 120, bytesBack: 0, outcome: 'unanswered' },
      { source: '2001:db8::1', dport: 53, bytes: 100, bytesBack: 200, outcome: 'answered', marks: MARK.ports },
    ]);
    expect(events[0]?.packetsBack).toBeUndefined();
  });

  it('reads ICMP, and passes over what is not IP', () => {
    const { events, totals } = decode(binetflow, `${HEADER}${ICMP}\n${ARP}\n${LLC}\n`);
    expect(totals).toMatchObject({ silent: 3, malformed: 0 });
    expect(events).toMatchObject([{ protocol: PROTOCOL.icmp, sport: 3, dport: 1, marks: MARK.ports }]);
  });

  it('reads the values in the order of the header', () => {
    const header = 'StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,SrcBytes,TotBytes,TotPkts\n';
    const { events } = decode(binetflow, `${header}${AT},udp,192.0.2.1,1,->,192.0.2.2,2,INT,50,50,1\n`);
    expect(events).toMatchObject([{ bytes: 50, bytesBack: 0, packets: 1, outcome: 'unanswered' }]);
  });

  it('count what cannot be read', () => {
    const { totals } = decode(binetflow, `${HEADER}${UDP.replace(',53,', ',x,')}\n${UDP.replace('udp', '7')}\nhello\n`);
    expect(totals).toMatchObject({ malformed: 2, firstMalformed: [2, 3] });
    expect(totals.foreign.size).toBe(1);
  });

  it('are robust', () => {
    expectRobust(binetflow, `${HEADER}${REFUSED}\n${SILENT}\n${UDP}\n${ICMP}\n${ARP}\n`);
  });
});
