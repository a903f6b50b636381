import { readdirSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DIRECTION, MARK } from '../../event-batch.ts';
import { PROTOCOL, TCP } from '../../../net/protocol.ts';
import { HAS_RECORDINGS, recording, recordingPath } from '../../recorded.fixture.ts';
import { utc } from '../clock.ts';
import { decode, expectRobust, type Decoded } from '../decode.fixture.ts';
import { headOf } from '../find-format.ts';
import { zeekConn } from './zeek-conn.ts';

const FIELDS =
  'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state local_orig local_resp missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents'.split(
    ' ',
  );
const USUAL: Readonly<Record<string, string>> = {
  ts: '1790000000.250000',
  uid: 'CHhAvVGS1DHFjwGM9',
  'id.orig_h': '203.0.113.5',
  'id.orig_p': '40000',
  'id.resp_h': '192.0.2.7',
  'id.resp_p': '22',
  proto: 'tcp',
  service: '-',
  duration: '1.500000',
  orig_bytes: '10',
  resp_bytes: '20',
  conn_state: 'SF',
  local_orig: 'F',
  local_resp: 'T',
  missed_bytes: '0',
  history: 'ShADadFf',
  orig_pkts: '6',
  orig_ip_bytes: '300',
  resp_pkts: '5',
  resp_ip_bytes: '260',
  tunnel_parents: '-',
};
const header = (fields: readonly string[] = FIELDS, separator = '\t'): string =>
  [
    `#separator \\x${separator.charCodeAt(0).toString(16).padStart(2, '0')}`,
    `#set_separator${separator};`,
    `#empty_field${separator}(empty)`,
    `#unset_field${separator}-`,
    `#path${separator}conn`,
    `#open${separator}2026-09-21-00-00-00`,
    `#fields${separator}${fields.join(separator)}`,
    `#types${separator}${fields.map(() => 'string').join(separator)}\n`,
  ].join('\n');
const row = (values: Readonly<Record<string, string>> = {}, fields = FIELDS, separator = '\t'): string =>
  `${fields.map((field) => values[field] ?? USUAL[field] ?? '-').join(separator)}\n`;
const one = (values: Readonly<Record<string, string>>): Decoded | undefined =>
  decode(zeekConn, header() + row(values)).events[0];

const JSON_LINE =
  '{"ts":1790000000.25,"uid":"C1","id.orig_h":"2001:db8::5","id.orig_p":40000,"id.resp_h":"2001:db8::7","id.resp_p":53,"proto":"udp","duration":0.5,"conn_state":"SF","local_orig":true,"local_resp":false,"history":"Dd","orig_pkts":1,"orig_ip_bytes":70,"resp_pkts":1,"resp_ip_bytes":90,"tunnel_parents":["C2"]}';

describe('a conn.log of Zeek', () => {
  it('is known by its header, its rows and its JSON, and no other log is', () => {
    const sniff = (text: string): number => zeekConn.sniff(headOf(Buffer.from(text), 'conn.log'));
    expect(sniff(header())).toBe(1);
    expect(sniff(row())).toBeGreaterThan(0.5);
    expect(sniff(JSON_LINE)).toBeGreaterThan(0.5);
    expect(sniff(header(FIELDS.filter((field) => field !== 'conn_state')))).toBe(0);
    expect(sniff('{"event_type":"flow","src_ip":"192.0.2.1"}')).toBe(0);
  });

  it('gives a connection with everything the row says', () => {
    const { events, totals } = decode(zeekConn, `${header()}${row()}#close\t2026-09-22-00-00-00\n`);
    expect(totals).toMatchObject({ records: 10, silent: 9, malformed: 0 });
    expect(events).toEqual([
      {
        time: 1_790_000_000.25,
        end: 1_790_000_001.75,
        source: '203.0.113.5',
        destination: '192.0.2.7',
        protocol: PROTOCOL.tcp,
        sport: 40_000,
        dport: 22,
        flags: TCP.syn,
        packets: 6,
        bytes: 300,
        packetsBack: 5,
        bytesBack: 260,
        outcome: 'answered',
        direction: DIRECTION.in,
        ttl: 0,
        window: 0,
        ipId: 0,
        marks: MARK.flags | MARK.ports,
        label: '',
        offset: header().length,
        record: 9,
      },
    ]);
  });

  it('reads columns in the order of the header, others before and between them, and other separators', () => {
    const fields = ['_node_name', ...FIELDS.toReversed(), 'community_id'];
    for (const separator of ['\t', ',', '|', ' ']) {
      const text = header(fields, separator) + row({ _node_name: 'worker-1' }, fields, separator);
      expect(decode(zeekConn, text).events).toMatchObject([{ source: '203.0.113.5', dport: 22, bytes: 300 }]);
    }
  });

  it('reads rows without a header, in the columns of several versions', () => {
    const old = FIELDS.filter((field) => field !== 'local_resp');
    for (const fields of [FIELDS, old, [...FIELDS, 'ip_proto']]) {
      expect(decode(zeekConn, row({}, fields)).events).toMatchObject([{ packets: 6, bytesBack: 260 }]);
    }
  });

  it('reads JSON, with the dressings of its names and times', () => {
    const nested = JSON_LINE.replace(
      /"id.orig_h".*"id.resp_p":53/,
      '"id":{"orig_h":"2001:db8::5","orig_p":40000,"resp_h":"2001:db8::7","resp_p":53}',
    );
    const lines = [
      JSON_LINE,
      JSON_LINE.replaceAll('"id.', '"id_'),
      nested,
      JSON_LINE.replace('1790000000.25', '"2026-09-21T14:13:20.250000Z"'),
      JSON_LINE.replace('1790000000.25', '1790000000250'),
    ];
    const { events, totals } = decode(zeekConn, lines.join('\n'));
    expect(totals).toMatchObject({ records: 5, malformed: 0 });
    expect(events).toHaveLength(5);
    for (const event of events) {
      expect(event).toMatchObject({
        time: utc(2026, 9, 21, 14, 13, 20.25),
        end: utc(2026, 9, 21, 14, 13, 20.75),
        source: '2001:db8::5',
        destination: '2001:db8::7',
        protocol: PROTOCOL.udp,
        sport: 40_000,
        dport: 53,
        bytes: 70,
        bytesBack: 90,
        outcome: 'answered',
        direction: DIRECTION.out,
        marks: MARK.ports | MARK.inner,
      });
    }
  });

  it.each([
    ['SF', 'ShADadFf', 'answered', TCP.syn],
    ['RSTO', 'ShR', 'answered', TCP.syn],
    ['REJ', 'Sr', 'refused', TCP.syn],
    ['REJ', 'SWhRDr', 'answered', TCP.syn],
    ['OTH', 'Dd', 'answered', TCP.ack],
    ['OTH', 'Ar', 'unknown', TCP.ack],
    ['OTH', 'Rr', 'unknown', TCP.rst],
    ['SF', '-', 'answered', 0],
    ['REJ', '-', 'refused', TCP.syn],
    ['OTH', 'Cc', 'unknown', 0],
  ])('takes %s %s for %s', (state, history, outcome, flags) => {
    expect(one({ conn_state: state, history })).toMatchObject({
      source: '203.0.113.5',
      outcome,
      flags,
      marks: flags === 0 ? MARK.ports : MARK.ports | MARK.flags,
    });
  });

  it.each([
    ['S0', 'S', 'unanswered', TCP.syn],
    ['RSTOS0', 'SR', 'unanswered', TCP.syn],
    // The sensor sees one direction: there was an answer.
    ['SH', 'SADF', 'unknown', TCP.syn],
    // May be a FIN scan as well as a late end.
    ['SH', 'F', 'unknown', 0],
    ['S0', '-', 'unanswered', TCP.syn],
  ])('takes %s %s without packets back for %s', (state, history, outcome, flags) => {
    expect(one({ conn_state: state, history, resp_pkts: '0' })).toMatchObject({ outcome, flags });
  });

  it.each([
    ['RSTO', '^hR', '1', TCP.syn | TCP.ack],
    ['RSTRH', '^hr', '0', TCP.syn | TCP.ack],
    ['RSTRH', '-', '0', TCP.rst],
    ['RSTRH', 'r', '0', TCP.rst],
    ['OTH', '^r', '0', TCP.rst],
    ['SHR', '^f', '0', 0],
  ])(
    'turns %s %s back, because its first packet answers something that was not seen',
    (state, history, sent, flags) => {
      expect(one({ conn_state: state, history, orig_pkts: sent })).toMatchObject({
        source: '192.0.2.7',
        sport: 22,
        destination: '203.0.113.5',
        dport: 40_000,
        packets: 5,
        bytes: 260,
        packetsBack: Number(sent),
        bytesBack: 300,
        direction: DIRECTION.out,
        outcome: 'unknown',
        flags,
      });
    },
  );

  it('leaves a connection as Zeek turned it when both sides were seen in its middle', () => {
    expect(one({ conn_state: 'OTH', history: '^dADa' })).toMatchObject({ source: '203.0.113.5', outcome: 'answered' });
  });

  it('tells UDP and other transports', () => {
    expect(one({ proto: 'udp', conn_state: 'S0', history: 'D' })).toMatchObject({ outcome: 'unanswered', flags: 0 });
    expect(one({ proto: 'udp', conn_state: 'SHR', history: '^d', orig_pkts: '0' })).toMatchObject({
      source: '192.0.2.7',
      outcome: 'unknown',
    });
    const fields = [...FIELDS, 'ip_proto'];
    const text = header(fields) + row({ proto: 'unknown_transport', ip_proto: '47' }, fields);
    expect(decode(zeekConn, text).events).toMatchObject([{ protocol: PROTOCOL.gre, sport: 0, marks: 0 }]);
    expect(one({ proto: 'unknown_transport' })).toMatchObject({ protocol: PROTOCOL.unknown });
  });

  it('reads type and code of ICMP, whose code is the type of the answer where there is one', () => {
    const ports = (type: string, code: string): Record<string, string> => ({
      proto: 'icmp',
      conn_state: 'OTH',
      history: '-',
      'id.orig_p': type,
      'id.resp_p': code,
    });
    expect(one(ports('8', '0'))).toMatchObject({ protocol: PROTOCOL.icmp, sport: 8, dport: 0, outcome: 'answered' });
    expect(one({ ...ports('8', '0'), resp_pkts: '0' })).toMatchObject({ outcome: 'unanswered' });
    expect(one(ports('13', '14'))).toMatchObject({ dport: 0, outcome: 'answered' });
    expect(one(ports('3', '3'))).toMatchObject({ sport: 3, dport: 3, outcome: 'unknown', marks: MARK.ports });
    const v6 = { 'id.orig_h': '2001:db8::5', 'id.resp_h': '2001:db8::7' };
    expect(one({ ...ports('128', '129'), ...v6 })).toMatchObject({
      protocol: PROTOCOL.icmpv6,
      sport: 128,
      dport: 0,
      outcome: 'answered',
    });
  });

  it('does not say what is unset', () => {
    const event = one({
      duration: '-',
      orig_pkts: '-',
      orig_ip_bytes: '-',
      resp_pkts: '-',
      resp_ip_bytes: '-',
      local_resp: '-',
      tunnel_parents: '(empty)',
    });
    expect(event).toMatchObject({ end: 1_790_000_000.25, packets: 1, direction: DIRECTION.unknown });
    expect(event).not.toHaveProperty('bytes');
    expect(event).not.toHaveProperty('packetsBack');
    expect(event).not.toHaveProperty('bytesBack');
  });

  it('counts what it cannot read, and what is another log', () => {
    const lines = [
      row({ 'id.orig_h': '303.0.113.5' }),
      row({ 'id.resp_h': '2001:db8::1' }),
      row({ 'id.resp_p': '70000' }),
      row({ ts: 'soon' }),
      'a\tb\tc\td\te\tf\n',
      `${JSON_LINE.slice(0, -2)}\n`,
      'Oct  9 08:53:01 host sshd[1]: hello\n',
      '{"ts":1,"_path":"dns","id.orig_h":"192.0.2.1","id.resp_h":"192.0.2.2"}\n',
    ];
    const dns = '#path\tdns\n#fields\tts\tquery\n1790000000.2\texample.org\n';
    const { events, totals } = decode(zeekConn, header() + lines.join('') + dns + header() + row());
    expect(events).toHaveLength(1);
    expect(totals).toMatchObject({ records: 28, silent: 18, malformed: 6, firstMalformed: [9, 10, 11, 12, 13, 14] });
    expect([...totals.foreign]).toEqual([
      ['sshd', 1],
      ['other lines', 2],
    ]);
  });

  it('is robust', () => {
    expectRobust(zeekConn, `${header()}${row()}${row({ history: '^hR' })}${JSON_LINE}\n${row({ proto: 'icmp' })}`);
    expectRobust(zeekConn, row() + row());
  });
});

describe.skipIf(!HAS_RECORDINGS)('recorded conn logs', () => {
  it('are read without a malformed line', () => {
    const texts = ['zeek-logs/conn.log', 'zeek-logs/conn_date_issue.log', 'zeek-logs/json/conn.log'].map(recording);
    const events = texts.map((text) => {
      expect(zeekConn.sniff(headOf(text, 'conn.log'))).toBeGreaterThan(0.9);
      const decoded = decode(zeekConn, text);
      expect(decoded.totals).toMatchObject({ malformed: 0, foreign: new Map() });
      expect(decoded.events.length + decoded.totals.silent).toBe(decoded.totals.records);
      return decoded.events.length;
    });
    expect(events).toMatchInlineSnapshot(`
      [
        360,
        3,
        50,
      ]
    `);
  });

  it('tell what one host saw of the Internet on one day', () => {
    const count = new Map<string, number>();
    let events = 0;
    let silent = 0;
    for (const name of readdirSync(recordingPath('real-day'))) {
      const text = gunzipSync(recording(`real-day/${name}`));
      const isConn = name.startsWith('conn.');
      expect(zeekConn.sniff(headOf(text, name)), name).toBe(isConn ? 1 : 0);
      const decoded = decode(zeekConn, text);
      expect(decoded.totals.malformed, name).toBe(0);
      if (!isConn) expect(decoded.events).toHaveLength(0);
      else expect(decoded.totals.foreign.size, name).toBe(0);
      events += decoded.events.length;
      silent += isConn ? decoded.totals.silent : 0;
      for (const event of decoded.events) {
        const key = `${event.protocol} ${event.outcome} ${event.flags}`;
        count.set(key, (count.get(key) ?? 0) + 1);
      }
    }
    expect({ events, silent }).toMatchInlineSnapshot(`
      {
        "events": 31367,
        "silent": 216,
      }
    `);
    expect(Object.fromEntries(count)).toMatchInlineSnapshot(`
      {
        "1 answered 0": 277,
        "1 unknown 0": 542,
        "17 answered 0": 1161,
        "17 unanswered 0": 593,
        "17 unknown 0": 2,
        "58 unknown 0": 47,
        "6 answered 2": 10801,
        "6 refused 2": 17615,
        "6 unknown 0": 36,
        "6 unknown 16": 13,
        "6 unknown 18": 49,
        "6 unknown 4": 220,
        "6 unknown 5": 11,
      }
    `);
  });
});
