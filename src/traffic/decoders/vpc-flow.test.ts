import { describe, expect, it } from 'vitest';
import { DIRECTION, MARK } from '../event-batch.ts';
import { PROTOCOL, TCP } from '../../net/protocol.ts';
import { decode, expectRobust } from './decode.fixture.ts';
import { headOf } from './find-format.ts';
import { vpcFlow } from './vpc-flow.ts';

const REJECTED =
  '2 123456789010 eni-1235b8ca123456789 203.0.113.9 192.0.2.12 49761 3389 6 20 4249 1418530010 1418530070 REJECT OK';
const NO_DATA = '2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA';
const SKIPPED = '2 123456789010 eni-11111111aaaaaaaaa - - - - - - - 1431280876 1431280934 - SKIPDATA';
const SIX =
  '2 123456789010 eni-1235b8ca123456789 2001:db8::1 2001:db8::2 34892 22 6 54 8855 1477913708 1477913820 ACCEPT OK';
const LATER = 'vpc-0a subnet-0b i-0c 2 IPv4 203.0.113.77 192.0.2.80 us-east-1 use1-az5 - - AMAZON CLOUDFRONT ingress 1';
const HEADER =
  'version srcaddr dstaddr dstport srcport protocol tcp-flags packets bytes start end action reject-reason log-status flow-direction';
const CUSTOM = '8 203.0.113.9 192.0.2.12 443 50000 6 19 9 900 1418530010 1418530070 REJECT BPA OK egress';

describe('an AWS VPC flow log', () => {
  it('is known by its header, and by its lines', () => {
    const sniff = (text: string): number => vpcFlow.sniff(headOf(Buffer.from(text), ''));
    expect(sniff(`${HEADER}\n${CUSTOM}\n`)).toBe(1);
    expect(sniff(REJECTED)).toBeGreaterThan(0.9);
    expect(sniff(`2018-09-22T20:28:14.000Z ${REJECTED}`)).toBeGreaterThan(0.9);
    expect(sniff(`{"events":[\n {\n  "message": "${SIX}",\n`)).toBeGreaterThan(0.9);
    expect(sniff('the start of a line of words, end')).toBe(0);
    expect(sniff('2026-10-09 08:06:26 DROP TCP 203.0.113.90 192.0.2.7 80 1774 576 A 1 9 12345 - - - RECEIVE')).toBe(0);
  });

  it('reads the default format', () => {
    const { events, totals, titles } = decode(vpcFlow, `${REJECTED}\n${SIX}\n`);
    expect(totals).toMatchObject({ records: 2, malformed: 0 });
    expect(titles).toEqual(['AWS VPC flow log']);
    expect(events).toMatchObject([
      {
        time: 1418530010,
        end: 1418530070,
        source: '203.0.113.9',
        destination: '192.0.2.12',
        sport: 49761,
        dport: 3389,
        protocol: PROTOCOL.tcp,
        packets: 20,
        bytes: 4249,
        outcome: 'dropped',
        direction: DIRECTION.unknown,
        marks: MARK.ports,
      },
      { source: '2001:db8::1', destination: '2001:db8::2', outcome: 'allowed', dport: 22 },
    ]);
  });

  it('counts records without data, and notes lost ones', () => {
    const { events, totals } = decode(vpcFlow, `${NO_DATA}\n${SKIPPED}\n${SKIPPED}\n`);
    expect(events).toEqual([]);
    expect(totals).toMatchObject({ silent: 3, malformed: 0 });
    expect([...totals.notes]).toEqual([
      '2 records say that flows were not logged (SKIPDATA)',
      '1 records say that there was no traffic (NODATA)',
    ]);
  });

  it('reads the fields in the order of the header, and of the next header', () => {
    const { events, totals } = decode(
      vpcFlow,
      `${HEADER}\n${CUSTOM}\ndstaddr srcaddr packets\n192.0.2.1 203.0.113.1 7\n`,
    );
    expect(totals).toMatchObject({ records: 4, silent: 2, malformed: 0 });
    expect(events).toMatchObject([
      {
        sport: 50000,
        dport: 443,
        flags: TCP.syn | TCP.ack,
        marks: MARK.ports | MARK.flags,
        label: 'BPA',
        direction: DIRECTION.out,
        outcome: 'dropped',
      },
      {
        source: '203.0.113.1',
        destination: '192.0.2.1',
        packets: 7,
        protocol: PROTOCOL.unknown,
        outcome: 'unknown',
        marks: 0,
      },
    ]);
    expect(events[1]).not.toHaveProperty('time');
  });

  it('reads all fields of version 5 without a header, and takes the ends of the packets', () => {
    expect(decode(vpcFlow, `${REJECTED} ${LATER}`).events).toMatchObject([
      { source: '203.0.113.77', destination: '192.0.2.80', flags: TCP.syn, direction: DIRECTION.in },
    ]);
    expect(decode(vpcFlow, `${REJECTED} us-east-1 ingress`).events).toMatchObject([
      { source: '203.0.113.9', dport: 3389 },
    ]);
  });

  it('believes tcp-flags only what they can say', () => {
    const flagsOf = (value: number): unknown => {
      const [event] = decode(vpcFlow, `srcaddr dstaddr protocol tcp-flags\n203.0.113.1 192.0.2.1 6 ${value}`).events;
      return event === undefined ? null : [event.flags, event.marks & MARK.flags];
    };
    expect(flagsOf(0)).toEqual([0, 0]);
    expect(flagsOf(1)).toEqual([0, 0]);
    expect(flagsOf(3)).toEqual([TCP.syn, MARK.flags]);
    expect(flagsOf(19)).toEqual([TCP.syn | TCP.ack, MARK.flags]);
  });

  it('reads the exports of CloudWatch', () => {
    const plain = decode(vpcFlow, REJECTED).events.map(({ offset, record, ...event }) => [
      typeof offset,
      typeof record,
      event,
    ]);
    const same = (text: string): void => {
      const { events, totals } = decode(vpcFlow, text);
      expect(events.map(({ offset, record, ...event }) => [typeof offset, typeof record, event])).toEqual(plain);
      expect(totals).toMatchObject({ malformed: 0 });
      expect(totals.foreign.size).toBe(0);
    };
    same(`2018-09-22T20:28:14.000Z ${REJECTED}\n`);
    same(`2018-09-22T20:28:14+00:00 eni-1235b8ca123456789-all ${REJECTED}\n`);
    same(`{"timestamp":1418530010000,"message":"${REJECTED}","ingestionTime":1}\n`);
    same(`[{"@timestamp":"2014-12-14 04:06:50.000","@message":"${REJECTED}"},\n`);
  });

  it('reads the JSON that the aws command prints', () => {
    const json = JSON.stringify(
      { events: [{ logStreamName: 'eni-1', timestamp: 1, message: SIX, eventId: '3' }] },
      null,
      4,
    );
    const { events, totals, titles } = decode(vpcFlow, json);
    expect(events).toMatchObject([{ source: '2001:db8::1', record: 6 }]);
    expect(totals).toMatchObject({ malformed: 0, silent: 9 });
    expect(titles).toEqual(['AWS VPC flow log (CloudWatch JSON)']);
  });

  it('counts what it cannot read', () => {
    const bad = REJECTED.replace('203.0.113.9', '303.0.113.9');
    const { events, totals } = decode(vpcFlow, `${bad}\nhello world\n${REJECTED}\n`);
    expect(events).toHaveLength(1);
    expect(totals).toMatchObject({ malformed: 1, firstMalformed: [1] });
    expect([...totals.foreign]).toEqual([['other lines', 1]]);
    const { totals: without } = decode(vpcFlow, 'account-id interface-id packets log-status\n1 eni-2 3 OK\n');
    expect([...without.notes]).toEqual(['the fields of this flow log lack the addresses']);
  });

  it('is robust', () => {
    expectRobust(
      vpcFlow,
      `${HEADER}\n${CUSTOM}\n${REJECTED}\n${SKIPPED}\n  "message": "${SIX}",\n${REJECTED} ${LATER}\n`,
    );
  });
});
