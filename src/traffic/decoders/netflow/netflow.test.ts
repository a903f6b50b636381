import { describe, expect, it } from 'vitest';
import { decode, expectRobust } from '../decode.fixture.ts';
import { headOf } from '../find-format.ts';
import { netflow } from './netflow.ts';
import { BASE, BASE_VALUES, FLOW, ipfix, record, set, template, v5, v9 } from './netflow.fixture.ts';

describe('NetFlow as a file', () => {
  const sample = Buffer.concat([
    v9([set(0, template(300, BASE)), set(300, record(BASE, BASE_VALUES), record(BASE, BASE_VALUES))]),
    v5([FLOW, FLOW]),
    Buffer.alloc(7),
    ipfix([set(301, record(BASE, BASE_VALUES))]),
    ipfix([set(2, template(301, [...BASE, [1, 4], [82, 65_535]])), set(2, template(302, BASE))], { sequence: 1 }),
    v9([set(300, record(BASE, BASE_VALUES))], { sequence: 1 }),
  ]);

  it('may have datagrams of all versions', () => {
    const { events, titles } = decode(netflow, sample);
    expect(titles).toEqual(['NetFlow v5 and NetFlow v9 and IPFIX']);
    expect(events.length).toBeGreaterThanOrEqual(5);
  });

  it('is known by its first datagram', () => {
    const sniff = (bytes: Buffer): number => netflow.sniff(headOf(bytes, 'flows.dat'));
    for (const start of [sample, v5([FLOW]), ipfix([set(2, template(300, BASE))])]) expect(sniff(start)).toBe(0.95);
    expect(sniff(Buffer.concat([v5([FLOW]), Buffer.from('text')]))).toBeLessThan(0.5);
    expect(sniff(Buffer.from('\0\x05\0\x01 and then something else than flows', 'latin1'))).toBe(0);
    expect(sniff(Buffer.alloc(100))).toBe(0);
    expect(sniff(Buffer.alloc(0))).toBe(0);
  });

  it('is robust', () => {
    expectRobust(netflow, sample);
  });
});
