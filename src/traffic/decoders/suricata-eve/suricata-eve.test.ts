import { describe, expect, it } from 'vitest';
import { MARK } from '../../event-batch.ts';
import { PROTOCOL, TCP } from '../../../net/protocol.ts';
import { HAS_RECORDINGS, recording } from '../../recorded.fixture.ts';
import { utc } from '../clock.ts';
import { decode, expectRobust } from '../decode.fixture.ts';
import { headOf } from '../find-format.ts';
import { suricataEve } from './suricata-eve.ts';

const line = (type: string, more: object): string =>
  `${JSON.stringify({
    timestamp: '2026-10-09T08:06:26.500000+0200',
    flow_id: 1258832998001901,
    event_type: type,
    src_ip: '203.0.113.90',
    src_port: 40001,
    dest_ip: '192.0.2.7',
    dest_port: 22,
    proto: 'TCP',
    ...more,
  })}\n`;
const flow = (more: object, tcp: object = {}): string =>
  line('flow', {
    flow: {
      pkts_toserver: 4,
      pkts_toclient: 3,
      bytes_toserver: 300,
      bytes_toclient: 200,
      start: '2026-10-09T08:06:20.000000+0200',
      end: '2026-10-09T08:06:25.250000+0200',
      state: 'closed',
      ...more,
    },
    tcp: { tcp_flags: '1b', tcp_flags_ts: '1b', tcp_flags_tc: '1b', ...tcp },
  });
const FLOW = flow({});
const ALERT = line('alert', {
  alert: { action: 'allowed', signature_id: 1, signature: 'ET SCAN "a" \u00e9', category: 'c', severity: 2 },
  http: { url: '/x","src_ip":"192.0.2.99' },
});
const DROP = line('drop', {
  drop: {
    len: 60,
    tos: 0,
    ttl: 51,
    ipid: 54321,
    tcpwin: 1024,
    syn: true,
    ack: false,
    psh: false,
    rst: false,
    fin: false,
  },
});

describe('a Suricata EVE log', () => {
  it('is known by its lines, and other JSON is not', () => {
    expect(suricataEve.sniff(headOf(Buffer.from(FLOW), 'eve.json'))).toBeGreaterThan(0.9);
    expect(suricataEve.sniff(headOf(Buffer.from(`Oct  9 08:06:26 fw suricata[5]: ${ALERT}`), ''))).toBeGreaterThan(0.9);
    expect(suricataEve.sniff(headOf(Buffer.from('{"ts":1,"id.orig_h":"192.0.2.1"}'), 'conn.log'))).toBe(0);
    expect(suricataEve.sniff(headOf(Buffer.from('{"event_type":"login","user":"x"}'), ''))).toBe(0);
  });

  it('gives one event for a connection, with both directions', () => {
    const { events, totals } = decode(suricataEve, FLOW);
    expect(totals).toMatchObject({ records: 1, malformed: 0, silent: 0 });
    expect(events).toMatchObject([
      {
        time: utc(2026, 10, 9, 6, 6, 20),
        end: utc(2026, 10, 9, 6, 6, 25.25),
        source: '203.0.113.90',
        destination: '192.0.2.7',
        protocol: PROTOCOL.tcp,
        sport: 40001,
        dport: 22,
        packets: 4,
        bytes: 300,
        packetsBack: 3,
        bytesBack: 200,
        flags: TCP.fin | TCP.syn | TCP.psh | TCP.ack,
        marks: MARK.flags | MARK.ports,
        outcome: 'answered',
      },
    ]);
  });

  it('says what became of a connection as far as its packets tell', () => {
    const outcome = (text: string): string | undefined => decode(suricataEve, text).events[0]?.outcome;
    expect(outcome(flow({ pkts_toclient: 0 }, { tcp_flags_ts: '02', tcp_flags_tc: '00' }))).toBe('unanswered');
    expect(outcome(flow({}, { tcp_flags_ts: '02', tcp_flags_tc: '14' }))).toBe('refused');
    expect(outcome(flow({}, { tcp_flags_ts: '10', tcp_flags_tc: '04' }))).toBe('unknown');
    expect(outcome(flow({ action: 'drop' }))).toBe('dropped');
    expect(outcome(flow({}).replace('TCP', 'UDP'))).toBe('answered');
    expect(outcome(flow({ pkts_toclient: undefined }))).toBe('unknown');
  });

  it('labels an alert with its signature, and counts none of its packets', () => {
    const { events, totals } = decode(suricataEve, Buffer.from(ALERT));
    expect(events).toMatchObject([
      {
        label: 'ET SCAN "a" \u00e9',
        packets: 0,
        outcome: 'unknown',
        source: '203.0.113.90',
        time: utc(2026, 10, 9, 6, 6, 26.5),
      },
    ]);
    expect([...totals.notes]).toEqual(['1 alerts count as 0 packets: their packets are those of the flows']);
    const blocked = decode(suricataEve, line('alert', { alert: { action: 'blocked', signature: 'x' } }));
    expect(blocked.events).toMatchObject([{ outcome: 'dropped', label: 'x' }]);
  });

  it('reads the header of a dropped packet', () => {
    expect(decode(suricataEve, DROP).events).toMatchObject([
      {
        outcome: 'dropped',
        packets: 1,
        bytes: 60,
        ttl: 51,
        ipId: 54321,
        window: 1024,
        flags: TCP.syn,
        marks: MARK.flags | MARK.ports | MARK.ttl | MARK.fingerprint,
      },
    ]);
    const six = { src_ip: '2001:db8::1', dest_ip: '2001:db8::2', drop: { len: 20, hoplimit: 9 } };
    expect(decode(suricataEve, line('drop', six)).events).toMatchObject([{ source: '2001:db8::1', bytes: 60, ttl: 9 }]);
  });

  it('takes netflow records only where there are no flow records', () => {
    const netflow = line('netflow', { netflow: { pkts: 3, bytes: 180, min_ttl: 60 }, tcp: { tcp_flags: '02' } });
    expect(decode(suricataEve, netflow).events).toMatchObject([{ packets: 3, bytes: 180, ttl: 60, flags: TCP.syn }]);
    const { events, totals } = decode(suricataEve, `${FLOW}${netflow}${netflow}`);
    expect(events).toHaveLength(1);
    expect(totals).toMatchObject({ silent: 2 });
    expect([...totals.notes][0]).toMatch(/^2 netflow records left out/);
  });

  it('is silent about what flows count already, and says when there are no flows', () => {
    const { events, totals } = decode(suricataEve, line('dns', { dns: { rrname: 'example.org' } }) + line('http', {}));
    expect(events).toEqual([]);
    expect(totals).toMatchObject({ silent: 2, malformed: 0 });
    expect([...totals.notes][0]).toMatch(/^no flow records/);
  });

  it('reads ICMP, and protocols without ports', () => {
    const icmp = line('flow', { proto: 'IPv6-ICMP', icmp_type: 128, icmp_code: 0, flow: { pkts_toserver: 1 } });
    expect(decode(suricataEve, icmp).events).toMatchObject([
      { protocol: PROTOCOL.icmpv6, sport: 128, dport: 0, marks: MARK.ports },
    ]);
    const gre = line('flow', { proto: '047', src_port: undefined, dest_port: undefined });
    expect(decode(suricataEve, gre).events).toMatchObject([{ protocol: PROTOCOL.gre, marks: 0 }]);
  });

  it('reads what stands behind a syslog head, and in the wrapping of AWS Network Firewall', () => {
    expect(decode(suricataEve, `<14>Oct  9 08:06:26 fw suricata[5]: ${FLOW}`).events).toHaveLength(1);
    const wrapped = JSON.stringify({ firewall_name: 'f', event_timestamp: '1', event: JSON.parse(FLOW) as unknown });
    expect(decode(suricataEve, wrapped).events).toEqual(decode(suricataEve, FLOW).events);
  });

  it('counts what it cannot read', () => {
    const { events, totals } = decode(
      suricataEve,
      [FLOW.replace('203.', '303.').trim(), FLOW.slice(0, 90), '{"other":"json"}', 'text', FLOW].join('\n'),
    );
    expect(events).toHaveLength(1);
    expect(totals).toMatchObject({ records: 5, malformed: 2, firstMalformed: [1, 2] });
    expect([...totals.foreign]).toEqual([['other lines', 2]]);
  });

  it('is robust', () => {
    expectRobust(suricataEve, Buffer.from(`${FLOW}${ALERT}${DROP}${FLOW}`));
    const deep = `{"event_type":"flow","x":${'['.repeat(100_000)}`;
    expect(decode(suricataEve, deep).totals).toMatchObject({ malformed: 1 });
  });
});

describe.skipIf(!HAS_RECORDINGS)('recorded EVE logs', () => {
  it('are read without a malformed line', () => {
    const { events, totals } = decode(suricataEve, recording('crowdsec/suricata-logs-evelog/suricata-logs-evelog.log'));
    expect(totals).toMatchObject({ records: 8, malformed: 0, silent: 2 });
    expect(events).toHaveLength(6);
    expect(events[2]).toMatchObject({
      dport: 2352,
      packets: 2,
      packetsBack: 1,
      bytes: 108,
      flags: 6,
      outcome: 'refused',
    });
    expect(events[3]?.label).toMatch(/^ET EXPLOIT Apache HTTP Server 2\.4\.49/);
    const detect = decode(suricataEve, recording('crowdsec/suricata-eve-detect/suricata-eve-detect.log'));
    expect(detect.totals).toMatchObject({ records: 4, malformed: 0 });
  });
});
