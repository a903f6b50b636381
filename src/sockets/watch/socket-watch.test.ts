import { describe, expect, it } from 'vitest';
import { netTable, type RowText } from '../linux/net-row.fixture.ts';
import { statLine, type RecordedProcFs } from '../linux/recorded-proc-fs.fixture.ts';
import { takeLinuxSnapshot } from '../linux/snapshot.ts';
import { ESTABLISHED, LISTEN, NOW, recordMachine, type Machine } from '../machine.fixture.ts';
import { EVERYTHING, ownersOf, type Snapshot } from '../snapshot.ts';
import { SocketWatch, type Look } from './socket-watch.ts';

const WEB: RowText = { local: '0.0.0.0:80', state: LISTEN, inode: 1 };
const SSH: RowText = { local: '0.0.0.0:22', state: LISTEN, inode: 2 };
const client = (inode: number): RowText => ({
  local: '10.0.0.5:80',
  remote: `10.0.0.9:${inode}`,
  state: ESTABLISHED,
  inode,
});

/** A machine that a test changes between looks, and a clock that it moves. */
class Watched {
  readonly fs: RecordedProcFs;
  readonly watch: SocketWatch;
  seconds = 0;

  constructor(machine: Machine) {
    const fs = recordMachine(machine);
    this.fs = fs;
    const system = { fs, littleEndian: true, asRoot: false, now: () => NOW };
    this.watch = new SocketWatch({
      fs,
      asRoot: false,
      takeTables: () => takeLinuxSnapshot(system, { ...EVERYTHING, owners: false }),
      clocks: { monotonic: () => this.seconds * 1000, cpu: () => 0 },
    });
  }

  tcp(...rows: RowText[]): this {
    this.fs.file('proc/net/tcp', netTable(rows));
    return this;
  }

  holds(pid: number, name: string, inodes: readonly number[], startTicks = 0): this {
    this.fs.process(pid, {
      stat: statLine(pid, name, 1, startTicks),
      fds: Object.fromEntries(inodes.map((inode, index) => [index + 3, `socket:[${inode}]`])),
    });
    return this;
  }

  look(): { look: Look; asked: string[] } {
    const before = this.fs.asked.length;
    this.seconds++;
    const look = this.watch.look();
    return { look, asked: this.fs.asked.slice(before).filter((path) => /^proc(\/\d|$)/.test(path)) };
  }
}

const pids = (snapshot: Snapshot, row: number): number[] => ownersOf(snapshot, row).map(({ pid }) => pid);
const machine: Machine = {
  tcp: [WEB, SSH],
  processes: [
    { pid: 10, name: 'nginx', holds: [1] },
    { pid: 11, name: 'sshd', holds: [2] },
    { pid: 12, name: 'idle' },
  ],
};

describe('looking again and again', () => {
  it('reads no process when nothing is new, and still knows the owners', () => {
    const watched = new Watched(machine);
    expect(watched.look().look.changes.opened).toEqual([0, 1]);
    const { look, asked } = watched.look();
    expect(asked).toEqual([]);
    expect(look.changes).toMatchObject({ opened: [], closed: [], changed: [] });
    expect([pids(look.snapshot, 0), pids(look.snapshot, 1)]).toEqual([[10], [11]]);
  });

  it('looks for a new socket among the holders only, past descriptors it knows, the latest first', () => {
    const watched = new Watched(machine);
    watched.look();
    watched.tcp(WEB, SSH, client(5)).holds(10, 'nginx', [1, 5]);
    const first = watched.look();
    expect(first.look.changes.opened).toEqual([2]);
    expect(pids(first.look.snapshot, 2)).toEqual([10]);
    expect(first.asked).not.toContain('proc/10/fd/3');
    expect(first.asked.some((path) => path.startsWith('proc/12/'))).toBe(false);
    watched.tcp(WEB, SSH, client(5), client(6)).holds(10, 'nginx', [1, 5, 6]);
    const second = watched.look();
    expect(pids(second.look.snapshot, 3)).toEqual([10]);
    expect(second.asked.some((path) => path.startsWith('proc/11/'))).toBe(false);
  });

  it('finds a process that is new', () => {
    const watched = new Watched(machine);
    watched.look();
    watched.tcp(WEB, SSH, { local: '0.0.0.0:90', state: LISTEN, inode: 9 }).holds(40, 'fresh', [9]);
    const { snapshot } = watched.look().look;
    expect(pids(snapshot, 2)).toEqual([40]);
    expect(snapshot.processName(40)).toBe('fresh');
  });

  it('does not look twice for a socket that nobody visible holds, before the next walk over all', () => {
    const watched = new Watched(machine);
    watched.look();
    watched.tcp(WEB, SSH, client(5));
    watched.look();
    const { look, asked } = watched.look();
    expect(asked).toEqual([]);
    expect(pids(look.snapshot, 2)).toEqual([]);
    watched.seconds += 10;
    watched.holds(12, 'idle', [5]);
    const later = watched.look().look;
    expect(pids(later.snapshot, 2)).toEqual([12]);
    expect(later.changes.changed).toEqual([2]);
    expect(later.differences(2)).toEqual(['owner']);
  });

  it('walks over all processes at most each ten seconds, and not at all while nothing comes or goes', () => {
    const watched = new Watched(machine);
    watched.look();
    watched.seconds += 60;
    expect(watched.look().asked).toEqual([]);
    watched.tcp(WEB, SSH, client(5)).holds(10, 'nginx', [1, 5]);
    expect(watched.look().asked).toContain('proc/12/fd');
    watched.tcp(WEB, SSH);
    expect(watched.look().asked).not.toContain('proc/12/fd');
  });

  it('tells who held a socket that closed with its process', () => {
    const watched = new Watched(machine);
    watched.look();
    watched.tcp(WEB);
    watched.fs.fail('proc/11', 'gone');
    const { look } = watched.look();
    expect(look.changes.closed).toEqual([1]);
    const { previous } = look;
    expect(previous === null ? null : previous.process(pids(previous, 1)[0] ?? 0)?.name).toBe('sshd');
  });

  it('does not take a process for another that had its pid before', () => {
    const watched = new Watched(machine);
    expect(watched.look().look.snapshot.process(11)?.name).toBe('sshd');
    watched.holds(11, 'other', [2], 500);
    const { look } = watched.look();
    expect(look.previous?.process(11)?.name).toBe('sshd');
    expect(look.snapshot.process(11)?.name).toBe('other');
  });
});
