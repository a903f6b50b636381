import { describe, expect, it } from 'vitest';
import { LISTEN, UNCONNECTED, type Machine } from '../machine.fixture.ts';
import { AFTER, BEFORE, differencesOf, linesOf, listenerOf, recordedOf } from './recorded.fixture.ts';

const ANY_80 = { local: '0.0.0.0:80', state: LISTEN, inode: 1 };
const nginx: Machine = {
  tcp: [ANY_80],
  processes: [{ pid: 10, name: 'nginx', holds: [1], unit: 'nginx.service' }],
};
const EMPTY: Machine = {};
/** nginx as it is seen by somebody who may not see its descriptors. */
const hidden: Machine = { tcp: [{ local: '0.0.0.0:80', state: LISTEN, inode: 1, uid: 0 }], closed: [10] };

describe('a listener that came', () => {
  it('weighs as much as it reaches', () => {
    expect(linesOf(EMPTY, nginx)).toEqual(['medium sockets.new-listener 80/tcp nginx']);
    const local = { ...nginx, tcp: [{ local: '127.0.0.1:80', state: LISTEN, inode: 1 }] };
    expect(linesOf(EMPTY, local)).toEqual(['info sockets.new-listener 80/tcp nginx']);
    const inside = { ...nginx, tcp: [{ local: '10.0.0.5:80', state: LISTEN, inode: 1 }] };
    expect(linesOf(EMPTY, inside)).toEqual(['low sockets.new-listener 80/tcp nginx']);
  });

  it('weighs nothing when the notes expect it, and more when they expect another', () => {
    expect(linesOf(EMPTY, nginx, { '80/tcp': { process: ['nginx'], exposure: 'anywhere' } })).toEqual([
      'info sockets.new-listener 80/tcp nginx',
    ]);
    const local = { ...nginx, tcp: [{ local: '127.0.0.1:80', state: LISTEN, inode: 1 }] };
    expect(linesOf(EMPTY, local, { '80/tcp': { process: ['caddy'] } })[0]).toMatch(/^medium/);
    expect(linesOf(EMPTY, nginx, { '80/tcp': { note: 'ask ada' } })[0]).toMatch(/^medium/);
  });

  it('has both states, the times, and what it rests on', () => {
    const [finding] = differencesOf(recordedOf(EMPTY), recordedOf(nginx, AFTER)).findings;
    expect(finding).toMatchObject({ change: 'new', before: null, after: { port: 80 }, first: AFTER, last: AFTER });
    expect(finding?.evidence[0]).toContain('tcp 0.0.0.0:80 nginx (10) /usr/bin/nginx');
  });

  it('weighs as much as what was found on it', () => {
    const finding = { id: 'sockets.exposed-service', severity: 'high', title: 'no password' } as const;
    const before = { ...recordedOf(EMPTY), listeners: [] };
    const after = { ...recordedOf(EMPTY, AFTER), listeners: [listenerOf({ exposure: 'loopback', finding })] };
    expect(differencesOf(before, after).findings[0]).toMatchObject({ severity: 'high', title: 'new, no password' });
  });
});

describe('a listener that went', () => {
  it('is for the record, unless the notes expect it', () => {
    expect(linesOf(nginx, EMPTY)).toEqual(['info sockets.gone-listener 80/tcp nginx']);
    expect(linesOf(nginx, EMPTY, { '80/tcp': { label: 'shop' } })).toEqual([
      'medium sockets.gone-listener 80/tcp nginx',
    ]);
    const [finding] = differencesOf(recordedOf(nginx), recordedOf(EMPTY, AFTER)).findings;
    expect(finding).toMatchObject({ change: 'gone', after: null, first: BEFORE, last: AFTER });
  });

  it('is not gone where the table could not be read to its end', () => {
    const unread = { ...recordedOf(EMPTY, AFTER), completeness: { tcp: false, udp: true, owners: true } };
    expect(differencesOf(recordedOf(nginx), unread)).toMatchObject({ findings: [], summary: { unjudged: 1 } });
    const other = { ...recordedOf(EMPTY, AFTER), completeness: { tcp: true, udp: false, owners: true } };
    expect(differencesOf(recordedOf(nginx), other).summary).toMatchObject({ gone: 1, unjudged: 0 });
  });

  it('is not gone where listeners of one user cannot be told apart', () => {
    const two: Machine = {
      tcp: [
        { local: '127.0.0.1:53', state: LISTEN, inode: 1 },
        { local: '10.0.0.1:53', state: LISTEN, inode: 2 },
      ],
      processes: [
        { pid: 10, name: 'resolved', holds: [1] },
        { pid: 11, name: 'dnsmasq', holds: [2] },
      ],
    };
    const unseen: Machine = { ...two, processes: [], closed: [10, 11] };
    expect(differencesOf(recordedOf(two), recordedOf(unseen, AFTER))).toMatchObject({
      findings: [],
      summary: { unjudged: 1, unchanged: 1 },
    });
    expect(differencesOf(recordedOf(unseen), recordedOf(two, AFTER)).findings).toEqual([]);
  });
});

describe('the same program', () => {
  it('with another pid is no difference, nor with more workers', () => {
    const workers: Machine = {
      tcp: [
        { local: '0.0.0.0:80', state: LISTEN, inode: 1 },
        { local: '0.0.0.0:80', state: LISTEN, inode: 2 },
      ],
      processes: [
        { pid: 20, name: 'nginx', holds: [1], unit: 'nginx.service' },
        { pid: 21, name: 'nginx', holds: [2], unit: 'nginx.service' },
      ],
    };
    expect(linesOf(nginx, workers)).toEqual([]);
    expect(recordedOf(workers).listeners).toHaveLength(1);
  });

  it('on another port has moved, where there is only one of it', () => {
    const moved = { ...nginx, tcp: [{ local: '0.0.0.0:8080', state: LISTEN, inode: 1 }] };
    expect(linesOf(nginx, moved)).toEqual(['low sockets.moved-listener 8080/tcp nginx']);
    const twice = {
      ...nginx,
      tcp: [...moved.tcp, { local: '0.0.0.0:8081', state: LISTEN, inode: 2 }],
      processes: [{ pid: 10, name: 'nginx', holds: [1, 2], unit: 'nginx.service' }],
    };
    expect(linesOf(nginx, twice).map((line) => line.split(' ')[1])).toEqual([
      'sockets.gone-listener',
      'sockets.new-listener',
      'sockets.new-listener',
    ]);
  });

  it('has not moved when all they share is an interpreter', () => {
    const app = (port: number, name: string): Machine => ({
      tcp: [{ local: `127.0.0.1:${port}`, state: LISTEN, inode: 1 }],
      processes: [{ pid: 10, name, exe: '/usr/bin/node', holds: [1] }],
    });
    expect(linesOf(app(3000, 'node'), app(5173, 'node'))).toHaveLength(2);
    expect(linesOf(app(3000, 'vite'), app(5173, 'vite'))).toHaveLength(2);
  });

  it('of another file, user or unit has changed', () => {
    const changed = (fields: object): string[] =>
      linesOf(nginx, {
        ...nginx,
        processes: [{ pid: 10, name: 'nginx', holds: [1], unit: 'nginx.service', ...fields }],
      });
    expect(changed({ exe: '/tmp/.x/nginx' })).toEqual(['high sockets.changed-executable 80/tcp nginx']);
    expect(changed({ exe: '/opt/nginx/nginx' })).toEqual(['medium sockets.changed-executable 80/tcp nginx']);
    expect(changed({ uid: 0 })).toEqual(['medium sockets.changed-user 80/tcp nginx']);
    expect(changed({ uid: 33 })).toEqual(['low sockets.changed-user 80/tcp nginx']);
    expect(changed({ unit: 'web.service' })).toEqual(['info sockets.changed-unit 80/tcp nginx']);
  });

  it('of a newer version has been upgraded', () => {
    const at = (exe: string): Machine => ({ ...nginx, processes: [{ pid: 10, name: 'nginx', holds: [1], exe }] });
    expect(linesOf(at('/opt/nginx-1.26/nginx'), at('/opt/nginx-1.28.1/nginx'))).toEqual([
      'info sockets.changed-executable 80/tcp nginx',
    ]);
  });

  it('in another container has changed', () => {
    const [listener] = recordedOf(nginx).listeners;
    const [process] = listener?.processes ?? [];
    if (listener === undefined || process === undefined) throw new Error('the machine should have one');
    const after = { ...listener, processes: [{ ...process, container: 'web-2' }] };
    const { findings } = differencesOf(recordedOf(nginx), { ...recordedOf(EMPTY, AFTER), listeners: [after] });
    expect(findings.map(({ id, title }) => [id, title])).toEqual([
      ['sockets.changed-container', 'ran in no container, now container web-2'],
    ]);
  });
});

describe('another program on the port', () => {
  const caddy = { ...nginx, processes: [{ pid: 10, name: 'caddy', holds: [1] }] };

  it('is one difference, whatever else is different about it', () => {
    expect(linesOf(nginx, caddy)).toEqual(['medium sockets.changed-program 80/tcp caddy']);
    expect(linesOf(nginx, caddy, { '80/tcp': { process: ['caddy'] } })[0]).toMatch(/^info/);
  });

  it('is none where the owner is hidden on either side', () => {
    expect(linesOf(nginx, hidden)).toEqual([]);
    expect(linesOf(hidden, nginx)).toEqual([]);
    expect(linesOf(hidden, hidden)).toEqual([]);
  });

  it('is none where a part of the holders is hidden', () => {
    const both = {
      ...nginx,
      processes: [
        { pid: 10, name: 'master', uid: 0, holds: [1] },
        { pid: 11, name: 'worker', uid: 33, holds: [1] },
      ],
    };
    const part = {
      ...nginx,
      tcp: [ANY_80, { local: '127.0.0.1:81', state: LISTEN, inode: 9 }],
      processes: [{ pid: 11, name: 'worker', uid: 33, holds: [1] }],
      closed: [10],
    };
    expect(linesOf(both, part)).toEqual(['info sockets.new-listener 81/tcp']);
    expect(linesOf(both, { ...part, processes: [{ pid: 12, name: 'caddy', holds: [1] }] })).toContain(
      'medium sockets.changed-program 80/tcp caddy',
    );
  });

  it('is somebody unseen, where everybody else can be seen', () => {
    const nobody = { tcp: [ANY_80] };
    expect(linesOf(nginx, nobody)[0]).toContain('sockets.changed-program');
  });
});

describe('the reach of a listener', () => {
  const at = (...addresses: string[]): Machine => ({
    tcp: addresses.map((address, index) => ({ local: `${address}:80`, state: LISTEN, inode: index + 1 })),
    processes: [{ pid: 10, name: 'nginx', holds: addresses.map((_, index) => index + 1) }],
  });

  it('grows and shrinks', () => {
    expect(linesOf(at('127.0.0.1'), at('0.0.0.0'))).toEqual(['medium sockets.farther-exposure 80/tcp nginx']);
    expect(linesOf(at('127.0.0.1'), at('10.0.0.5'))).toEqual(['low sockets.farther-exposure 80/tcp nginx']);
    expect(linesOf(at('0.0.0.0'), at('127.0.0.1'))).toEqual(['info sockets.nearer-exposure 80/tcp nginx']);
    expect(linesOf(at('10.0.0.5'), at('10.0.0.6'))).toEqual(['info sockets.changed-address 80/tcp nginx']);
    expect(linesOf(at('10.0.0.5', '127.0.0.1'), at('127.0.0.1', '10.0.0.5'))).toEqual([]);
  });

  it('is known to everybody, hidden owner or not', () => {
    const unseen = { tcp: [{ local: '127.0.0.1:80', state: LISTEN, inode: 1, uid: 0 }], closed: [10] };
    expect(linesOf(unseen, hidden)).toEqual(['medium sockets.farther-exposure 80/tcp']);
  });

  it('is compared with what the notes allow', () => {
    const allowed = { '80/tcp': { exposure: 'anywhere' } } as const;
    expect(linesOf(at('127.0.0.1'), at('0.0.0.0'), allowed)[0]).toMatch(/^info/);
  });
});

describe('what is left out', () => {
  const query: Machine = {
    udp: [{ local: '0.0.0.0:40000', state: UNCONNECTED, inode: 5 }],
    processes: [{ pid: 10, name: 'firefox', holds: [5] }],
  };

  it('are clients of UDP, and they are counted', () => {
    expect(differencesOf(recordedOf(query), recordedOf(EMPTY, AFTER))).toMatchObject({
      findings: [],
      summary: { clients: 1, gone: 0 },
    });
    expect(linesOf(EMPTY, query)).toEqual([]);
  });

  it('is what the notes mute, and it is counted', () => {
    const mute = { '80/tcp': { mute: { until: '2026-12-31' } } };
    expect(differencesOf(recordedOf(EMPTY), recordedOf(nginx, AFTER), mute)).toMatchObject({
      findings: [],
      summary: { new: 1, muted: 1 },
    });
  });
});

describe('two machines', () => {
  it('have listeners of their own, and none is gone', () => {
    const moved = { ...nginx, tcp: [{ local: '0.0.0.0:8080', state: LISTEN, inode: 1 }] };
    const { findings, sameHost } = differencesOf(recordedOf(nginx), recordedOf(moved, AFTER, 'db-4'));
    expect(sameHost).toBe(false);
    expect(findings.map(({ id, title }) => [id, title])).toEqual([
      ['sockets.only-one-host', expect.stringMatching(/^only on db-3/)],
      ['sockets.only-one-host', expect.stringMatching(/^only on db-4/)],
    ]);
  });

  it('may have other programs on a port', () => {
    const caddy = { ...nginx, processes: [{ pid: 10, name: 'caddy', holds: [1], uid: 0 }] };
    expect(differencesOf(recordedOf(nginx), recordedOf(caddy, AFTER, 'db-4')).findings).toEqual([]);
  });
});

it('the worst stands last', () => {
  const after: Machine = {
    tcp: [
      { local: '0.0.0.0:25', state: LISTEN, inode: 1 },
      { local: '127.0.0.1:26', state: LISTEN, inode: 2 },
      { local: '10.0.0.5:27', state: LISTEN, inode: 3 },
    ],
    processes: [{ pid: 10, name: 'mailer', holds: [1, 2, 3] }],
  };
  expect(linesOf(EMPTY, after).map((line) => line.split(' ')[0])).toEqual(['info', 'low', 'medium']);
});
