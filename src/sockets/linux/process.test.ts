import { describe, expect, it } from 'vitest';
import { parseCgroup } from './cgroup.ts';
import {
  parseEffectiveUid,
  parseStat,
  readProcess,
  readProcessName,
  readStartTicks,
  readWorkingFolder,
} from './process.ts';
import { RecordedProcFs, statLine } from './recorded-proc-fs.fixture.ts';

describe('a process as /proc tells of it', () => {
  it('has its name, parent, effective user, command, program file, start and unit', () => {
    const fs = new RecordedProcFs().process(812, {
      stat: statLine(812, 'sshd', 1, 1234),
      status: 'Name:\tsshd\nUmask:\t0022\nUid:\t1000\t0\t1000\t1000\nGid:\t0\t0\t0\t0\n',
      cmdline: 'sshd:\0/usr/sbin/sshd\0-D\0',
      exe: '/usr/sbin/sshd',
      cgroup: '0::/system.slice/ssh.service\n',
    });
    expect(readProcess(fs, 812)).toEqual({
      pid: 812,
      name: 'sshd',
      parent: 1,
      uid: 0,
      command: 'sshd: /usr/sbin/sshd -D',
      startedAs: 'sshd:',
      executable: '/usr/sbin/sshd',
      executableDeleted: false,
      startTicks: 1234,
      unit: 'ssh.service',
      container: null,
    });
    expect(readProcessName(fs, 812)).toBe('sshd');
  });

  it('has no command, program file or unit as a kernel thread, and none of them is an empty text', () => {
    const fs = new RecordedProcFs().process(2, { stat: statLine(2, 'kthreadd', 0), cmdline: '', cgroup: '0::/\n' });
    expect(readProcess(fs, 2)).toEqual({
      pid: 2,
      name: 'kthreadd',
      parent: 0,
      uid: null,
      command: null,
      startedAs: null,
      executable: null,
      executableDeleted: false,
      startTicks: 0,
      unit: null,
      container: null,
    });
  });

  it('is null when it is gone, or when what is read of it is no process', () => {
    const fs = new RecordedProcFs().file('proc/5/stat', '').file('proc/6/stat', 'nonsense').file('proc/7/stat', ') (');
    for (const pid of [4, 5, 6, 7]) {
      expect(readProcess(fs, pid)).toBeNull();
      expect(readProcessName(fs, pid)).toBeNull();
    }
  });

  it.each([
    ['/usr/bin/node (deleted)', '/usr/bin/node', true],
    ['/memfd:payload (deleted)', '/memfd:payload', true],
    ['/opt/a program (v2)/bin', '/opt/a program (v2)/bin', false],
  ])('that runs from %s has the program file %s, deleted: %s', (exe, executable, executableDeleted) => {
    const fs = new RecordedProcFs().process(9, { exe });
    expect(readProcess(fs, 9)).toMatchObject({ executable, executableDeleted });
  });

  it.each(['a)b (c', '))) S 1 1', '(', '', 'tab\tand\u001b[31m', 'two\nlines', 'Web Content', 'näme'])(
    'may choose its own name: %j',
    (name) => {
      expect(parseStat(statLine(7, name, 42, 99))).toMatchObject({
        name,
        state: 'S',
        parent: 42,
        threads: 1,
        startTicks: 99,
      });
    },
  );

  it('has no parent and no start where the line is cut off', () => {
    expect(parseStat('7 (sh)')).toMatchObject({ name: 'sh', parent: null, startTicks: null });
    expect(parseStat('7 (sh) S 3 7')).toMatchObject({ name: 'sh', parent: 3, startTicks: null });
    expect(parseStat('7 (sh')).toBeNull();
  });

  it('acts with its effective uid, not its real one', () => {
    expect(parseEffectiveUid('Uid:\t1000\t4294967295\t0\t0\n')).toBe(4_294_967_295);
    expect(parseEffectiveUid('Name:\tUid:\nState:\tS\n')).toBeNull();
  });
});

describe('the unit of a process', () => {
  it.each([
    ['cgroup v2', '0::/system.slice/ssh.service\n', 'ssh.service'],
    ['a delegated sub-group', '0::/system.slice/nginx.service/workers\n', 'nginx.service'],
    ['an instance of a template', '0::/system.slice/system-getty.slice/getty@tty1.service\n', 'getty@tty1.service'],
    [
      'a service of a user, not the manager around it',
      '0::/user.slice/user-1000.slice/user@1000.service/app.slice/syncthing.service\n',
      'syncthing.service',
    ],
    ['the manager of a user itself', '0::/user.slice/user-1000.slice/user@1000.service/init.scope\n', null],
    ['a login', '0::/user.slice/user-1000.slice/session-3.scope\n', null],
    ['a container', '0::/system.slice/docker-4f2a.scope\n', null],
    ['the root group', '0::/\n', null],
    [
      'cgroup v1, whose hierarchies may disagree',
      '12:pids:/\n11:cpu,cpuacct:/system.slice/cron.service\n1:name=systemd:/system.slice/cron.service\n0::/\n',
      'cron.service',
    ],
    ['nothing', '', null],
  ])('is read from %s', (_, cgroup, unit) => {
    expect(parseCgroup(cgroup).unit).toBe(unit);
  });
});

describe('what is looked at afresh', () => {
  it('is when a process started, which one that has ended no longer has, whatever its name says', () => {
    const fs = new RecordedProcFs()
      .process(10, { stat: statLine(10, 'a) Z (b', 1, 77) })
      .process(11, { stat: statLine(11, 'node', 1, 78).replace(' S ', ' Z ') });
    expect([10, 11, 12].map((pid) => readStartTicks(fs, pid))).toEqual([77, null, null]);
  });

  it('is not gone while threads of it live on, which still hold its sockets', () => {
    const ended = statLine(10, 'node', 1, 77).replace(' S ', ' Z ');
    const fs = new RecordedProcFs().process(10, { stat: ended.replace(' 20 0 1 0 77 ', ' 20 0 3 0 77 ') });
    expect(readStartTicks(fs, 10)).toBe(77);
  });

  it('is the folder it works in, where the kernel shows that', () => {
    const fs = new RecordedProcFs();
    expect(readWorkingFolder(fs, 10)).toBeNull();
    const shown = Object.assign(fs, { link: (path: string) => `/target/of/${path}` });
    expect(readWorkingFolder(shown, 10)).toBe('/target/of/proc/10/cwd');
  });
});
