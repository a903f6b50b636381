import { describe, expect, it } from 'vitest';
import { ESTABLISHED, LISTEN, snapshotOf, TIME_WAIT, type Machine } from '../machine.fixture.ts';
import { knowledgeOf } from '../small-knowledge.fixture.ts';
import { SocketView } from '../socket-row.ts';
import { compareConnections, type ConnectedSide } from './connection-changes.ts';
import { sumConnections, type ConnectionSum } from './connections.ts';
import { recordCompleteness } from './record.ts';

const WHOLE = { tcp: true, udp: true, owners: true };

function side(sums: readonly Partial<ConnectionSum>[] | null, fields: Partial<ConnectedSide> = {}): ConnectedSide {
  const connections =
    sums?.map((sum): ConnectionSum => ({
      transport: 'tcp',
      direction: 'out',
      process: 'node',
      port: 6379,
      service: 'redis',
      connections: 3,
      peers: 2,
      ...sum,
    })) ?? null;
  return { host: 'db-3', completeness: WHOLE, connections, ...fields };
}

/** The changes, each in a line: `new node out 6379/tcp 0 3`. */
function linesOf(before: ConnectedSide, after: ConnectedSide): string[] | null {
  const changes = compareConnections(before, after);
  if (changes === null) return null;
  return changes.map(
    ({ change, process, direction, port, transport, before: then, after: now }) =>
      `${change} ${process} ${direction} ${port}/${transport} ${then?.connections ?? 0} ${now?.connections ?? 0}`,
  );
}

const NONE = side([]);
const many = (connections: number): ConnectedSide => side([{ connections }]);

describe('the connections of a program with a service', () => {
  it('are told when they were not there at all, or are no longer', () => {
    expect(linesOf(NONE, side([{}]))).toEqual(['new node out 6379/tcp 0 3']);
    expect(linesOf(side([{}]), NONE)).toEqual(['gone node out 6379/tcp 3 0']);
    expect(compareConnections(NONE, side([{}]))?.[0]).toMatchObject({
      service: 'redis',
      before: null,
      after: { connections: 3, peers: 2 },
    });
    expect(linesOf(side([{}]), side([{}, { process: 'curl' }]))).toEqual(['new curl out 6379/tcp 0 3']);
    expect(linesOf(side([{}]), side([{ direction: 'in' }]))).toEqual([
      'new node in 6379/tcp 0 3',
      'gone node out 6379/tcp 3 0',
    ]);
  });

  it.each([
    [1, 19, []], // under twenty
    [2, 20, ['grown node out 6379/tcp 2 20']],
    [3, 29, []], // under ten times
    [3, 30, ['grown node out 6379/tcp 3 30']],
    [300, 3, []],
  ])('are told from %i to %i: %j', (before, after, expected) => {
    expect(linesOf(many(before), many(after))).toEqual(expected);
  });

  it('come new first, then by program and port, whatever the order they were summed in', () => {
    const after = [{ process: 'b' }, { process: 'a', port: 443 }, { process: 'a', port: 80 }, { connections: 90 }];
    const expected = [
      'new a out 80/tcp 0 3',
      'new a out 443/tcp 0 3',
      'new b out 6379/tcp 0 3',
      'grown node out 6379/tcp 1 90',
      'gone z out 22/tcp 3 0',
    ];
    const before = side([{ connections: 1 }, { process: 'z', port: 22 }]);
    expect(linesOf(before, side(after))).toEqual(expected);
    expect(linesOf(before, side(after.toReversed()))).toEqual(expected);
  });

  it('are not told where they could not have been seen', () => {
    const unread = { completeness: { ...WHOLE, tcp: false } };
    expect(linesOf(side([], unread), side([{}]))).toEqual([]);
    expect(linesOf(side([{}]), side([], unread))).toEqual([]);
    expect(linesOf(side([{ connections: 1 }], unread), many(50))).toEqual([]);
    expect(linesOf(side([], { completeness: { ...WHOLE, udp: false } }), side([{}]))).toHaveLength(1);
  });

  it('are nobody new where the other side could not see whose they are', () => {
    const hidden = side([{ process: null }], { completeness: { ...WHOLE, owners: false } });
    expect(linesOf(hidden, side([{}]))).toEqual([]);
    expect(linesOf(side([{}]), hidden)).toEqual([]);
    expect(linesOf(NONE, hidden)).toEqual(['new null out 6379/tcp 0 3']);
  });

  it('are nobody new where all is left of them is TIME-WAIT', () => {
    expect(linesOf(NONE, side([{ process: null }]))).toEqual([]);
    expect(linesOf(side([{ process: null, connections: 5 }]), side([{ process: null, connections: 400 }]))).toEqual([
      'grown null out 6379/tcp 5 400',
    ]);
  });

  it('are not compared where one side has none, or is of another machine', () => {
    expect(linesOf(side(null), NONE)).toBeNull();
    expect(linesOf(NONE, side(null))).toBeNull();
    expect(linesOf(NONE, side([{}], { host: 'db-4' }))).toBeNull();
  });

  it('leave out what is there for a moment: questions over UDP, and high ports that are known for nothing', () => {
    expect(linesOf(NONE, side([{ transport: 'udp', port: 53 }]))).toEqual([]);
    expect(linesOf(NONE, side([{ port: 53 }]))).toHaveLength(1);
    expect(linesOf(NONE, side([{ port: 40_000, service: null }]))).toEqual([]);
    expect(linesOf(NONE, side([{ port: 40_000 }]))).toHaveLength(1);
    expect(linesOf(NONE, side([{ port: 32_767, service: null }]))).toHaveLength(1);
    expect(linesOf(NONE, side([{ port: 40_000, service: null, direction: 'in' }]))).toHaveLength(1);
  });
});

describe('the connections of a machine', () => {
  const sideOf = (machine: Machine): ConnectedSide => {
    const snapshot = snapshotOf(machine);
    const connections = sumConnections(new SocketView(snapshot, knowledgeOf([])));
    return { host: 'db-3', completeness: recordCompleteness(snapshot), connections };
  };
  const listening: Machine = {
    tcp: [{ local: '0.0.0.0:22', state: LISTEN, inode: 1 }],
    processes: [{ pid: 10, name: 'sshd', holds: [1] }],
  };
  const busy: Machine = {
    tcp: [
      ...(listening.tcp ?? []),
      { local: '10.0.0.5:22', remote: '10.0.0.9:50000', state: ESTABLISHED, inode: 2 },
      { local: '10.0.0.5:40000', remote: '10.0.0.7:443', state: ESTABLISHED, inode: 3 },
      { local: '10.0.0.5:40001', remote: '10.0.0.8:443', state: ESTABLISHED, inode: 4 },
      { local: '10.0.0.5:40002', remote: '10.0.0.8:80', state: TIME_WAIT },
    ],
    processes: [
      { pid: 10, name: 'sshd', holds: [1, 2] },
      { pid: 11, name: 'node', holds: [3, 4] },
    ],
  };

  it('are told by who has them, whichever way they go', () => {
    expect(linesOf(sideOf(listening), sideOf(busy))).toEqual(['new node out 443/tcp 0 2', 'new sshd in 22/tcp 0 1']);
    expect(linesOf(sideOf(busy), sideOf(busy))).toEqual([]);
    // The listener is gone and its connection is not: that the client's port looks like a service is nobody's news.
    const { tcp = [], ...rest } = busy;
    expect(linesOf(sideOf(busy), sideOf({ ...rest, tcp: tcp.slice(1) }))).toEqual(['gone sshd in 22/tcp 1 0']);
  });
});
