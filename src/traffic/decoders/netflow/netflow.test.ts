import { describe, expect, it } from 'vitest';
import { EventBatch } from '../../event-batch.ts';
import { decode, expectRobust } from '../decode.fixture.ts';
import { headOf } from '../find-format.ts';
import { netflow, NetflowDatagrams } from './netflow.ts';
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

describe('NetFlow from the network', () => {
  const templates = v9([set(0, template(300, BASE))]);
  const flows = v9([set(300, record(BASE, BASE_VALUES))], { sequence: 1 });
  const newBatch = (): EventBatch => new EventBatch(() => undefined);

  it('says of each datagram what it was', () => {
    const reader = new NetflowDatagrams();
    const batch = newBatch();
    const verdict = (datagram: Buffer): string => reader.read(datagram, '192.0.2.1', batch);
    expect(verdict(templates)).toBe('silent');
    expect(verdict(flows)).toBe('event');
    expect(verdict(flows.subarray(0, -1))).toBe('malformed');
    expect(verdict(flows)).toBe('event');
    expect(verdict(Buffer.from('<13>a line of syslog'))).toBe('foreign');
    expect(verdict(Buffer.alloc(0))).toBe('foreign');
    expect(batch.length).toBe(2);
    expect(reader.variant).toBe('NetFlow v9');
    expect(reader.totals).toMatchObject({ records: 4, malformed: 1 });
    expect(batch.offset[1]).toBe(templates.length + 2 * flows.length - 1 + 24);
  });

  it('keeps exporters apart, and names the one that samples', () => {
    const reader = new NetflowDatagrams();
    const batch = newBatch();
    reader.read(templates, '192.0.2.1', batch);
    expect(reader.read(flows, '192.0.2.2', batch)).toBe('silent');
    expect(reader.totals.silent.get('sets of records without their template')).toBe(1);
    expect(reader.read(v5([FLOW], { sampling: 100 }), '192.0.2.2', batch)).toBe('event');
    expect([...reader.totals.notes].join()).toContain('1 packet of 100 was sampled by 192.0.2.2');
    // The template comes at last.
    reader.read(templates, '192.0.2.2', batch);
    expect(batch.length).toBe(2);
    expect(reader.totals.silent.get('sets of records without their template')).toBeUndefined();
  });

  it('stays bounded when senders and domains are forged', () => {
    const reader = new NetflowDatagrams();
    const batch = newBatch();
    for (let sender = 0; sender < 2000; sender++) {
      reader.read(templates, String(sender), batch);
      reader.read(v9([set(999, Buffer.alloc(1000))]), String(sender), batch);
      // Who goes on sending is remembered.
      reader.read(sender === 0 ? templates : flows, 'real', batch);
    }
    for (let domain = 0; domain < 1000; domain++)
      reader.read(v9([set(0, template(300, BASE))], { domain }), 'one', batch);
    expect(batch.length).toBe(1999);
    expect(reader.read(flows, '0', batch)).toBe('silent');
    expect(reader.read(flows, '1999', batch)).toBe('event');
    expect(reader.totals.silent.get('sets of records without their template')).toBe(2001);
  });
});
