import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rawSocket } from '../raw-socket.fixture.ts';
import { SocketTable, type RawSocket } from '../socket-table.ts';
import { compareTables, differencesOf, NO_ROW } from './compare.ts';

function tableOf(sockets: readonly RawSocket[]): SocketTable {
  const table = new SocketTable();
  for (const socket of sockets) table.add(socket);
  return table;
}

/** What a socket is, and what is so of it, as text. */
const identityOf = (table: SocketTable, row: number): string =>
  [
    table.kind(row),
    table.local(row),
    table.localPort(row),
    table.remote(row),
    table.remotePort(row),
    table.inode(row),
  ].join();
const factsOf = (table: SocketTable, row: number): string =>
  [table.stateCode(row), table.receiveQueue(row), table.sendQueue(row), table.uid(row)].join();
const setOf = (table: SocketTable): Map<string, string> =>
  new Map(Array.from({ length: table.length }, (_, row) => [identityOf(table, row), factsOf(table, row)]));

/** Few ports and addresses, so that sockets of two tables meet; IPv4 ones have no upper words. */
const socket = fc
  .record({
    kind: fc.constantFrom(0, 1, 2, 3) as fc.Arbitrary<RawSocket['kind']>,
    state: fc.integer({ min: 1, max: 11 }),
    word: fc.integer({ min: 0, max: 2 }),
    localPort: fc.integer({ min: 1, max: 4 }),
    remotePort: fc.integer({ min: 0, max: 3 }),
    receiveQueue: fc.integer({ min: 0, max: 1 }),
    uid: fc.integer({ min: 0, max: 1 }),
  })
  .map(({ word, ...fields }) =>
    rawSocket({ ...fields, local: fields.kind % 2 === 0 ? [0, 0, 0, word] : [word, 0, 0, 1] }),
  );
/** Some without an inode; the others have one each, as in the kernel. */
const sockets = fc
  .uniqueArray(socket, { selector: (one) => identityOf(tableOf([one]), 0), maxLength: 40 })
  .map((list) =>
    list.map((one) => {
      const key = one.kind * 100 + one.localPort * 10 + one.remotePort + (one.local[0] + one.local[3]) * 1000;
      return { ...one, inode: key % 3 === 0 ? 0 : key };
    }),
  );

describe('comparing two tables', () => {
  it('gives events that make the new set out of the old one, in whatever order the rows come', () => {
    fc.assert(
      fc.property(sockets, sockets, (before, after) => {
        const [old, now] = [tableOf(before), tableOf(after)];
        const changes = compareTables(old, now);
        const set = setOf(old);
        for (const row of changes.closed) expect(set.delete(identityOf(old, row))).toBe(true);
        for (const row of changes.opened) {
          expect(set.has(identityOf(now, row))).toBe(false);
          set.set(identityOf(now, row), factsOf(now, row));
        }
        for (const row of changes.changed) {
          expect(set.get(identityOf(now, row))).not.toBe(factsOf(now, row));
          set.set(identityOf(now, row), factsOf(now, row));
        }
        expect(set).toEqual(setOf(now));
        for (const [row, match] of changes.before.entries()) {
          if (match !== NO_ROW) expect(identityOf(old, match)).toBe(identityOf(now, row));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('says nothing of a table that is the same in another order', () => {
    const list = [1, 2, 3, 4].map((inode) => rawSocket({ inode, localPort: inode }));
    const changes = compareTables(tableOf(list), tableOf(list.toReversed()));
    expect(changes).toMatchObject({ opened: [], closed: [], changed: [] });
    expect([...changes.before]).toEqual([3, 2, 1, 0]);
  });

  it('tells an inode that is used again for another socket apart', () => {
    const changes = compareTables(
      tableOf([rawSocket({ inode: 7, localPort: 80 })]),
      tableOf([rawSocket({ inode: 7, localPort: 81 })]),
    );
    expect(changes).toMatchObject({ opened: [0], closed: [0], changed: [] });
  });

  it('names what is different', () => {
    const old = tableOf([rawSocket({ inode: 7, state: 1 })]);
    const now = tableOf([rawSocket({ inode: 7, state: 8, sendQueue: 5 })]);
    expect(differencesOf(old, 0, now, 0)).toEqual(['state', 'queues']);
  });
});
