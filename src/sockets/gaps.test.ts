import { describe, expect, it } from 'vitest';
import { printed, recordedCommands, recordedMac } from './commands/recordings.fixture.ts';
import { netTable } from './linux/net-row.fixture.ts';
import type { RecordedProcFs } from './linux/recorded-proc-fs.fixture.ts';
import { takeLinuxSnapshot } from './linux/snapshot.ts';
import { takeMacSnapshot } from './macos/snapshot.ts';
import { LISTEN, NOW, recordMachine, TIME_WAIT, type Machine } from './machine.fixture.ts';
import { EVERYTHING, type Completeness, type Snapshot } from './snapshot.ts';
import { countOwners, describeGaps, isComplete } from './gaps.ts';

const TCP = [
  { local: '0.0.0.0:22', state: LISTEN, inode: 1 },
  { local: '0.0.0.0:80', state: LISTEN, inode: 2 },
  { local: '0.0.0.0:81', state: LISTEN, inode: 3 },
  { local: '10.0.0.5:22', remote: '10.0.0.9:5000', state: TIME_WAIT },
];
const sshd = { pid: 10, name: 'sshd', holds: [1] };

function take(machine: Machine, change: (fs: RecordedProcFs) => RecordedProcFs = (fs) => fs, asRoot = false): Snapshot {
  const system = { fs: change(recordMachine(machine)), littleEndian: true, asRoot, now: () => NOW };
  return takeLinuxSnapshot(system, EVERYTHING);
}

describe('what a snapshot could not see', () => {
  it('is nothing where everything was readable, even where nobody holds a socket', () => {
    const snapshot = take({ tcp: TCP, processes: [sshd] });
    expect(describeGaps(snapshot)).toEqual([]);
    expect(isComplete(snapshot)).toBe(true);
    expect(countOwners(snapshot)).toEqual({ visible: 1, hidden: 0 });
  });

  it('is the owners of closed processes, in numbers, without the sockets that have no owner', () => {
    const snapshot = take({ tcp: TCP, processes: [sshd], closed: [20, 21] });
    const [gap, ...others] = describeGaps(snapshot);
    expect(others).toEqual([]);
    expect(gap).toMatch(/^1 of 3 owners visible; 2 processes are closed to this user.*root/);
    expect(isComplete(snapshot)).toBe(false);
    expect(countOwners(snapshot)).toEqual({ visible: 1, hidden: 2 });
  });

  it('is not to be mended by becoming root when one is', () => {
    const [gap] = describeGaps(take({ tcp: TCP, processes: [sshd], closed: [20] }, undefined, true));
    expect(gap).toMatch(/^1 of 3 owners visible; 1 process is closed/);
    expect(gap).not.toContain('run as root');
  });

  it('is not a number of processes where /proc hides those of others, because nobody knows how many', () => {
    const hide = (fs: RecordedProcFs): RecordedProcFs => fs.fail('proc/1', 'gone');
    expect(describeGaps(take({ tcp: TCP, processes: [sshd] }, hide))).toEqual([
      '1 of 3 owners visible; processes of others are hidden here (/proc is mounted with hidepid): run as root for the rest',
    ]);
    expect(describeGaps(take({ tcp: TCP, processes: [sshd] }, hide, true)).join()).not.toContain('run as root');
  });

  it('is nothing that matters where every owner was seen though some processes are closed', () => {
    const snapshot = take({ tcp: TCP.slice(0, 1), processes: [sshd], closed: [20] });
    expect(isComplete(snapshot)).toBe(true);
  });

  it('names a kernel without IPv6, which is no fault', () => {
    const snapshot = take({ processes: [sshd] }, (fs) =>
      fs.fail('proc/net/tcp6', 'missing').fail('proc/net/udp6', 'missing'),
    );
    const gaps = describeGaps(snapshot);
    expect(gaps).toHaveLength(2);
    expect(gaps[0]).toContain('tcp6');
    expect(gaps[1]).toContain('udp6');
    expect(isComplete(snapshot)).toBe(true);
  });

  it('names a table that may not be read, which is one', () => {
    const snapshot = take({ tcp: TCP }, (fs) => fs.fail('proc/net/udp', 'denied'));
    expect(describeGaps(snapshot).join()).toContain('/proc/net/udp could not be read');
    expect(isComplete(snapshot)).toBe(false);
  });

  it('counts lines that were not understood', () => {
    const snapshot = take({ processes: [sshd] }, (fs) => fs.file('proc/net/udp6', `${netTable([])}x\ny\n`));
    expect(describeGaps(snapshot).join()).toMatch(/2 lines of \/proc\/net\/udp6/);
    expect(isComplete(snapshot)).toBe(false);
  });

  it('is what the kernel says of a table that changed while netlink listed it', () => {
    const snapshot = take({ tcp: TCP, processes: [sshd] });
    const failure = { reason: 'interrupted', message: 'it changed' };
    const completeness: Completeness = {
      ...snapshot.completeness,
      backend: 'netlink',
      tables: [{ name: 'tcp', rows: 4, skipped: 2, failure }],
    };
    const changed = { ...snapshot, host: snapshot.host, completeness };
    expect(describeGaps(changed)).toEqual([
      'the tcp sockets may not be all: it changed',
      '2 netlink messages on tcp sockets were not understood',
    ]);
    expect(isComplete(changed)).toBe(false);
  });
});

describe('what a snapshot that was read by commands could not see', () => {
  const takeMac = (run: ReturnType<typeof recordedCommands>): Snapshot =>
    takeMacSnapshot({ run, uid: 501, now: () => NOW }, EVERYTHING);

  it('says by which commands, and that this is verified from recordings only, which is no gap in itself', () => {
    const snapshot = takeMac(recordedMac());
    expect(describeGaps(snapshot)).toEqual(['read by netstat and lsof; verified from recordings only']);
    expect(isComplete(snapshot)).toBe(true);
  });

  it('names a command that is missing, what the other leaves out, and lines that were not understood', () => {
    const snapshot = takeMac(recordedCommands([['lsof', printed('p1\ncx\nf1\nPTCP\nnhost:http\n')]]));
    expect(describeGaps(snapshot)).toEqual([
      'read by netstat and lsof; verified from recordings only',
      'netstat tcp: spawn ENOENT',
      'netstat udp: spawn ENOENT',
      'lsof: without root it shows the sockets of your own processes only',
      '1 lines of lsof were not understood',
    ]);
    expect(isComplete(snapshot)).toBe(false);
  });
});
