import { describe, expect, it } from 'vitest';
import { LISTEN, UNCONNECTED, type Holder, type Machine } from '../machine.fixture.ts';
import { deletedExecutable, temporaryExecutable } from './executable.ts';
import { judged } from './judged.fixture.ts';
import { rootInterpreter } from './root-interpreter.ts';
import { unknownOwner } from './unknown-owner.ts';

function machine(holder: Partial<Holder>, address = '0.0.0.0'): Machine {
  return {
    tcp: [{ local: `${address}:8000`, state: LISTEN, inode: 1 }],
    processes: [{ pid: 10, name: 'app', holds: [1], ...holder }],
  };
}

describe('a listener whose program lies where everybody may write', () => {
  it.each(['/tmp/app', '/var/tmp/a/b', '/dev/shm/x', '/run/user/1000/x', '/memfd:x (deleted)', '/tmp/gone (deleted)'])(
    'is found: %s',
    (exe) => {
      const finding = judged(temporaryExecutable, machine({ exe }));
      expect(finding).toMatchObject({ id: 'sockets.temporary-executable', severity: 'high' });
      expect(finding?.title).toContain('app (pid 10)');
    },
  );

  it.each([
    '/usr/sbin/app',
    '/opt/tmp/app',
    '/tmpfs/app',
    '/home/ada/tmp/app',
    '/var/lib/app',
    '/run/app',
    '/usr/bin/app (deleted)',
  ])('is not found: %s', (exe) => {
    expect(judged(temporaryExecutable, machine({ exe }))).toBeNull();
  });

  it('weighs less where only this host reaches it', () => {
    expect(judged(temporaryExecutable, machine({ exe: '/tmp/app' }, '127.0.0.1'))?.severity).toBe('medium');
  });
});

describe('a listener whose program file was deleted or replaced', () => {
  it('is found, and the unit to restart is named', () => {
    const finding = judged(deletedExecutable, machine({ exe: '/usr/sbin/app (deleted)', unit: 'app.service' }));
    expect(finding).toMatchObject({ id: 'sockets.deleted-executable', severity: 'low' });
    expect(finding?.advice.join()).toContain('systemctl restart app.service');
    expect(judged(deletedExecutable, machine({ exe: '/usr/sbin/app (deleted)' }))?.advice.join()).not.toContain(
      'systemctl',
    );
  });

  it("is not found while the file is there, nor a second time where it never was anybody's to replace", () => {
    expect(judged(deletedExecutable, machine({ exe: '/usr/sbin/app' }))).toBeNull();
    expect(judged(deletedExecutable, machine({ exe: '/tmp/app (deleted)' }))).toBeNull();
    expect(judged(deletedExecutable, machine({ exe: '/memfd:app (deleted)' }))).toBeNull();
  });
});

describe('an interpreter that runs as root and can be reached from outside', () => {
  it.each(['python3', 'python3.11', 'node', 'java', 'perl', 'bash', 'socat', 'nc', 'php8.2'])(
    'is found: %s',
    (name) => {
      const finding = judged(rootInterpreter, machine({ name, uid: 0, command: `${name} server` }));
      expect(finding).toMatchObject({ id: 'sockets.root-interpreter', severity: 'medium' });
      expect(finding?.evidence).toContain(`command ${name} server`);
    },
  );

  it('is not found when it runs as somebody else, or is reached from this host alone', () => {
    expect(judged(rootInterpreter, machine({ name: 'python3', uid: 1000 }))).toBeNull();
    expect(judged(rootInterpreter, machine({ name: 'python3', uid: 0 }, '127.0.0.1'))).toBeNull();
  });

  it.each(['sshd', 'nodejs-exporter', 'pythonista', 'bash-server', 'my-node', 'javad'])(
    'is not found in a program that only sounds like one: %s',
    (name) => {
      expect(judged(rootInterpreter, machine({ name, uid: 0 }))).toBeNull();
    },
  );

  it('is not found in a UDP socket that is most likely a client', () => {
    const client: Machine = {
      udp: [{ local: '0.0.0.0:45000', state: UNCONNECTED, inode: 1 }],
      processes: [{ pid: 10, name: 'python3', uid: 0, holds: [1] }],
      settings: { 'ipv4/ip_local_port_range': '32768 60999' },
    };
    expect(judged(rootInterpreter, client)).toBeNull();
    expect(judged(rootInterpreter, { ...client, settings: {} })).not.toBeNull();
  });
});

describe('a listener that nobody holds', () => {
  const tcp = [{ local: '0.0.0.0:2049', state: LISTEN, inode: 1 }];

  it('is found where every process could be read', () => {
    const finding = judged(unknownOwner, { tcp, processes: [{ pid: 10, name: 'other', holds: [2] }] });
    expect(finding).toMatchObject({ id: 'sockets.unknown-owner', severity: 'low', confidence: 'low' });
    expect(finding?.title).toContain('2049/tcp');
  });

  it('is not found where some process could not be read: that one may hold it', () => {
    expect(judged(unknownOwner, { tcp, processes: [{ pid: 10, name: 'other', holds: [2] }], closed: [11] })).toBeNull();
  });

  it('is not found where somebody holds it', () => {
    expect(judged(unknownOwner, { tcp, processes: [{ pid: 10, name: 'nfsd', holds: [1] }] })).toBeNull();
  });
});
