import { describe, expect, it } from 'vitest';
import { EVERYTHING, ownershipOf, ownersOf, type Ownership, type Snapshot } from '../snapshot.ts';
import { ProcFsError } from './proc-fs.ts';
import { netTable, type RowText } from './net-row.fixture.ts';
import { RecordedProcFs } from './recorded-proc-fs.fixture.ts';
import { takeLinuxSnapshot } from './snapshot.ts';

const ROWS: readonly RowText[] = [
  { local: '0.0.0.0:22', state: 10, inode: 100 },
  { local: '0.0.0.0:80', state: 10, inode: 4_294_967_295 },
  { local: '10.0.0.5:22', remote: '10.0.0.9:50001', state: 6 }, // TIME-WAIT
  { local: '10.0.0.5:22', remote: '10.0.0.9:50002', state: 3 }, // a handshake under way
  { local: '10.0.0.5:22', remote: '10.0.0.9:50003', state: 1 }, // not yet accepted
];
const SSH = 0;
const HTTP = 1;

function machine(): RecordedProcFs {
  return new RecordedProcFs().file('proc/net/tcp', netTable(ROWS)).process(1, {});
}

function take(fs: RecordedProcFs): Snapshot {
  const system = { fs, littleEndian: true, asRoot: false, now: () => new Date(0) };
  return takeLinuxSnapshot(system, { ...EVERYTHING, udp: false, ipv6: false });
}

function ownerships(snapshot: Snapshot): Ownership[] {
  return ROWS.map((_, row) => ownershipOf(snapshot, row));
}

describe('the owners of sockets', () => {
  it('are the processes whose descriptors point at the inode, up to the largest inode there is', () => {
    const snapshot = take(
      machine()
        .process(10, { fds: { 0: '/dev/null', 1: 'pipe:[100]', 3: 'socket:[100]', 4: 'anon_inode:[eventpoll]' } })
        .process(20, { fds: { 9: 'socket:[4294967295]', 10: 'socket:[77777]' } }),
    );
    expect(ownersOf(snapshot, SSH)).toEqual([{ pid: 10, fd: 3 }]);
    expect(ownersOf(snapshot, HTTP)).toEqual([{ pid: 20, fd: 9 }]);
    expect(snapshot.completeness.processes).toMatchObject({ readable: 3, denied: 0 });
  });

  it('are all the processes that share a socket, each once by its lowest descriptor', () => {
    const snapshot = take(
      machine()
        .process(30, { fds: { 6: 'socket:[100]' } })
        .process(10, { fds: { 12: 'socket:[100]', 3: 'socket:[100]', 7: 'socket:[100]' } })
        .process(20, { fds: { 6: 'socket:[100]' } }),
    );
    expect(ownersOf(snapshot, SSH)).toEqual([
      { pid: 10, fd: 3 },
      { pid: 20, fd: 6 },
      { pid: 30, fd: 6 },
    ]);
  });

  it('are none for rows without an inode, whoever else can be seen or not', () => {
    const fs = machine().process(10, { fds: { 3: 'socket:[100]', 4: 'socket:[0]' } });
    expect(ownerships(take(fs)).slice(2)).toEqual(['none', 'none', 'none']);
    expect(ownerships(take(fs.process(20, {}).fail('proc/20/fd', 'denied'))).slice(2)).toEqual([
      'none',
      'none',
      'none',
    ]);
  });

  it('are not known when every process was readable and none holds the socket', () => {
    const snapshot = take(machine().process(10, { fds: { 3: 'socket:[100]' } }));
    expect(ownerships(snapshot).slice(0, 2)).toEqual(['visible', 'not-known']);
  });

  it('are not permitted when a process keeps its descriptors closed to this user', () => {
    const fs = machine()
      .process(10, { fds: { 3: 'socket:[100]' } })
      .process(20, { fds: { 3: 'socket:[4294967295]' } })
      .fail('proc/20/fd', 'denied');
    const snapshot = take(fs);
    expect(ownerships(snapshot).slice(0, 2)).toEqual(['visible', 'not-permitted']);
    expect(snapshot.completeness.processes).toMatchObject({ readable: 2, denied: 1 });
  });

  it('are not permitted when descriptors can be listed but none of them read, as without ptrace rights', () => {
    const fs = machine()
      .process(20, { fds: { 3: 'socket:[100]', 4: 'socket:[4294967295]' } })
      .fail('proc/20/fd/3', 'denied')
      .fail('proc/20/fd/4', 'denied');
    const snapshot = take(fs);
    expect(ownerships(snapshot).slice(0, 2)).toEqual(['not-permitted', 'not-permitted']);
    expect(snapshot.completeness.processes).toMatchObject({ readable: 1, denied: 1 });
  });

  it('are not permitted when the list of processes itself is refused', () => {
    const fs = machine().process(10, { fds: { 3: 'socket:[100]' } });
    const list = fs.list.bind(fs);
    fs.list = (path) => {
      if (path === 'proc') throw new ProcFsError('denied', path, 'EACCES: permission denied');
      return list(path);
    };
    expect(ownerships(take(fs)).slice(0, 3)).toEqual(['not-permitted', 'not-permitted', 'none']);
  });

  it('are not permitted when /proc hides the processes of others, as hidepid=invisible does', () => {
    const fs = new RecordedProcFs().file('proc/net/tcp', netTable(ROWS)).process(10, { fds: { 3: 'socket:[100]' } });
    expect(ownerships(take(fs)).slice(0, 3)).toEqual(['visible', 'not-permitted', 'none']);
  });

  it('lose a descriptor that was closed meanwhile, and keep the others of its process', () => {
    const fs = machine()
      .process(10, { fds: { 3: 'socket:[100]', 4: 'socket:[4294967295]' } })
      .fail('proc/10/fd/3', 'gone');
    const snapshot = take(fs);
    expect(ownerships(snapshot).slice(0, 2)).toEqual(['not-known', 'visible']);
    expect(snapshot.completeness.processes).toMatchObject({ readable: 2, denied: 0 });
  });

  it('count a process that ended before its descriptors were listed as neither readable nor denied', () => {
    const fs = machine()
      .process(10, { fds: { 3: 'socket:[100]' } })
      .process(20, {})
      .vanishAfter('proc', 10);
    const snapshot = take(fs);
    expect(ownerships(snapshot)[SSH]).toBe('not-known');
    expect(snapshot.completeness.processes).toMatchObject({ readable: 2, denied: 0 });
  });

  it('count a process that ended after its descriptors were listed as neither readable nor denied', () => {
    const fs = machine()
      .process(10, { fds: { 3: 'socket:[100]', 4: '/dev/null' } })
      .process(20, {})
      .vanishAfter('proc/10/fd', 10);
    const snapshot = take(fs);
    expect(fs.asked).toContain('proc/10/fd/3');
    expect(ownerships(snapshot)[SSH]).toBe('not-known');
    expect(snapshot.completeness.processes).toMatchObject({ readable: 2, denied: 0 });
  });

  it('keep a process that ended once its descriptors were read as the owner, without a description', () => {
    const fs = machine()
      .process(10, { fds: { 3: 'socket:[100]' } })
      .vanishAfter('proc/10/fd/3', 10);
    const snapshot = take(fs);
    expect(ownersOf(snapshot, SSH)).toEqual([{ pid: 10, fd: 3 }]);
    expect(snapshot.process(10)).toBeNull();
    expect(snapshot.processName(10)).toBeNull();
  });

  it('do not come from folders of /proc that are no processes', () => {
    const fs = machine().file('proc/self/fd/', '').file('proc/sys/fd/', '').process(10, { fds: {} });
    expect(take(fs).completeness.processes).toMatchObject({ readable: 2, denied: 0 });
    expect(fs.asked).not.toContain('proc/self/fd');
  });
});
