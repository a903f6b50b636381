import { describe, expect, it } from 'vitest';
import { MARK } from '../../event-batch.ts';
import { TCP } from '../../../net/protocol.ts';
import { decode } from '../decode.fixture.ts';
import { netflow } from './netflow.ts';
import {
  BASE,
  BASE_VALUES,
  SECONDS,
  UPTIME,
  one,
  optionsTemplate,
  record,
  set,
  template,
  v9,
  type Field,
} from './netflow.fixture.ts';

describe('NetFlow v9', () => {
  it('reads records by their template, padded or not', () => {
    const fields: readonly Field[] = [...BASE, [2, 3], [1, 4], [22, 4], [21, 4], [6, 1], [52, 1], [0, 0], [16, 4]];
    const values = [...BASE_VALUES, 9, 1000, UPTIME - 3000, UPTIME - 1000, TCP.syn | TCP.ack, 57, 0, 64_500];
    const rows = [record(fields, values), record(fields, values), Buffer.alloc(2)];
    const { events, totals, titles } = decode(netflow, v9([set(0, template(300, fields)), set(300, ...rows)]));
    expect(titles).toEqual(['NetFlow v9']);
    expect(totals).toMatchObject({ records: 3, silent: 1, malformed: 0 });
    expect(events).toHaveLength(2);
    expect(events[1]).toMatchObject({
      time: SECONDS - 3,
      end: SECONDS - 1,
      packets: 9,
      bytes: 1000,
      flags: TCP.syn | TCP.ack,
      ttl: 57,
      marks: MARK.flags | MARK.ports | MARK.ttl,
    });
  });

  it('knows times over the wrap of the uptime', () => {
    const fields: readonly Field[] = [...BASE, [22, 4], [21, 4]];
    const row = record(fields, [...BASE_VALUES, 2 ** 32 - 1000, 500]);
    const sets = [set(0, template(300, fields)), set(300, row)];
    expect(decode(netflow, v9(sets, { uptime: 1000 })).events).toMatchObject([
      { time: SECONDS - 2, end: SECONDS - 0.5 },
    ]);
  });

  it('takes type and code of ICMP from wherever they are', () => {
    const icmp = ['203.0.113.9', '192.0.2.7', 0, 0, 1];
    const ports = { sport: 3, dport: 1, marks: MARK.ports };
    expect(one(9, [[32, 2]], [0x0301], icmp)).toMatchObject(ports);
    expect(
      one(
        9,
        [
          [176, 1],
          [177, 1],
        ],
        [3, 1],
        icmp,
      ),
    ).toMatchObject(ports);
    expect(one(9, [[32, 2]], [0], icmp)).toMatchObject({ sport: 0, dport: 0, marks: MARK.ports });
    // The field is there for TCP too.
    expect(one(9, [[32, 2]], [0x0301])).toMatchObject({ sport: 40_000, dport: 22 });
  });

  it('knows what a firewall or a router did', () => {
    const outcomes = [1, 2, 3, 4, 5].map((event) => one(9, [[233, 1]], [event])?.outcome);
    expect(outcomes).toEqual(['allowed', 'allowed', 'dropped', 'unknown', 'allowed']);
    expect(one(9, [[40_005, 1]], [3])?.outcome).toBe('dropped');
    const statuses = [0, 0x40, 0x84, 0xc0].map((status) => one(9, [[89, 1]], [status])?.outcome);
    expect(statuses).toEqual(['unknown', 'allowed', 'dropped', 'unknown']);
  });

  it('takes the counts at the way out where there are no others, and both directions of a firewall', () => {
    const out: readonly Field[] = [
      [2, 4],
      [1, 4],
      [24, 4],
      [23, 4],
    ];
    expect(one(9, out, [0, 0, 7, 700])).toMatchObject({ packets: 7, bytes: 700 });
    expect(one(9, out, [5, 500, 7, 700])).toMatchObject({ packets: 5, bytes: 500 });
    expect(
      one(
        9,
        [
          [231, 4],
          [232, 4],
        ],
        [70, 9000],
      ),
    ).toMatchObject({ bytes: 70, bytesBack: 9000, outcome: 'answered' });
    expect(one(9, [[232, 2]], [9])).not.toHaveProperty('bytesBack');
  });

  it('keeps flows of nothing and records without IP apart', () => {
    const fields: readonly Field[] = [...BASE, [2, 4], [1, 4]];
    const mac: readonly Field[] = [
      [56, 6],
      [80, 6],
      [2, 4],
    ];
    const { events, totals } = decode(
      netflow,
      v9([
        set(0, template(300, fields), template(301, mac)),
        set(300, record(fields, [...BASE_VALUES, 0, 0])),
        set(301, record(mac, [1, 2, 3]), record(mac, [1, 2, 3])),
      ]),
    );
    expect(events).toEqual([]);
    expect(totals).toMatchObject({ records: 4, silent: 4, malformed: 0 });
    expect(totals.foreign.get('records without two IP addresses')).toBe(2);
    expect(totals.foreign.get('flows of no packets')).toBe(1);
  });

  it('takes options: the rate of sampling', () => {
    const scopes: readonly Field[] = [[1, 4]];
    const fields: readonly Field[] = [
      [34, 4],
      [35, 1],
    ];
    const options = [
      set(1, optionsTemplate(9, 256, scopes, fields), Buffer.alloc(2)),
      set(256, record([...scopes, ...fields], [1, 2000, 2])),
    ];
    const { totals } = decode(netflow, v9(options));
    expect(totals).toMatchObject({ records: 2, silent: 2, malformed: 0 });
    expect([...totals.notes]).toEqual(['1 packet of 2000 was sampled: counts are those of the sampled packets']);
  });

  it('reads records that came before their template when it comes, and tells of those whose never came', () => {
    const rows = [set(300, record(BASE, BASE_VALUES)), set(301, record(BASE, BASE_VALUES))];
    const later = v9([set(0, template(300, BASE))], { sequence: 1, seconds: SECONDS + 600 });
    const { events, totals } = decode(netflow, Buffer.concat([v9(rows), later]));
    expect(events).toMatchObject([{ dport: 22, time: SECONDS, offset: 24 }]);
    expect(totals).toMatchObject({ records: 3, silent: 2 });
    expect(totals.foreign.get('sets of records without their template')).toBe(1);
    expect([...totals.notes]).toContainEqual(expect.stringMatching(/^1 set of records came without a template/));
  });

  it('counts datagrams that never came', () => {
    const datagrams = [7, 8, 12, 11].map((sequence) => v9([set(0, template(300, BASE))], { sequence }));
    const { totals } = decode(netflow, Buffer.concat(datagrams));
    expect([...totals.notes]).toEqual(['gaps in the sequence numbers: 3 datagrams of NetFlow v9 never came']);
  });

  it('lives with templates that make no sense', () => {
    const endless = template(300, [[8, 0]]);
    const long = template(
      300,
      Array.from({ length: 2000 }, (): Field => [8, 4]),
    );
    for (const bad of [endless, long, template(99, BASE), template(300, BASE).subarray(0, 20)]) {
      const { events, totals } = decode(netflow, v9([set(0, bad), set(300, record(BASE, BASE_VALUES))]));
      expect(events).toEqual([]);
      expect(totals.malformed).toBe(1);
    }
  });

  it('keeps so many templates, and the first ones', () => {
    const many = Array.from({ length: 5000 }, (_, place) => set(0, template(256 + place, BASE)));
    const last = [4095, 4096].map((place) => set(256 + place, record(BASE, BASE_VALUES)));
    const { events, totals } = decode(netflow, v9([...many, ...last]));
    expect(events).toHaveLength(1);
    expect([...totals.notes].join()).toContain('more templates than are kept');
  });
});
