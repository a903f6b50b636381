import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../snapshot.ts';
import { diagMessage, doneMessage, errorMessage, type DiagSocket } from './dump.fixture.ts';
import { NetlinkError, readNetlinkTables, type NetlinkTransport } from './read-tables.ts';

const REQUEST = { ...EVERYTHING, udp: false, ipv6: false };
const socket = (localPort: number, fields: Partial<DiagSocket> = {}): DiagSocket => ({
  state: 10,
  local: [0, 0, 0, 0],
  localPort,
  sendQueue: 128,
  inode: localPort,
  ...fields,
});

/** Answers each request with the next answer, which gets the request's own sequence. */
function transportOf(...answers: ((sequence: number) => number[][])[]): NetlinkTransport & { asked: number } {
  const transport = {
    asked: 0,
    async dump(request: Uint8Array, take: (datagram: Uint8Array) => boolean): Promise<void> {
      const answer = answers[Math.min(transport.asked++, answers.length - 1)];
      const sequence = new DataView(request.buffer).getUint32(8, true);
      for (const datagram of answer?.(sequence) ?? []) if (!take(Uint8Array.from(datagram))) return;
    },
  };
  return transport;
}

const read = (transport: NetlinkTransport, request = REQUEST) =>
  readNetlinkTables({ transport, littleEndian: true, expected: 0 }, request);

describe('reading tables by netlink', () => {
  it('fills a table from several datagrams, with what only netlink tells', async () => {
    const transport = transportOf((sequence) => [
      diagMessage(socket(80), sequence),
      [...diagMessage(socket(443, { receiveQueue: 2, attributes: [[21, [5, 0, 0, 0, 0, 0, 0, 0]]] }), sequence)],
      doneMessage(sequence),
    ]);
    const { backend, table, index, tables } = await read(transport);
    expect(backend).toBe('netlink');
    expect(tables).toEqual([{ name: 'tcp', rows: 2, skipped: 0, failure: null }]);
    expect(table.localPort(index.find(443))).toBe(443);
    expect(table.details?.at(1)).toEqual({ v6only: null, backlogLimit: 128, cgroupId: 5, tcp: null, memory: null });
  });

  it('asks once for each table that is wanted', async () => {
    const transport = transportOf((sequence) => [doneMessage(sequence)]);
    const { tables } = await read(transport, { ...EVERYTHING, tcp: false });
    expect(tables.map(({ name }) => name)).toEqual(['udp', 'udp6']);
    expect(transport.asked).toBe(2);
  });

  it('drops rows that come twice', async () => {
    const transport = transportOf((sequence) => [
      [...diagMessage(socket(80), sequence), ...diagMessage(socket(80), sequence), ...doneMessage(sequence)],
    ]);
    const { table, repeated } = await read(transport);
    expect([table.length, repeated]).toEqual([1, 1]);
  });

  it('begins anew when the table changed, without the rows of before', async () => {
    const transport = transportOf(
      (sequence) => [diagMessage(socket(80), sequence, true, 0x12), doneMessage(sequence)],
      (sequence) => [diagMessage(socket(81), sequence), doneMessage(sequence)],
    );
    const { table, tables } = await read(transport);
    expect([table.length, table.localPort(0), tables[0]?.failure]).toEqual([1, 81, null]);
    expect(transport.asked).toBe(2);
  });

  it('says that rows may be missing when it changed again', async () => {
    const transport = transportOf((sequence) => [diagMessage(socket(80), sequence, true, 0x12), doneMessage(sequence)]);
    const { table, tables } = await read(transport);
    expect([table.length, tables[0]?.failure?.reason, transport.asked]).toEqual([1, 'interrupted', 2]);
  });

  it('gives up where the kernel refuses', async () => {
    await expect(read(transportOf((sequence) => [errorMessage(2, sequence)]))).rejects.toThrow(NetlinkError);
  });
});
