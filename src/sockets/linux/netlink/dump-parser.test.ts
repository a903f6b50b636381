import { describe, expect, it } from 'vitest';
import type { RawDetails } from '../../socket-details.ts';
import type { RawSocket, SocketKind } from '../../socket-table.ts';
import { diagMessage, doneMessage, errorMessage, message, u32 } from './dump.fixture.ts';
import { createDumpParser, type DumpParser } from './dump-parser.ts';

interface Parsed {
  readonly sockets: RawSocket[];
  readonly details: RawDetails[];
  readonly parser: DumpParser;
  readonly wantsMore: boolean;
}

function parse(kind: SocketKind, bytes: readonly number[], littleEndian = true): Parsed {
  const sockets: RawSocket[] = [];
  const details: RawDetails[] = [];
  const parser = createDumpParser({
    kind,
    sequence: 1,
    littleEndian,
    onSocket(socket, extra) {
      sockets.push(structuredClone(socket));
      details.push({ ...extra });
    },
  });
  return { sockets, details, parser, wantsMore: parser.take(Uint8Array.from(bytes)) };
}

const IPV6_ANY: readonly number[] = Array.from({ length: 16 }, () => 0);
const listener = {
  state: 10,
  local: [127, 0, 0, 1],
  localPort: 443,
  receiveQueue: 3,
  sendQueue: 511,
  uid: 33,
  inode: 9,
};

describe('a dump of sockets', () => {
  it.each([true, false])('gives the fields of a listening socket (little endian: %s)', (little) => {
    const { sockets, details, parser, wantsMore } = parse(
      0,
      [...diagMessage(listener, 1, little), ...doneMessage(1, 2, little)],
      little,
    );
    expect(sockets).toEqual([
      {
        kind: 0,
        state: 10,
        local: [0, 0, 0, 0x7f000001],
        localPort: 443,
        remote: [0, 0, 0, 0],
        remotePort: 0,
        receiveQueue: 3,
        sendQueue: 0,
        uid: 33,
        inode: 9,
      },
    ]);
    expect(details[0]).toMatchObject({ backlogLimit: 511, v6only: null, hasTcp: false });
    expect([parser.errno, parser.skipped, parser.interrupted, wantsMore]).toEqual([0, 0, false, false]);
  });

  it('gives both ends of an IPv6 connection in network order, and its send queue', () => {
    const local = [0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    const remote = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 10, 0, 0, 1];
    const socket = { state: 1, local, localPort: 7003, remote, remotePort: 40_001, sendQueue: 5 };
    const { sockets, details } = parse(1, diagMessage(socket));
    expect(sockets[0]).toMatchObject({
      local: [0xfe800000, 0, 0, 1],
      remote: [0, 0, 0xffff, 0x0a000001],
      remotePort: 40_001,
      sendQueue: 5,
    });
    expect(details[0]?.backlogLimit).toBeNull();
  });

  it('calls a closed TCP socket bound, and a closed UDP socket what it is', () => {
    const closed = { ...listener, state: 7 };
    expect(parse(0, diagMessage(closed)).sockets[0]?.state).toBe(13);
    expect(parse(2, diagMessage(closed)).sockets[0]?.state).toBe(7);
  });

  it('reads the attributes, those it does not know left aside', () => {
    const info = Array.from({ length: 104 }, () => 0);
    info.splice(24, 4, ...u32(2));
    info.splice(68, 8, ...u32(1500), ...u32(300));
    info.splice(80, 4, ...u32(10));
    info.splice(100, 4, ...u32(4));
    const memory = [1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((value) => u32(value));
    const attributes = [
      [8, [3]],
      [11, [1]],
      [21, [...u32(77), ...u32(1)]],
      [2, info],
      [7, memory],
      [99, [1, 2, 3]],
    ] as const;
    const { details } = parse(1, diagMessage({ ...listener, state: 1, local: IPV6_ANY, attributes }));
    expect(details[0]).toEqual({
      v6only: true,
      backlogLimit: null,
      cgroupId: 2 ** 32 + 77,
      hasTcp: true,
      roundTrip: 1500,
      roundTripVariance: 300,
      retransmissions: 4,
      unacknowledged: 2,
      congestionWindow: 10,
      hasMemory: true,
      receiveMemory: 1,
      sendMemory: 3,
      drops: 9,
    });
  });

  it('forgets the attributes of the socket before', () => {
    const first = diagMessage({
      ...listener,
      attributes: [
        [11, [1]],
        [21, [1, 0, 0, 0, 0, 0, 0, 0]],
      ],
    });
    const { details } = parse(0, [...first, ...diagMessage({ ...listener, state: 1 })]);
    expect(details[1]).toMatchObject({ v6only: null, cgroupId: null, backlogLimit: null });
  });

  it('says when the kernel refused, or when the table changed under it', () => {
    const refused = parse(0, errorMessage(2));
    expect([refused.parser.errno, refused.wantsMore]).toEqual([2, false]);
    const changed = parse(0, [...diagMessage(listener, 1, true, 2 | 0x10), ...doneMessage()]);
    expect([changed.parser.interrupted, changed.sockets.length]).toEqual([true, 1]);
  });

  it('leaves aside the answer to an earlier request, and counts what is no socket of this table', () => {
    const { sockets, parser, wantsMore } = parse(0, [
      ...diagMessage(listener, 99),
      ...doneMessage(99),
      ...message(16, 0, 1, [1, 2, 3, 4]),
      ...diagMessage({ ...listener, local: IPV6_ANY }),
    ]);
    expect([sockets.length, parser.skipped, wantsMore]).toEqual([0, 2, true]);
  });
});
