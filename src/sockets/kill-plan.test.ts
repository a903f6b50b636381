import { describe, expect, it } from 'vitest';
import { planKill, type Asker, type KillPlan } from './kill-plan.ts';
import { ESTABLISHED, LISTEN, snapshotOf, UNCONNECTED, type Holder, type Machine } from './machine.fixture.ts';

/** The terminal from which it is asked: systemd, sshd, a shell, portolan. */
const TERMINAL: readonly Holder[] = [
  { pid: 800, name: 'sshd', uid: 0 },
  { pid: 801, name: 'bash', parent: 800 },
  { pid: 802, name: 'node', parent: 801, command: 'node portolan kill 8080' },
];
const ASKER: Asker = { pid: 802, uids: new Set([1000]), force: false };
const WANTED = { port: 8080, transport: 'tcp' } as const;

function plan(processes: readonly Holder[], asker: Partial<Asker> = {}, machine: Machine = {}): KillPlan {
  const snapshot = snapshotOf({
    tcp: [
      { local: '127.0.0.1:8080', state: LISTEN, inode: 1 },
      { local: '127.0.0.1:8080', remote: '127.0.0.1:40000', state: ESTABLISHED, inode: 2 },
      { local: '127.0.0.1:40000', remote: '127.0.0.1:8080', state: ESTABLISHED, inode: 3 },
      { local: '127.0.0.1:9229', state: LISTEN, inode: 4 },
      { local: '127.0.0.1:18080', state: LISTEN, inode: 5 },
    ],
    udp: [{ local: '0.0.0.0:8080', state: UNCONNECTED, inode: 6 }],
    ...machine,
    processes: [...TERMINAL, ...processes],
  });
  return planKill(snapshot, WANTED, { ...ASKER, ...asker });
}

const pidsOf = ({ holders }: KillPlan): number[] => holders.map(({ process }) => process.pid);
const reasonsOf = ({ refusals }: KillPlan): string[] => refusals.map(({ reason }) => reason);

describe('the plan to end whoever holds a port', () => {
  it('has the holder with everything else that it holds, and neither its client nor the holder of 18080', () => {
    const found = plan([
      { pid: 900, name: 'node', holds: [1, 2, 4, 6] },
      { pid: 901, name: 'chrome', holds: [3] },
      { pid: 902, name: 'java', holds: [5] },
    ]);
    expect(pidsOf(found)).toEqual([900]);
    expect(found.holders[0]).toMatchObject({
      alsoWaitsOn: [
        { port: 8080, transport: 'udp' },
        { port: 9229, transport: 'tcp' },
      ],
      connections: 1,
      proxy: null,
    });
    expect(found.use.clients).toBe(1);
    expect(found.refusals).toEqual([]);
  });

  it('has all that share the socket, whoever started the others first, whatever their pids', () => {
    const found = plan([
      { pid: 950, name: 'gunicorn', holds: [1], parent: 801 },
      { pid: 910, name: 'worker', holds: [1], parent: 950 },
      { pid: 905, name: 'worker', holds: [1], parent: 950 },
      { pid: 903, name: 'grandchild', holds: [1], parent: 905 },
    ]);
    expect(pidsOf(found)).toEqual([950, 905, 910, 903]);
    expect(found.refusals).toEqual([]);
  });

  it('has every socket of a SO_REUSEPORT group', () => {
    const tcp = [11, 12, 13].map((inode) => ({ local: '0.0.0.0:8080', state: LISTEN, inode }));
    const workers = [11, 12, 13].map((inode) => ({ pid: 1000 + inode, name: 'worker', holds: [inode] }));
    expect(pidsOf(plan(workers, {}, { tcp }))).toEqual([1011, 1012, 1013]);
  });

  it('has nobody where nobody holds the port', () => {
    const found = plan([{ pid: 901, name: 'chrome', holds: [3] }], {}, { tcp: [] });
    expect(found).toMatchObject({ use: { waiting: [] }, holders: [], refusals: [] });
  });
});

describe('what the plan leaves alone', () => {
  const refusalFor = (holder: Holder, asker: Partial<Asker> = {}, machine: Machine = {}): string[] =>
    reasonsOf(plan([{ holds: [1], ...holder }], asker, machine));

  it('is process 1, portolan itself and its ancestors, forced or not', () => {
    for (const force of [false, true]) {
      const uids = new Set([0, 1000]);
      expect(refusalFor({ pid: 1, name: 'dumb-init', uid: 0 }, { force, uids })).toEqual(['init']);
      expect(refusalFor({ pid: 802, name: 'node', parent: 801 }, { force, uids })).toEqual(['self']);
      expect(refusalFor({ pid: 801, name: 'bash', parent: 800 }, { force, uids })).toEqual(['ancestor']);
      expect(refusalFor({ pid: 800, name: 'sshd' }, { force, uids })).toEqual(['ancestor']);
    }
  });

  it('is a socket that systemd holds, with the units to stop in its place', () => {
    const found = plan(
      [
        { pid: 1, name: 'systemd', uid: 0, holds: [1] },
        { pid: 900, name: 'sshd', holds: [1], unit: 'ssh.service' },
      ],
      { force: true },
    );
    expect(found.refusals).toMatchObject([
      { reason: 'socket-activated', pid: 1, instead: ['systemctl stop ssh.socket ssh.service'] },
    ]);
    const idle = plan([{ pid: 1, name: 'systemd', uid: 0, holds: [1] }]);
    expect(idle.refusals[0]?.instead.join('\n')).toContain('systemctl list-sockets');
    const user = plan([{ pid: 700, name: 'systemd', command: '/lib/systemd/systemd --user', holds: [1] }]);
    expect(user.refusals[0]).toMatchObject({ reason: 'socket-activated', pid: 700 });
    expect(user.refusals[0]?.instead.join('\n')).toContain('systemctl --user stop');
  });

  it("is another user's process, unless forced", () => {
    const holder = { pid: 900, name: 'postgres', uid: 70 };
    expect(refusalFor(holder)).toEqual(['other-user']);
    expect(refusalFor(holder, { uids: new Set([0]) })).toEqual(['other-user']);
    expect(refusalFor(holder, { force: true })).toEqual([]);
    expect(refusalFor(holder, { uids: new Set([0, 70]) })).toEqual([]);
  });

  it('is the whole group where one of it is refused, and says for which', () => {
    const found = plan([
      { pid: 900, name: 'node', holds: [1] },
      { pid: 901, name: 'node', holds: [1], uid: 33 },
    ]);
    expect(found.refusals).toMatchObject([{ reason: 'other-user', pid: 901 }]);
  });

  it('is a proxy that stands before a container, with the commands that find and stop that', () => {
    const command =
      '/usr/bin/docker-proxy -proto tcp -host-ip 0.0.0.0 -host-port 8080 -container-ip 172.17.0.2 -container-port 80';
    const found = plan([{ pid: 900, name: 'docker-proxy', uid: 0, command, holds: [1] }], { uids: new Set([0]) });
    expect(found.holders[0]?.proxy).toMatchObject({ program: 'docker-proxy', target: '172.17.0.2:80' });
    expect(found.refusals).toMatchObject([
      {
        reason: 'container-proxy',
        instead: ['docker ps --filter publish=8080/tcp', 'docker stop CONTAINER'],
      },
    ]);
    for (const name of ['rootlesskit', 'slirp4netns', 'pasta', 'pasta.avx2', 'rootlessport', 'conmon', 'kube-proxy']) {
      expect(refusalFor({ pid: 900, name }), name).toEqual(['container-proxy']);
      expect(refusalFor({ pid: 900, name }, { force: true }), name).toEqual([]);
    }
    expect(refusalFor({ pid: 900, name: 'exe', exe: '/usr/bin/rootlesskit' })).toEqual(['container-proxy']);
    expect(refusalFor({ pid: 900, name: 'docker-proxyish' })).toEqual([]);
    expect(refusalFor({ pid: 900, name: 'constructor' })).toEqual([]);
  });

  it("is a socket that no process holds: the kernel's own", () => {
    const found = plan([], { force: true });
    expect(reasonsOf(found)).toEqual(['no-process']);
    expect(found.holders).toEqual([]);
  });

  it('is a socket whose holder this user may not see, and that is another thing', () => {
    expect(reasonsOf(plan([], { force: true }, { closed: [900] }))).toEqual(['hidden']);
  });

  it('is everything where one socket of the port has a hidden holder', () => {
    const tcp = [11, 12].map((inode) => ({ local: '0.0.0.0:8080', state: LISTEN, inode }));
    const found = plan([{ pid: 900, name: 'node', holds: [11] }], {}, { tcp, closed: [901] });
    expect(pidsOf(found)).toEqual([900]);
    expect(reasonsOf(found)).toEqual(['hidden']);
  });
});
