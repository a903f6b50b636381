import { describe, expect, it } from 'vitest';
import { DetailColumns, noDetails } from '../socket-details.ts';
import { ListeningPorts } from '../listening-ports.ts';
import { groupListeners } from '../listener.ts';
import { ServiceNamer } from '../service.ts';
import { knowledgeOf } from '../small-knowledge.fixture.ts';
import type { Finding } from '../../findings/finding.ts';
import { CLOSE_WAIT, ESTABLISHED, LISTEN, snapshotOf, UNCONNECTED, type Machine } from '../machine.fixture.ts';
import { acceptQueue } from './accept-queue.ts';
import { closeWaitPile } from './close-wait.ts';
import { ephemeralListener } from './ephemeral-listener.ts';
import { judged } from './judged.fixture.ts';

describe('a full accept queue', () => {
  const waiting = (receiveQueue: number, settings: Record<string, string> = {}): Machine => ({
    tcp: [{ local: '0.0.0.0:80', state: LISTEN, receiveQueue, inode: 1 }],
    settings,
  });

  it('is found from 64 waiting connections on', () => {
    expect(judged(acceptQueue, waiting(63))).toBeNull();
    const finding = judged(acceptQueue, waiting(64));
    expect(finding).toMatchObject({ id: 'sockets.accept-queue', severity: 'medium' });
    expect(finding?.title).toContain('64');
  });

  it('is worse at the limit of the host', () => {
    const somaxconn = { 'core/somaxconn': '128' };
    expect(judged(acceptQueue, waiting(127, somaxconn))?.severity).toBe('medium');
    expect(judged(acceptQueue, waiting(128, somaxconn))?.severity).toBe('high');
  });

  describe('whose limit netlink tells', () => {
    function withLimit(receiveQueue: number, backlogLimit: number): Finding | null {
      const snapshot = snapshotOf(waiting(receiveQueue, { 'core/somaxconn': '128' }));
      snapshot.table.details = new DetailColumns(1);
      snapshot.table.details.set(0, { ...noDetails(), backlogLimit });
      const namer = new ServiceNamer(knowledgeOf([]));
      const [listener] = groupListeners(snapshot, new ListeningPorts(snapshot.table), namer);
      return listener === undefined ? null : acceptQueue.judge(listener, snapshot);
    }

    it('is full with one more than the limit, however short it is', () => {
      expect(withLimit(2, 2)).toBeNull();
      expect(withLimit(3, 2)).toMatchObject({
        severity: 'high',
        title: 'accept queue full: 3 wait, and the limit is 2',
      });
    });

    it('is long, and not full, below a limit that is higher', () => {
      expect(withLimit(200, 4096)?.severity).toBe('medium');
    });
  });

  it('is seen on whichever of the sockets of a listener it is', () => {
    const finding = judged(acceptQueue, {
      tcp: [1, 2, 3].map((inode) => ({
        local: '0.0.0.0:80',
        state: LISTEN,
        receiveQueue: inode === 2 ? 99 : 0,
        inode,
      })),
    });
    expect(finding?.title).toContain('99');
  });

  it('is not what waits to be read from a UDP socket', () => {
    const udp = [{ local: '0.0.0.0:514', state: UNCONNECTED, receiveQueue: 200_000, inode: 1 }];
    expect(judged(acceptQueue, { udp })).toBeNull();
  });
});

describe('a service inside the ephemeral range', () => {
  const settings = { 'ipv4/ip_local_port_range': '32768 60999', 'ipv4/ip_local_reserved_ports': '40000' };
  const at = (port: number): Machine => ({ tcp: [{ local: `0.0.0.0:${port}`, state: LISTEN, inode: 1 }], settings });

  it('is noted for the record, with the range of this host and the class that IANA gives it', () => {
    const finding = judged(ephemeralListener, at(45_000));
    expect(finding).toMatchObject({ id: 'sockets.ephemeral-listener', severity: 'info' });
    expect(finding?.title).toContain('32768-60999');
    expect(finding?.meaning).toContain('user port');
    expect(judged(ephemeralListener, at(50_000))?.meaning).toContain('dynamic port');
  });

  it('is to be reserved beside what is reserved, by a line that adds to it', () => {
    const [advice] = judged(ephemeralListener, at(45_000))?.advice ?? [];
    expect(advice).toContain('beside 40000, as root: r=$(sysctl -n ');
    expect(advice).toMatch(/_reserved_ports="\$\{r:\+\$r,\}45000"$/);
    const alone = { ...settings, 'ipv4/ip_local_reserved_ports': '' };
    expect(judged(ephemeralListener, { ...at(45_000), settings: alone })?.advice[0]).toContain('the port, as root: ');
  });

  it('is not noted outside the range, on a reserved port, or over UDP', () => {
    expect(judged(ephemeralListener, at(32_767))).toBeNull();
    expect(judged(ephemeralListener, at(40_000))).toBeNull();
    const udp = [{ local: '0.0.0.0:45000', state: UNCONNECTED, inode: 1 }];
    expect(judged(ephemeralListener, { udp, settings })).toBeNull();
  });

  it('is not noted where the host does not show its range', () => {
    expect(judged(ephemeralListener, { ...at(45_000), settings: {} })).toBeNull();
  });
});

describe('a pile of connections that were not closed', () => {
  function pile(count: number, state = CLOSE_WAIT): Machine {
    const tcp = Array.from({ length: count }, (_, at) => ({
      local: `10.0.0.5:${40_000 + at}`,
      remote: '10.0.0.9:443',
      state,
      inode: at + 1,
    }));
    return { tcp, processes: [{ pid: 10, name: 'leaky', holds: tcp.map(({ inode }) => inode) }] };
  }

  it('is found from 100 in CLOSE-WAIT on, and names the process that has them', () => {
    expect(closeWaitPile.judge(snapshotOf(pile(99)))).toEqual([]);
    const [finding, ...others] = closeWaitPile.judge(snapshotOf(pile(100)));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      id: 'sockets.close-wait-pile',
      severity: 'low',
      count: 100,
      subject: 'leaky (pid 10)',
    });
  });

  it('is not a pile of connections in use', () => {
    expect(closeWaitPile.judge(snapshotOf(pile(200, ESTABLISHED)))).toEqual([]);
  });

  it('is not put together from several processes', () => {
    const { tcp = [] } = pile(150);
    const inodes = tcp.map(({ inode = 0 }) => inode);
    const processes = [
      { pid: 10, name: 'one', holds: inodes.slice(0, 75) },
      { pid: 11, name: 'other', holds: inodes.slice(75) },
    ];
    expect(closeWaitPile.judge(snapshotOf({ tcp, processes }))).toEqual([]);
  });
});
