import { describe, expect, it } from 'vitest';
import { RecordedProcFs } from '../../../sockets/linux/recorded-proc-fs.fixture.ts';
import { LISTEN, recordMachine, snapshotOf } from '../../../sockets/machine.fixture.ts';
import { checkIPv6, checkNamespaces, checkProc, checkProcesses, checkTables, parseHidePid } from './proc-checks.ts';

const mounts = (options: string): string => `sysfs /sys sysfs rw 0 0\nproc /proc proc ${options} 0 0\n`;

describe('how /proc is mounted', () => {
  it('is read from the last mount on its place', () => {
    expect(parseHidePid(mounts('rw,nosuid'))).toBe('off');
    expect(parseHidePid(mounts('rw,gid=4,hidepid=2'))).toBe('2');
    expect(parseHidePid(mounts('rw,hidepid=2') + mounts('rw'))).toBe('off');
    expect(parseHidePid('proc /chroot/proc proc rw,hidepid=2 0 0\n')).toBeNull();
    expect(parseHidePid('')).toBeNull();
  });

  it('is limited where it hides processes, and where there is none', () => {
    const fs = recordMachine({});
    expect(checkProc(fs)).toMatchObject({ state: 'ok' });
    expect(checkProc(fs.file('proc/self/mounts', mounts('rw,hidepid=0')))).toMatchObject({ state: 'ok' });
    const hidden = checkProc(fs.file('proc/self/mounts', mounts('rw,hidepid=invisible')));
    expect([hidden.state, hidden.found]).toEqual(['limited', expect.stringContaining('hidepid=invisible')]);
    expect(checkProc(new RecordedProcFs())).toMatchObject({ state: 'limited' });
  });
});

describe('what could be read', () => {
  it('is every table, a family that the kernel lacks included', () => {
    const { completeness } = snapshotOf({ tcp: [{ local: '0.0.0.0:80', state: LISTEN, inode: 1 }] });
    expect(checkTables(completeness)).toMatchObject({ state: 'ok', found: 'sockets: tcp 1, tcp6 0, udp 0, udp6 0' });
    const lacking = { reason: 'missing', message: 'ENOENT' };
    const tables = [{ name: 'tcp6', rows: 0, skipped: 0, failure: lacking }];
    expect(checkTables({ ...completeness, tables }).state).toBe('ok');
  });

  it('is limited by a table that failed', () => {
    const { completeness } = snapshotOf({});
    const tables = [{ name: 'udp', rows: 0, skipped: 0, failure: { reason: 'denied', message: 'EACCES' } }];
    expect(checkTables({ ...completeness, tables })).toMatchObject({ state: 'limited', advice: 'EACCES' });
  });

  it('is limited by processes that are closed', () => {
    const holder = { pid: 10, name: 'sshd' };
    expect(checkProcesses(snapshotOf({ processes: [holder] }).completeness)).toMatchObject({
      state: 'ok',
      found: 'descriptors of 2 of 2 processes are readable',
    });
    const closed = checkProcesses(snapshotOf({ processes: [holder], closed: [11, 12] }).completeness);
    expect(closed).toMatchObject({ state: 'limited', found: 'descriptors of 2 of 4 processes are readable' });
  });
});

describe('IPv6', () => {
  it('is there, with its setting', () => {
    const machine = { settings: { 'ipv6/bindv6only': '1' } };
    const on = checkIPv6(recordMachine(machine), snapshotOf(machine).host);
    expect(on).toMatchObject({ state: 'ok', found: expect.stringContaining('bindv6only on') as string });
  });

  it('is missing where the kernel has neither addresses nor settings of it', () => {
    expect(checkIPv6(recordMachine({}), snapshotOf({}).host).state).toBe('missing');
  });
});

describe('other network namespaces', () => {
  const namespaceOf = (fs: RecordedProcFs, pid: string, inode: number): RecordedProcFs =>
    fs.target(`proc/${pid}/ns/net`, `net:[${inode}]`);

  it('are none where every process is in ours', () => {
    const fs = recordMachine({});
    namespaceOf(namespaceOf(fs, 'self', 1), '1', 1);
    expect(checkNamespaces(fs)).toMatchObject({
      state: 'ok',
      found: 'no other network namespace is visible',
      advice: null,
    });
  });

  it('are counted once each, with a way into one of them', () => {
    const fs = recordMachine({ processes: [10, 11, 12, 13].map((pid) => ({ pid, name: 'worker' })) });
    namespaceOf(namespaceOf(fs, 'self', 1), '1', 1);
    namespaceOf(namespaceOf(namespaceOf(fs, '10', 2), '11', 2), '12', 3);
    const { found, advice } = checkNamespaces(fs);
    expect(found).toContain('2 other network namespaces');
    expect(found).toContain('of 1 process it cannot be told');
    expect(advice).toMatch(/\/proc\/1[012]\/ns\/net/);
  });
});
