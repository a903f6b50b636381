import { describe, expect, it } from 'vitest';
import { groupListeners, isEphemeral, isProbablyClient, matchProcess, subjectOf, type Listener } from './listener.ts';
import { ListeningPorts } from './listening-ports.ts';
import { ESTABLISHED, LISTEN, snapshotOf, UNCONNECTED, type Machine } from './machine.fixture.ts';
import { ServiceNamer } from './service.ts';
import { dossier, knowledgeOf, usedBy } from './small-knowledge.fixture.ts';

const KNOWLEDGE = knowledgeOf([
  dossier(['80/tcp'], { shortName: 'web', ...usedBy('nginx', 'a-program-with-a-long-name') }),
  dossier(['51820/udp'], { shortName: 'wireguard', ...usedBy('wg') }),
  dossier(['9000/tcp']),
]);

function listenersOf(machine: Machine): Listener[] {
  const snapshot = snapshotOf(machine);
  return groupListeners(snapshot, new ListeningPorts(snapshot.table), new ServiceNamer(KNOWLEDGE));
}

function onlyListener(machine: Machine): Listener {
  const [listener, ...others] = listenersOf(machine);
  if (listener === undefined || others.length > 0) throw new Error('the machine should have one listener');
  return listener;
}

describe('a listener', () => {
  it('is all the sockets of one port and transport that the same processes hold', () => {
    const listener = onlyListener({
      tcp: [
        { local: '127.0.0.1:80', state: LISTEN, inode: 1, uid: 33 },
        { local: '10.0.0.5:80', state: LISTEN, inode: 2, uid: 33 },
      ],
      tcp6: [{ local: '[::1]:80', state: LISTEN, inode: 3, uid: 33 }],
      processes: [
        { pid: 20, name: 'nginx', holds: [1, 2, 3] },
        { pid: 10, name: 'nginx', holds: [1, 2, 3], uid: 0 },
      ],
    });
    expect(listener).toMatchObject({
      transport: 'tcp',
      port: 80,
      rows: [0, 1, 2],
      addresses: ['127.0.0.1', '10.0.0.5', '::1'],
      exposure: 'private',
      ownership: 'visible',
      uid: 33,
      dualStack: null,
      service: { name: 'web', source: 'dossier', port: 80, transport: 'tcp', side: 'local' },
    });
    expect(listener.exposureReason).toContain('10.0.0.5');
    expect(listener.processes.map(({ pid }) => pid)).toEqual([10, 20]);
    expect(listener.dossier?.keys).toEqual(['80/tcp']);
  });

  it('names an address once, however many SO_REUSEPORT sockets share it', () => {
    const listener = onlyListener({
      tcp: [1, 2, 3].map((inode) => ({ local: '0.0.0.0:80', state: LISTEN, inode })),
      processes: [{ pid: 10, name: 'nginx', holds: [1, 2, 3] }],
    });
    expect(listener.rows).toHaveLength(3);
    expect(listener.addresses).toEqual(['0.0.0.0']);
  });

  it('is another one for other processes, another transport and another port', () => {
    const listeners = listenersOf({
      tcp: [
        { local: '0.0.0.0:443', state: LISTEN, inode: 1 },
        { local: '127.0.0.1:80', state: LISTEN, inode: 2 },
        { local: '10.0.0.5:80', state: LISTEN, inode: 3 },
        { local: '10.0.0.5:80', remote: '10.0.0.9:5000', state: ESTABLISHED, inode: 4 },
      ],
      udp: [{ local: '0.0.0.0:80', state: UNCONNECTED, inode: 5 }],
      processes: [
        { pid: 10, name: 'nginx', holds: [1, 2, 4, 5] },
        { pid: 20, name: 'caddy', holds: [3] },
      ],
    });
    expect(listeners.map((listener) => `${subjectOf(listener)} rows ${listener.rows.join()}`)).toEqual([
      '80/tcp nginx rows 1',
      '80/tcp caddy rows 2',
      '80/udp nginx rows 4',
      '443/tcp nginx rows 0',
    ]);
  });

  it('is kept apart by user where the processes cannot be seen', () => {
    const listeners = listenersOf({
      tcp: [
        { local: '127.0.0.1:80', state: LISTEN, inode: 1, uid: 33 },
        { local: '127.0.0.2:80', state: LISTEN, inode: 2, uid: 1000 },
        { local: '127.0.0.3:80', state: LISTEN, inode: 3, uid: 33 },
      ],
      closed: [10],
    });
    expect(listeners.map(({ uid, rows, ownership }) => [uid, rows, ownership])).toEqual([
      [33, [0, 2], 'not-permitted'],
      [1000, [1], 'not-permitted'],
    ]);
    expect(listeners.map(({ processes }) => processes)).toEqual([[], []]);
  });

  it('reaches as far as the farthest of its sockets, and says by which', () => {
    const listener = onlyListener({
      tcp: [
        { local: '127.0.0.1:9000', state: LISTEN, inode: 1 },
        { local: '0.0.0.0:9000', state: LISTEN, inode: 2 },
        { local: '10.0.0.5:9000', state: LISTEN, inode: 3 },
      ],
      processes: [{ pid: 10, name: 'app', holds: [1, 2, 3] }],
    });
    expect(listener.exposure).toBe('wildcard');
    expect(listener.exposureReason).toBe('bound to every address of this host');
  });

  it('tells of its IPv6 wildcard socket whether it takes IPv4 too', () => {
    const tcp6 = [{ local: '[::]:80', state: LISTEN, inode: 1 }];
    const processes = [{ pid: 10, name: 'nginx', holds: [1, 2] }];
    expect(onlyListener({ tcp6, processes }).dualStack).toBe('likely');
    const tcp = [{ local: '0.0.0.0:80', state: LISTEN, inode: 2 }];
    expect(onlyListener({ tcp, tcp6, processes }).dualStack).toBe('no');
  });
});

describe('the ephemeral range of a host', () => {
  const settings = { 'ipv4/ip_local_port_range': '32768\t60999', 'ipv4/ip_local_reserved_ports': '40000,41000-41010' };

  it('holds its bounds, and not the ports that are reserved out of it', () => {
    const snapshot = snapshotOf({ settings });
    const inside = [32_767, 32_768, 39_999, 40_000, 40_001, 41_000, 41_005, 41_010, 41_011, 60_999, 61_000];
    expect(inside.filter((port) => isEphemeral(snapshot, port))).toEqual([32_768, 39_999, 40_001, 41_011, 60_999]);
  });

  it('holds nothing where the host does not say', () => {
    expect(isEphemeral(snapshotOf({}), 50_000)).toBe(false);
  });

  function udp(port: number, name: string): Listener {
    return onlyListener({
      udp: [{ local: `0.0.0.0:${port}`, state: UNCONNECTED, inode: 1 }],
      processes: [{ pid: 10, name, holds: [1] }],
      settings,
    });
  }

  it('makes a UDP socket without a peer most likely a client', () => {
    expect(isProbablyClient(udp(45_000, 'chrome'))).toBe(true);
    expect(isProbablyClient(udp(5353, 'avahi-daemon'))).toBe(false);
    expect(isProbablyClient(udp(40_000, 'server'))).toBe(false); // reserved: somebody means it
  });

  it('makes a known service no client, unless another program holds its port', () => {
    expect(isProbablyClient(udp(51_820, 'wg'))).toBe(false);
    expect(isProbablyClient(udp(51_820, 'chrome'))).toBe(true);
  });

  it('never makes a listening TCP socket a client', () => {
    const listener = onlyListener({ tcp: [{ local: '0.0.0.0:45000', state: LISTEN, inode: 1 }], settings });
    expect(listener.ephemeral).toBe(true);
    expect(isProbablyClient(listener)).toBe(false);
  });
});

describe('a holder held against the dossier of its port', () => {
  const match = (port: number, name: string | null): string =>
    matchProcess(
      onlyListener({
        tcp: [{ local: `0.0.0.0:${port}`, state: LISTEN, inode: 1 }],
        processes: name === null ? [] : [{ pid: 10, name, holds: [1] }],
      }),
    );

  it('is usual, another, unseen, or nothing that the dossier describes', () => {
    expect([match(80, 'nginx'), match(80, 'redis-server'), match(80, null), match(9000, 'php-fpm')]).toEqual([
      'usual',
      'another',
      'unseen',
      'undescribed',
    ]);
  });

  it('is compared as the kernel cuts names, to 15 characters', () => {
    expect(match(80, 'a-program-with-')).toBe('usual');
    expect(match(80, 'a-program')).toBe('another');
    expect(match(80, 'nginx2')).toBe('another');
  });
});
