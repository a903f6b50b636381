import { describe, expect, it } from 'vitest';
import {
  CLOSE_WAIT,
  ESTABLISHED,
  LISTEN,
  snapshotOf,
  TIME_WAIT,
  UNCONNECTED,
} from '../../../sockets/machine.fixture.ts';
import { knowledgeOf } from '../../../sockets/small-knowledge.fixture.ts';
import { SocketView } from '../../../sockets/socket-row.ts';
import { parseInput } from '../../command.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { sockets } from './command.ts';
import { rowFilterOf } from './row-filter.ts';
import { rowOrderOf } from './row-order.ts';

const VIEW = new SocketView(
  snapshotOf({
    tcp: [
      { local: '0.0.0.0:1808', state: LISTEN, uid: 1000, inode: 1 },
      { local: '127.0.0.1:18080', state: LISTEN, inode: 2 },
      { local: '10.0.0.5:50000', remote: '10.0.0.9:1808', state: ESTABLISHED, uid: 1000, receiveQueue: 9, inode: 3 },
      { local: '10.0.0.5:1808', remote: '10.0.0.9:40000', state: TIME_WAIT },
      { local: '10.0.0.5:50001', remote: '10.0.0.8:443', state: CLOSE_WAIT, receiveQueue: 100, inode: 4 },
    ],
    udp: [
      { local: '10.0.0.5:18', state: UNCONNECTED, inode: 5 },
      { local: '10.0.0.5:50002', remote: '10.0.0.1:53', state: ESTABLISHED, inode: 6 },
    ],
    processes: [
      { pid: 20, name: 'app', holds: [1, 3] },
      { pid: 21, name: 'worker', holds: [1] },
      { pid: 3, name: 'other', holds: [4] },
    ],
    users: { 1000: 'ada', 0: 'root' },
  }),
  knowledgeOf([]),
);

/** Local ports of the rows that are left, in their order. */
function ports(...words: string[]): number[] {
  const { table } = VIEW.snapshot;
  const input = parseInput(sockets, words);
  const filter = rowFilterOf(input, VIEW);
  const rows = Array.from({ length: table.length }, (_, row) => row).filter((row) => filter?.(row) ?? true);
  const order = rowOrderOf(input, VIEW);
  return (order === null ? rows : rows.toSorted(order)).map((row) => table.localPort(row));
}

describe('the filters of sockets', () => {
  it.each<[words: string, expected: number[]]>([
    ['', [1808, 18080, 50000, 1808, 50001, 18, 50002]],
    ['--state listen', [1808, 18080]],
    ['--state listening', [1808, 18080, 18]],
    ['--state UNCONN', [18]],
    ['--state established', [50000, 50002]],
    ['--state TIME_WAIT,close-wait', [1808, 50001]],
    ['--state connected', [50000, 1808, 50001, 50002]],
    ['--state all', [1808, 18080, 50000, 1808, 50001, 18, 50002]],
    ['--sport 1808', [1808, 1808]],
    ['--sport :18,50000-50001', [50000, 50001, 18]],
    ['--dport 1808', [50000]],
    ['--dport 53,443', [50001, 50002]],
    ['--pid 21', [1808]],
    ['--pid 20,3', [1808, 50000, 50001]],
    ['--user ada', [1808, 50000]],
    ['--user 1000', [1808, 50000]],
    ['--exposed', [1808, 18]],
    ['--exposed --state listen --sport 1-2000', [1808]],
    ['-6', []],
    ['-t --format ss', [1808, 18080, 50000, 50001, 18, 50002]],
    ['-ta --format ss', [1808, 18080, 50000, 1808, 50001, 18, 50002]],
  ])('leave of all sockets with %j', (words, expected) => {
    expect(ports(...words.split(' ').filter((word) => word !== ''))).toEqual(expected);
  });

  it('take a socket that nobody holds for nobody’s, although the kernel says uid 0', () => {
    expect(ports('--user', 'root')).not.toContain(1808);
  });

  it.each([
    ['--state', 'fin-wait-3', 'did you mean fin-wait-1?'],
    ['--state', '', 'is no state'],
    ['--sport', '80x', 'no port'],
    ['--sport', '80-70', 'no port'],
    ['--sport', '70000', 'no port'],
    ['--dport', '', 'no port'],
    ['--pid', '0', 'no process number'],
    ['--pid', '1.5', 'no process number'],
    ['--user', 'nobody-of-that-name', 'has no user'],
    ['--sort', 'toString', 'it takes port, peer'],
    ['--format', 'xml', 'it takes table, ss'],
  ])('say what is wrong with %s %j', (flag, value, expected) => {
    let failure: unknown = null;
    try {
      ports(flag, value);
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(CliError);
    expect(failure).toMatchObject({ exitCode: EXIT.usage });
    expect(String(failure)).toContain(expected);
  });
});

describe('the orders of sockets', () => {
  it.each<[key: string, expected: number[]]>([
    ['port', [18, 1808, 1808, 18080, 50000, 50001, 50002]],
    ['recv-q', [50001, 50000, 1808, 18080, 1808, 18, 50002]],
    ['pid', [50001, 1808, 50000, 18080, 1808, 18, 50002]],
    ['state', [50001, 50002, 50000, 1808, 18080, 1808, 18]],
    ['user', [18080, 1808, 50001, 18, 50002, 1808, 50000]],
  ])('by %s', (key, expected) => {
    expect(ports('--sort', key)).toEqual(expected);
  });

  it('have every key that the help names', () => {
    for (const key of sockets.flags.find(({ long }) => long === 'sort')?.values ?? [])
      expect(ports('--sort', key)).toHaveLength(7);
  });
});
