import { describe, expect, it } from 'vitest';
import { MARK } from '../../event-batch.ts';
import { TCP } from '../../../net/protocol.ts';
import { decode } from '../decode.fixture.ts';
import { netflow } from './netflow.ts';
import {
  BASE,
  BASE_VALUES,
  FLOW,
  SECONDS,
  bytesOf,
  ipfix,
  one,
  optionsTemplate,
  record,
  set,
  template,
  v5,
  type Field,
  type Values,
} from './netflow.fixture.ts';

describe('IPFIX', () => {
  it('has times in all forms', () => {
    const at = (seconds: number): Buffer => Buffer.concat([bytesOf(seconds + 2_208_988_800, 4), bytesOf(2 ** 31, 4)]);
    const ntp = (seconds: number): number => Number(at(seconds).readBigUInt64BE());
    const expected = { time: SECONDS - 9, end: SECONDS - 5 };
    const forms: readonly (readonly [readonly Field[], Values])[] = [
      [
        [
          [150, 4],
          [151, 4],
        ],
        [SECONDS - 9, SECONDS - 5],
      ],
      [
        [
          [152, 8],
          [153, 8],
        ],
        [1000 * (SECONDS - 9), 1000 * (SECONDS - 5)],
      ],
      [
        [
          [158, 4],
          [159, 4],
        ],
        [9e6, 5e6],
      ],
      [
        [
          [160, 8],
          [22, 4],
          [21, 4],
        ],
        [1000 * (SECONDS - 20), 11_000, 15_000],
      ],
      [
        [
          [150, 4],
          [161, 4],
        ],
        [SECONDS - 9, 4000],
      ],
      [
        [
          [151, 4],
          [162, 4],
        ],
        [SECONDS - 5, 4e6],
      ],
      [
        [
          [150, 4],
          [323, 8],
        ],
        [SECONDS - 9, 1000 * (SECONDS - 5)],
      ],
    ];
    for (const [fields, values] of forms) expect(one(10, fields, values)).toMatchObject(expected);
    for (const [start, end] of [
      [154, 155],
      [156, 157],
    ] as const) {
      const event = one(
        10,
        [
          [start, 8],
          [end, 8],
        ],
        [ntp(SECONDS - 9), ntp(SECONDS - 5)],
      );
      expect(event?.time).toBeCloseTo(SECONDS - 8.5, 3);
      expect(event?.end).toBeCloseTo(SECONDS - 4.5, 3);
    }
    expect(one(10, [[322, 4]], [SECONDS - 3])).toMatchObject({ time: SECONDS - 3, end: SECONDS - 3 });
    expect(one(10, [], [])).toMatchObject({ time: SECONDS, end: SECONDS });
  });

  it('takes the start of the exporter from its options, or estimates it and says so', () => {
    const fields: readonly Field[] = [...BASE, [22, 4], [21, 4]];
    const rows = [
      set(300, record(fields, [...BASE_VALUES, 10_000, 14_000])),
      set(300, record(fields, [...BASE_VALUES, 15_000, 19_000])),
    ];
    const options: readonly Field[] = [
      [149, 4],
      [160, 8],
    ];
    const started = [
      set(3, optionsTemplate(10, 256, options.slice(0, 1), options.slice(1))),
      set(256, record(options, [7, 1000 * (SECONDS - 20)])),
    ];
    const known = decode(netflow, ipfix([set(2, template(300, fields)), ...started, ...rows]));
    expect(known.events).toMatchObject([
      { time: SECONDS - 10, end: SECONDS - 6 },
      { time: SECONDS - 5, end: SECONDS - 1 },
    ]);
    expect([...known.totals.notes]).toEqual([]);
    const estimated = decode(netflow, ipfix([set(2, template(300, fields)), ...rows.toReversed()]));
    expect(estimated.events).toMatchObject([
      { time: SECONDS - 4, end: SECONDS },
      { time: SECONDS - 9, end: SECONDS - 5 },
    ]);
    expect([...estimated.totals.notes].join()).toContain('times are estimated');
  });

  it('has fields of variable length, of enterprises, and shorter than usual', () => {
    const fields: readonly Field[] = [
      [1, 65_535, 9999],
      [2, 1],
      [82, 65_535],
      [1, 3],
    ];
    const long = Buffer.alloc(300, 'x');
    expect(one(10, fields, [long, 5, Buffer.from('eth0'), 70_000])).toMatchObject({ packets: 5, bytes: 70_000 });
    const all = [...BASE, ...fields];
    const cut = record(all, [...BASE_VALUES, long, 5, Buffer.from('eth0'), 70_000]).subarray(0, -20);
    const { events, totals } = decode(netflow, ipfix([set(2, template(300, all)), set(300, cut)]));
    expect(events).toEqual([]);
    expect(totals.malformed).toBe(1);
  });

  it('has both directions (RFC 5103), and the flags of the first packet (CERT)', () => {
    const fields: readonly Field[] = [
      [86, 4],
      [85, 4],
      [86, 4, 29_305],
      [85, 4, 29_305],
      [6, 2],
      [14, 1, 6871],
    ];
    expect(one(10, fields, [4, 172, 2, 92, 0x1b, TCP.syn])).toMatchObject({
      packets: 4,
      bytes: 172,
      packetsBack: 2,
      bytesBack: 92,
      flags: TCP.syn,
      outcome: 'answered',
    });
    expect(one(10, fields, [4, 172, 0, 0, TCP.syn, 0])).toMatchObject({ flags: TCP.syn, outcome: 'unanswered' });
  });

  it('has IPv6, and records with room for both families', () => {
    const both: readonly Field[] = [
      [8, 4],
      [12, 4],
      [27, 16],
      [28, 16],
      [4, 1],
      [139, 2],
      [60, 1],
    ];
    const rows = [
      record(both, ['0.0.0.0', '0.0.0.0', '2001:db8::1', '2001:db8::2', 58, 0x8000, 0]),
      record(both, ['192.0.2.1', '192.0.2.2', '::', '::', 1, 0x0800, 0]),
      record(both, ['192.0.2.1', '192.0.2.2', '2001:db8::1', '2001:db8::2', 58, 0x8000, 6]),
    ];
    const { events } = decode(netflow, ipfix([set(2, template(300, both)), set(300, ...rows)]));
    expect(events).toMatchObject([
      { source: '2001:db8::1', destination: '2001:db8::2', protocol: 58, sport: 128, marks: MARK.ports },
      { source: '192.0.2.1', destination: '192.0.2.2', sport: 8 },
      { source: '2001:db8::1' },
    ]);
  });

  it('takes templates back', () => {
    const rows = set(300, record(BASE, BASE_VALUES));
    const messages = [
      ipfix([set(2, template(300, BASE)), rows]),
      ipfix([set(2, template(300, []))], { sequence: 1 }),
      ipfix([rows], { sequence: 1 }),
    ];
    const { events, totals } = decode(netflow, Buffer.concat(messages));
    expect(events).toHaveLength(1);
    expect(totals.foreign.get('sets of records without their template')).toBe(1);
  });

  it('counts records that never came', () => {
    const first = ipfix([set(2, template(300, BASE)), set(300, record(BASE, BASE_VALUES), record(BASE, BASE_VALUES))]);
    const next = (sequence: number): Buffer => ipfix([set(300, record(BASE, BASE_VALUES))], { sequence });
    const { totals } = decode(netflow, Buffer.concat([first, next(2), next(8), next(9)]));
    expect([...totals.notes].join()).toContain('gaps in the sequence numbers: 5 records never came');
  });

  it('is told when a set does not fit its message', () => {
    const message = ipfix([set(2, template(300, BASE)), set(300, record(BASE, BASE_VALUES))]);
    message.writeUInt16BE(99, message.length - 17 + 2);
    expect(decode(netflow, Buffer.concat([message, v5([FLOW])]))).toMatchObject({
      events: [{ bytes: 180 }],
      totals: { malformed: 1 },
    });
  });
});
