import { describe, expect, it } from 'vitest';
import { DIRECTION, MARK } from '../event-batch.ts';
import { PROTOCOL } from '../../net/protocol.ts';
import { utc } from './clock.ts';
import { decode, expectRobust } from './decode.fixture.ts';
import { headOf } from './find-format.ts';
import { gcpFlow } from './gcp-flow.ts';

const connection = { src_ip: '203.0.113.12', src_port: 33478, dest_ip: '192.0.2.76', dest_port: 22, protocol: 6 };
const flow = (reporter: string, more: object = {}): object => ({
  insertId: 'ut8lbr',
  jsonPayload: {
    bytes_sent: '1776',
    connection,
    end_time: '2026-10-09T03:45:37.301953198Z',
    packets_sent: '7',
    reporter,
    start_time: '2026-10-09T03:45:30.5Z',
    ...more,
  },
  logName: 'projects/p/logs/compute.googleapis.com%2Fvpc_flows',
  timestamp: '2026-10-09T03:50:10.845445834Z',
});
const firewall = (disposition: string, direction: string): object => ({
  jsonPayload: {
    connection: { ...connection, protocol: 'udp', src_ip: '2001:db8::1', dest_ip: '2001:db8::2' },
    disposition,
    rule_details: { direction, ip_port_info: [{ port_range: ['80'] }], reference: 'network:default/firewall:deny-all' },
  },
  logName: 'projects/p/logs/compute.googleapis.com%2Ffirewall',
  timestamp: '2026-10-09T03:50:10Z',
});
const lines = (...entries: readonly object[]): string => entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

describe('a Google Cloud flow log', () => {
  it('is known by its entries', () => {
    const sniff = (text: string): number => gcpFlow.sniff(headOf(Buffer.from(text), ''));
    expect(sniff(lines(flow('SRC')))).toBe(1);
    expect(sniff(JSON.stringify([firewall('DENIED', 'INGRESS')], null, 2))).toBe(1);
    expect(sniff('{"jsonPayload":{"message":"hello"},"logName":"projects/p/logs/stdout"}')).toBe(0);
    expect(sniff('{"records":[]}')).toBe(0);
  });

  it('reads flow records', () => {
    const { events, totals, titles } = decode(gcpFlow, lines(flow('DEST'), flow('SRC')));
    expect(titles).toEqual(['Google Cloud VPC flow log']);
    expect(totals).toMatchObject({ records: 2, malformed: 0 });
    expect(totals.notes.size).toBe(0);
    expect(events).toMatchObject([
      {
        time: utc(2026, 10, 9, 3, 45, 30.5),
        source: '203.0.113.12',
        destination: '192.0.2.76',
        sport: 33478,
        dport: 22,
        protocol: PROTOCOL.tcp,
        packets: 7,
        bytes: 1776,
        direction: DIRECTION.in,
        outcome: 'allowed',
        marks: MARK.ports,
      },
      { direction: DIRECTION.out, outcome: 'unknown', record: 2 },
    ]);
    expect(events[0]?.end).toBeCloseTo(utc(2026, 10, 9, 3, 45, 37.301953198), 6);
  });

  it('reads firewall rules logging', () => {
    const { events, titles } = decode(gcpFlow, lines(firewall('DENIED', 'INGRESS'), firewall('ALLOWED', 'EGRESS')));
    expect(titles).toEqual(['Google Cloud firewall log']);
    expect(events).toMatchObject([
      {
        time: utc(2026, 10, 9, 3, 50, 10),
        source: '2001:db8::1',
        protocol: PROTOCOL.udp,
        outcome: 'dropped',
        direction: DIRECTION.in,
        label: 'network:default/firewall:deny-all',
      },
      { outcome: 'allowed', direction: DIRECTION.out },
    ]);
  });

  it('reads the array that gcloud prints', () => {
    const text = JSON.stringify([flow('DEST'), flow('SRC')], null, 2);
    const { events, totals } = decode(gcpFlow, text);
    expect(events).toHaveLength(2);
    expect(totals).toMatchObject({ records: 2, malformed: 0 });
    expect(text.slice(events[1]?.offset, (events[1]?.offset ?? 0) + 20)).toBe('{\n    "insertId": "u');
  });

  it('notes what both ends report', () => {
    const both = { src_instance: { vm_name: 'a' }, dest_instance: { vm_name: 'b' } };
    const { totals } = decode(gcpFlow, lines(flow('SRC', both), flow('DEST', both), flow('DEST', both)));
    expect([...totals.notes]).toEqual([
      'up to 1 records are of flows that both ends report: their packets and bytes count twice',
    ]);
  });

  it('has neither ports nor a type for ICMP', () => {
    const icmp = flow('DEST', { connection: { src_ip: '203.0.113.12', dest_ip: '192.0.2.76', protocol: 1 } });
    expect(decode(gcpFlow, lines(icmp)).events).toMatchObject([{ protocol: PROTOCOL.icmp, marks: 0 }]);
  });

  it('counts what it cannot read, and goes on with the next line', () => {
    const good = lines(flow('SRC')).trim();
    const { events, totals } = decode(
      gcpFlow,
      [good.replace('203.', '303.'), good.slice(0, 60), good.slice(0, -3), 'junk {', good, '{"a":1}', good].join('\n'),
    );
    expect(events).toHaveLength(2);
    expect(totals).toMatchObject({ malformed: 5, silent: 1 });
    expect([...totals.foreign]).toEqual([['other records', 1]]);
    const cut = decode(gcpFlow, good.slice(0, 100));
    expect([...cut.totals.notes]).toEqual(['cut off in the middle of record 1']);
  });

  it('passes over records that are too long or too deep', () => {
    const good = lines(flow('SRC'));
    const long = `{"a":"${'x'.repeat(1_200_000)}"}\n`;
    const deep = `{"a":${'['.repeat(50)}${']'.repeat(50)}}\n`;
    const { events, totals } = decode(gcpFlow, `${good}${long}${good}${deep}${good}`, [500, 400_000, 600_000]);
    expect(events).toHaveLength(3);
    expect(totals).toMatchObject({ records: 5, malformed: 2, firstMalformed: [2, 4] });
  });

  it('is robust', () => {
    expectRobust(gcpFlow, JSON.stringify([flow('DEST'), firewall('DENIED', 'INGRESS')], null, 1) + lines(flow('SRC')));
  });
});
