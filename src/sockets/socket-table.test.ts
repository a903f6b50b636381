import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rawSocket } from './raw-socket.fixture.ts';
import { isListeningState, SocketTable, type RawSocket, type SocketKind } from './socket-table.ts';

const word = fc.nat(0xffffffff);
const address = fc.tuple(word, word, word, word);
const port = fc.nat(65_535);
/** An address as a socket of the kind has it: an IPv4 socket has nothing in the upper words. */
const addressFor = (kind: SocketKind): fc.Arbitrary<RawSocket['local']> =>
  address.map((words) => addressOfKind(kind, words));

const anySocket: fc.Arbitrary<RawSocket> = fc.constantFrom<SocketKind[]>(0, 1, 2, 3).chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    state: fc.nat(15),
    local: addressFor(kind),
    localPort: port,
    remote: addressFor(kind),
    remotePort: port,
    receiveQueue: word,
    sendQueue: word,
    uid: word,
    inode: word,
  }),
);

function addressOfKind(kind: SocketKind, words: RawSocket['local']): RawSocket['local'] {
  return kind % 2 === 0 ? [0, 0, 0, words[3]] : words;
}

function readBack(table: SocketTable, row: number): RawSocket {
  return {
    kind: table.kind(row),
    state: table.stateCode(row),
    local: [...table.local(row)],
    localPort: table.localPort(row),
    remote: [...table.remote(row)],
    remotePort: table.remotePort(row),
    receiveQueue: table.receiveQueue(row),
    sendQueue: table.sendQueue(row),
    uid: table.uid(row),
    inode: table.inode(row),
  };
}

describe('the socket table', () => {
  it('holds what was added, row by row, as an array would', () => {
    fc.assert(
      fc.property(fc.array(fc.option(anySocket), { maxLength: 200 }), (steps) => {
        const table = new SocketTable();
        const model: RawSocket[] = [];
        for (const socket of steps) {
          if (socket !== null) expect(table.add(socket)).toBe(model.push(socket) - 1);
          else if (model.pop() !== undefined) table.removeLast();
        }
        expect(table.length).toBe(model.length);
        expect(model.map((_, row) => readBack(table, row))).toEqual(model);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps every column while it grows past several capacities', () => {
    const table = new SocketTable();
    const sockets = Array.from({ length: 5000 }, (_, index): RawSocket => {
      const at = index + 1;
      const kind = (index % 4) as SocketKind;
      return {
        kind,
        state: 1 + (index % 13),
        local: addressOfKind(kind, [at, at + 1, at + 2, 0xffffffff - at]),
        localPort: at,
        remote: addressOfKind(kind, [0xffffffff - at, at + 3, at + 4, at + 5]),
        remotePort: 65_535 - at,
        receiveQueue: at * 7,
        sendQueue: at * 11,
        uid: at * 13,
        inode: 0xffffffff - at,
      };
    });
    for (const socket of sockets) table.add(socket);
    expect(sockets.map((_, row) => readBack(table, row))).toEqual(sockets);
  });

  it('copies a socket in: what happens to the object afterwards does not reach the table', () => {
    const table = new SocketTable();
    const socket = rawSocket({ local: [0, 0, 0, 1], inode: 7 });
    table.add(socket);
    socket.local[3] = 2;
    socket.inode = 8;
    expect(table.local(0)).toEqual([0, 0, 0, 1]);
    expect(table.inode(0)).toBe(7);
  });

  it('calls the same two rows whose table, addresses and ports agree, and no others', () => {
    const base = rawSocket({ kind: 1, local: [1, 2, 3, 4], localPort: 5, remote: [6, 7, 8, 9], remotePort: 10 });
    const others: Partial<RawSocket>[] = [
      { kind: 3 },
      { local: [0, 2, 3, 4] },
      { local: [1, 2, 3, 0] },
      { localPort: 6 },
      { remote: [6, 0, 8, 9] },
      { remotePort: 11 },
    ];
    const table = new SocketTable();
    const first = table.add(base);
    expect(table.sameEnds(first, table.add({ ...base, state: 6, uid: 1, inode: 99, sendQueue: 4 }))).toBe(true);
    for (const other of others) expect(table.sameEnds(first, table.add({ ...base, ...other }))).toBe(false);
  });

  it('says of a TCP socket in LISTEN and of an unconnected UDP socket that it waits for others', () => {
    expect([isListeningState(0, 10), isListeningState(1, 10), isListeningState(2, 7), isListeningState(3, 7)]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect([isListeningState(0, 7), isListeningState(0, 1), isListeningState(2, 10), isListeningState(2, 1)]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('names transport, family and state of a row', () => {
    const table = new SocketTable();
    table.add(rawSocket({ kind: 1, state: 6 }));
    table.add(rawSocket({ kind: 2, state: 1 }));
    table.add(rawSocket({ kind: 3, state: 7 }));
    table.add(rawSocket({ kind: 0, state: 12 }));
    table.add(rawSocket({ kind: 0, state: 99 }));
    const rows = [0, 1, 2, 3, 4];
    expect(rows.map((row) => `${table.transport(row)}${table.family(row)} ${table.state(row)}`)).toEqual([
      'tcp6 time-wait',
      'udp4 connected',
      'udp6 unconnected',
      'tcp4 syn-recv',
      'tcp4 unknown',
    ]);
  });
});
