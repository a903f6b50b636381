import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rawSocket } from './raw-socket.fixture.ts';
import { RowIndex } from './row-index.ts';
import { SocketTable, type RawSocket, type SocketKind } from './socket-table.ts';

/** What makes a socket the same as another: its inode, and where the kernel has none its ends. */
function identity(socket: RawSocket): string {
  if (socket.inode !== 0) return `inode ${socket.inode}`;
  const { kind, local, localPort, remote, remotePort } = socket;
  return JSON.stringify([kind, local, localPort, remote, remotePort]);
}

/** Adds the sockets as the backend does, beside a Map that does the same in plain words. */
function fill(sockets: readonly RawSocket[]) {
  const table = new SocketTable();
  const index = new RowIndex(table);
  const model = new Map<string, number>();
  for (const socket of sockets) {
    const row = table.add(socket);
    const fresh = index.insert(row);
    expect(fresh).toBe(!model.has(identity(socket)));
    if (fresh) model.set(identity(socket), row);
    else table.removeLast();
  }
  expect(table.length).toBe(model.size);
  return { table, index, model };
}

function expectSame(index: RowIndex, model: ReadonlyMap<string, number>, inodes: Iterable<number>): void {
  for (const inode of inodes) expect(index.find(inode)).toBe(model.get(`inode ${inode}`) ?? -1);
}

describe('the index of rows', () => {
  it('tells repeated rows from new ones and finds rows as a Map would', () => {
    // Narrow ranges, so that repetitions are common.
    const socket = fc.record({
      kind: fc.constantFrom<SocketKind[]>(0, 1, 2, 3),
      inode: fc.oneof(fc.constant(0), fc.nat(40), fc.integer({ min: 0xfffffff0, max: 0xffffffff })),
      localPort: fc.nat(3),
      remotePort: fc.nat(3),
      lastWord: fc.nat(2),
    });
    fc.assert(
      fc.property(fc.array(socket, { maxLength: 150 }), (drawn) => {
        const { index, model } = fill(
          drawn.map(({ lastWord, ...fields }) => rawSocket({ ...fields, remote: [0, 0, 0, lastWord] })),
        );
        expectSame(index, model, [...Array.from({ length: 42 }, (_, at) => at + 1), 0xfffffff0, 0xffffffff]);
      }),
      { numRuns: 200 },
    );
  });

  it('stays right while it grows past several capacities, with and without inodes', () => {
    const sockets = Array.from({ length: 12_000 }, (_, at) =>
      rawSocket(
        at % 3 === 0
          ? { state: 6, localPort: at & 0xffff, remote: [0, 0, 0, at], remotePort: 443 }
          : { inode: 1_000_000 + at * 5 },
      ),
    );
    const { index, model } = fill([...sockets, ...sockets.slice(0, 2000)]);
    expect(model.size).toBe(12_000);
    expectSame(
      index,
      model,
      Array.from({ length: 12_000 }, (_, at) => 1_000_000 + at * 5),
    );
    expectSame(index, model, [1, 999_999, 1_000_001, 0xffffffff]);
  });

  it('stays right when neighbouring inodes wrap around 32 bits', () => {
    const inodes = Array.from({ length: 3000 }, (_, at) => 0xffffffff - at);
    const { index, model } = fill(inodes.map((inode) => rawSocket({ inode })));
    expectSame(index, model, inodes);
  });

  it('finds nothing by inode 0, nor by what is no number', () => {
    const { index } = fill([rawSocket({ state: 6 }), rawSocket({ state: 6, localPort: 80 }), rawSocket({ inode: 5 })]);
    expect(index.find(0)).toBe(-1);
    expect(index.find(Number.NaN)).toBe(-1);
    expect(index.find(0x1_0000_0005)).toBe(-1);
  });

  it('takes two sockets of one inode for one even where the ends changed between two reads', () => {
    const { table } = fill([rawSocket({ inode: 9, state: 1, remotePort: 80 }), rawSocket({ inode: 9, state: 8 })]);
    expect(table.length).toBe(1);
    expect(table.stateCode(0)).toBe(1);
  });
});
