import { describe, expect, it } from 'vitest';
import { CLOSE_WAIT, ESTABLISHED, LISTEN, snapshotOf, TIME_WAIT, type Machine } from './machine.fixture.ts';
import { dossier, knowledgeOf, risk, usedBy } from './small-knowledge.fixture.ts';
import { SocketView } from './socket-row.ts';

const KNOWLEDGE = knowledgeOf(
  [dossier(['6379/tcp'], { shortName: 'redis', ...usedBy('redis-server'), ...risk(4, 3, 1) })],
  { '443/tcp': ['https'] },
);

function viewOf(machine: Machine): SocketView {
  return new SocketView(snapshotOf(machine), KNOWLEDGE);
}

describe('one socket with everything known of it', () => {
  const view = viewOf({
    tcp: [
      { local: '0.0.0.0:6379', state: LISTEN, receiveQueue: 3, uid: 110, inode: 1 },
      { local: '10.0.0.5:50000', remote: '8.8.8.8:443', state: ESTABLISHED, sendQueue: 9, uid: 1000, inode: 2 },
      { local: '10.0.0.5:6379', remote: '10.0.0.9:40000', state: TIME_WAIT },
    ],
    processes: [
      {
        pid: 10,
        name: 'redis-server',
        uid: 110,
        holds: [1],
        command: 'redis-server *:6379',
        unit: 'redis.service',
        startTicks: 250,
      },
      { pid: 11, name: 'redis-helper', uid: 4242, holds: [1], exe: '/usr/bin/helper (deleted)' },
    ],
    closed: [12],
    settings: { 'ipv4/ip_local_port_range': '32768 60999' },
    users: { 110: 'redis', 1000: 'ada' },
    bootTime: 1_700_000_000,
  });

  it('is, for a listener, its ends, owner, exposure, service and findings', () => {
    const { findings, exposureReason, ...row } = view.rowAt(0);
    const server = {
      pid: 10,
      name: 'redis-server',
      user: 'redis',
      command: 'redis-server *:6379',
      executable: '/usr/bin/redis-server',
      executableDeleted: false,
      started: '2023-11-14T22:13:22.500Z', // 2.5 seconds after boot
      unit: 'redis.service',
      container: null,
      fd: 3,
    };
    expect(row).toEqual({
      transport: 'tcp',
      family: 'ipv4',
      local: { address: '0.0.0.0', port: 6379 },
      remote: { address: '0.0.0.0', port: 0 },
      state: 'listen',
      direction: 'listen',
      queues: { receive: 3, send: 0 },
      uid: 110,
      user: 'redis',
      inode: 1,
      owner: 'visible',
      unowned: null,
      process: server,
      processes: [
        server,
        {
          pid: 11,
          name: 'redis-helper',
          user: null,
          command: 'redis-helper',
          executable: '/usr/bin/helper',
          executableDeleted: true,
          started: '2023-11-14T22:13:20.000Z',
          unit: null,
          container: null,
          fd: 3,
        },
      ],
      class: 'user',
      ephemeral: false,
      exposure: 'wildcard',
      details: null,
      dualStack: null,
      sharing: 1,
      namespace: null,
      service: { name: 'redis', source: 'dossier', port: 6379, transport: 'tcp', side: 'local' },
      note: null,
    });
    expect(exposureReason).toContain('every address');
    expect(findings.map(({ id }) => id).toSorted()).toEqual(['sockets.deleted-executable', 'sockets.exposed-service']);
  });

  it('is, for a connection, its far service and no exposure to others', () => {
    expect(view.rowAt(1)).toMatchObject({
      remote: { address: '8.8.8.8', port: 443 },
      direction: 'out',
      queues: { receive: 0, send: 9 },
      user: 'ada',
      owner: 'not-permitted',
      process: null,
      processes: [],
      class: 'dynamic',
      ephemeral: true,
      exposure: 'peer',
      service: { name: 'https', side: 'remote' },
      findings: [],
    });
  });

  it('has null and "none" where the kernel has no inode', () => {
    expect(view.rowAt(2)).toMatchObject({
      state: 'time-wait',
      direction: 'in',
      inode: null,
      owner: 'none',
      process: null,
    });
  });
});

describe('a process that ended while the snapshot was taken', () => {
  it('leaves a visible owner without a description', () => {
    const machine: Machine = {
      tcp: [{ local: '0.0.0.0:80', state: LISTEN, inode: 1 }],
      processes: [{ pid: 10, name: 'brief', holds: [1] }],
    };
    const snapshot = { ...snapshotOf(machine), process: () => null };
    const view = new SocketView(snapshot, KNOWLEDGE);
    expect(view.rowAt(0)).toMatchObject({ owner: 'visible', process: null, processes: [] });
  });
});

describe('findings', () => {
  it('stand at every socket of the listener they are about, and at no other', () => {
    const view = viewOf({
      tcp: [
        { local: '0.0.0.0:6379', state: LISTEN, inode: 1 },
        { local: '10.0.0.5:6379', remote: '10.0.0.9:5000', state: ESTABLISHED, inode: 2 },
        { local: '0.0.0.0:81', state: LISTEN, inode: 3 },
      ],
      tcp6: [{ local: '[::]:6379', state: LISTEN, inode: 4 }],
      processes: [{ pid: 10, name: 'redis-server', holds: [1, 2, 3, 4] }],
    });
    const rows = [0, 1, 2, 3].map((row) => view.findingsOf(row).map(({ id }) => id));
    expect(rows).toEqual([['sockets.exposed-service'], [], [], ['sockets.exposed-service']]);
    expect(view.findingsOf(0)[0]?.count).toBe(2);
    expect(view.listeners.map((listener) => view.findingsOn(listener).length)).toEqual([0, 1]);
  });

  it('on the machine as a whole stand apart', () => {
    const tcp = Array.from({ length: 100 }, (_, at) => ({
      local: `10.0.0.5:${40_000 + at}`,
      remote: '8.8.8.8:443',
      state: CLOSE_WAIT,
      inode: at + 1,
    }));
    const view = viewOf({ tcp, processes: [{ pid: 10, name: 'leaky', holds: tcp.map(({ inode }) => inode) }] });
    expect(view.snapshotFindings.map(({ id }) => id)).toEqual(['sockets.close-wait-pile']);
    expect(view.findingsOf(0)).toEqual([]);
  });
});
