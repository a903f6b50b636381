import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownKnowledge } from '../../../src/knowledge/compiled-knowledge.fixture.ts';
import { ESTABLISHED, LISTEN, snapshotOf } from '../../../src/sockets/machine.fixture.ts';
import { SocketView } from '../../../src/sockets/socket-row.ts';
import { accepts } from './accepts.ts';
import { GroupedSockets, socketKey, type Entry } from './grouped-sockets.ts';

const view = new SocketView(
  snapshotOf({
    tcp: [
      { local: '127.0.0.1:9229', state: LISTEN, inode: 1 },
      { local: '0.0.0.0:22', state: LISTEN, inode: 2 },
      { local: '192.0.2.1:22', remote: '198.51.100.7:50000', state: ESTABLISHED, inode: 3 },
      { local: '192.0.2.1:5432', remote: '192.0.2.9:50001', state: ESTABLISHED, inode: 4 },
      { local: '0.0.0.0:8080', state: LISTEN, inode: 5 },
    ],
    processes: [
      { pid: 10, name: 'sshd', holds: [2, 3] },
      { pid: 11, name: 'node', holds: [1, 5] },
    ],
  }),
  ownKnowledge(),
);
const ENTRIES: Entry[] = Array.from({ length: 5 }, (_, at) => {
  const row = view.rowAt(at);
  return { key: socketKey(row), row };
});
const ALL = accepts({ all: true, words: '', ranges: null });

function linesOf(grouped: GroupedSockets): string[] {
  return Array.from({ length: grouped.lines }, (_, at) => {
    const line = grouped.lineAt(at);
    return line?.entry?.row.local.port.toString() ?? line?.group.process?.name ?? `(${line?.group.owner})`;
  });
}

describe('sockets by process', () => {
  it('stand under the name of their process, what reaches farthest first, listeners before connections', () => {
    expect(linesOf(new GroupedSockets(ENTRIES, ALL))).toEqual([
      'node', '8080', '9229', 'sshd', '22', '22', '(not-known)', '5432',
    ]); // prettier-ignore
  });

  it.each([
    ['listeners only', { all: false, words: '', ranges: null }, ['8080', '9229', '22']],
    ['all words', { all: true, words: 'SSHD 198.51', ranges: null }, ['22']],
    ['a range, at either end', { all: true, words: '', ranges: [{ from: 50_001, to: 50_001 }] }, ['5432']],
  ])('are narrowed to %s', (_, filter, ports) => {
    const lines = linesOf(new GroupedSockets(ENTRIES, accepts(filter)));
    expect(lines.filter((line) => /^\d/.test(line))).toEqual(ports);
  });

  it('are in the same order however they came, went and came again', () => {
    const settled = linesOf(new GroupedSockets(ENTRIES, ALL));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(4), fc.boolean())), (steps) => {
        const grouped = new GroupedSockets([], ALL);
        for (const [at, isThere] of steps) {
          const entry = ENTRIES[at];
          if (entry === undefined) continue;
          if (isThere) grouped.add(entry);
          else grouped.remove(entry.key);
        }
        for (const entry of ENTRIES) grouped.add(entry);
        expect(linesOf(grouped)).toEqual(settled);
        expect(grouped.size).toBe(5);
        for (const { key } of ENTRIES) expect(grouped.lineAt(grouped.placeOf(key) ?? -1)?.entry?.key).toBe(key);
      }),
    );
  });

  it('has no line past the end', () => {
    expect(new GroupedSockets(ENTRIES, ALL).lineAt(8)).toBeNull();
  });
});
