import { describe, expect, it } from 'vitest';
import { deservesLook } from '../../findings/finding.ts';
import { ownKnowledge } from '../../knowledge/compiled-knowledge.fixture.ts';
import { parsePortKey } from '../../net/port.ts';
import { LISTEN, NOW, snapshotOf, UNCONNECTED, type Holder, type Machine } from '../machine.fixture.ts';
import { dossier, risk, usedBy } from '../small-knowledge.fixture.ts';
import { SocketView } from '../socket-row.ts';
import { exposedService, portProcessMismatch } from './exposed-service.ts';
import { judged } from './judged.fixture.ts';

const REDIS = dossier(['6379/tcp'], {
  shortName: 'redis',
  ...usedBy('redis-server'),
  ...risk(4, 3, 1),
  advice: [
    { audience: 'host', do: 'Bind it to 127.0.0.1.', sources: ['test'], confidence: 'single' },
    { audience: 'edge', do: 'Drop it at the edge.', sources: ['test'], confidence: 'single' },
  ],
});

const redisServer: Holder = { pid: 10, name: 'redis-server', holds: [1] };

function redisAt(
  address: string,
  processes: readonly Holder[] = [redisServer],
  closed: readonly number[] = [],
): Machine {
  return { tcp: [{ local: `${address}:6379`, state: LISTEN, inode: 1, uid: 110 }], processes, closed };
}

describe('a service that is risky as far as it can be reached', () => {
  it('is found, with its evidence and what to do on the host', () => {
    const finding = judged(exposedService, redisAt('0.0.0.0'), [REDIS]);
    expect(finding).toMatchObject({
      id: 'sockets.exposed-service',
      severity: 'high',
      confidence: 'high',
      subject: '6379/tcp redis-server',
      meaning: 'No password. Whoever reaches it can write.',
      advice: ['Bind it to 127.0.0.1.'],
      evidence: ['tcp LISTEN 0.0.0.0:6379 uid 110 inode 1'],
      first: NOW.toISOString(),
      last: NOW.toISOString(),
      count: 1,
      references: ['test'],
    });
    expect(finding?.title).toContain('redis');
    expect(finding?.title).not.toMatch(/\bif\b/);
  });

  it.each([
    ['0.0.0.0', 'high'],
    ['8.8.8.8', 'high'],
    ['10.0.0.5', 'medium'],
    ['169.254.0.5', 'medium'],
    ['127.0.0.1', null],
    ['192.0.2.1', null], // a reserved block: reached from nowhere that anybody knows
  ])('is judged by its distance: bound to %s it is %s', (address, severity) => {
    expect(judged(exposedService, redisAt(address), [REDIS])?.severity ?? null).toBe(severity);
  });

  it('is no finding where the dossier says no more than "note it"', () => {
    const harmless = { ...REDIS, ...risk(1, 1, 0) };
    expect(judged(exposedService, redisAt('0.0.0.0'), [harmless])).toBeNull();
    expect(judged(exposedService, redisAt('0.0.0.0'), [{ ...REDIS, ...risk(2, 1, 0) }])?.severity).toBe('low');
  });

  it('is no finding when another program holds the port', () => {
    const node: Holder = { pid: 10, name: 'node', holds: [1] };
    expect(judged(exposedService, redisAt('0.0.0.0', [node]), [REDIS])).toBeNull();
  });

  it('is a finding of low confidence, in words that say "if", when the process may not be seen', () => {
    const finding = judged(exposedService, redisAt('0.0.0.0', [], [10]), [REDIS]);
    expect(finding?.confidence).toBe('low');
    expect(finding?.title).toMatch(/\bif\b.*redis/);
  });

  it('is no finding when its dossier names no program to compare with: a number proves nothing', () => {
    const { uses: _, ...undescribed } = REDIS;
    expect(judged(exposedService, redisAt('0.0.0.0'), [{ ...undescribed, uses: [] }])).toBeNull();
  });

  it('is no finding without a dossier, or with one that does not speak of risk', () => {
    const { risk: _, ...withoutRisk } = REDIS;
    expect(judged(exposedService, redisAt('0.0.0.0'), [])).toBeNull();
    expect(judged(exposedService, redisAt('0.0.0.0'), [withoutRisk])).toBeNull();
  });

  it('is no finding on a UDP port that a client has got by chance', () => {
    const wireguard = dossier(['51820/udp'], { ...usedBy('wg'), ...risk(4, 4, 4) });
    const machine = (name: string): Machine => ({
      udp: [{ local: '0.0.0.0:51820', state: UNCONNECTED, inode: 1 }],
      processes: [{ pid: 10, name, holds: [1] }],
      settings: { 'ipv4/ip_local_port_range': '32768 60999' },
    });
    expect(judged(exposedService, machine('firefox'), [wireguard])).toBeNull();
    expect(judged(exposedService, machine('wg'), [wireguard])?.severity).toBe('high');
  });
});

describe('a port that is known for one service and held by another program', () => {
  it('is noted for the record, naming the process', () => {
    const finding = judged(portProcessMismatch, redisAt('0.0.0.0', [{ pid: 10, name: 'node', holds: [1] }]), [REDIS]);
    expect(finding).toMatchObject({ id: 'sockets.port-process-mismatch', severity: 'info' });
    expect(finding?.title).toContain('node');
  });

  it('is not noted when the usual program is among the holders', () => {
    const both: readonly Holder[] = [{ pid: 5, name: 'systemd', holds: [1] }, redisServer];
    expect(judged(portProcessMismatch, redisAt('0.0.0.0', both), [REDIS])).toBeNull();
  });

  it('is not noted when nobody sees the process, or no dossier speaks of the port', () => {
    expect(judged(portProcessMismatch, redisAt('0.0.0.0', [], [10]), [REDIS])).toBeNull();
    expect(judged(portProcessMismatch, redisAt('0.0.0.0'), [])).toBeNull();
  });
});

describe('the knowledge that is shipped', () => {
  it('never makes a finding worth a look of a number alone when a program that it does not name holds the port', () => {
    // Every port of every dossier that names its programs, all held by one harmless process that is none of them.
    const keys = [...ownKnowledge().dossiers()]
      .filter(({ kind, uses }) => kind === 'service' && uses.some(({ processes = [] }) => processes.length > 0))
      .flatMap((one) => one.keys.map(parsePortKey))
      .filter((key) => key !== null);
    const rows = (transport: string, state: number, firstInode: number) =>
      keys
        .filter((key) => key.transport === transport)
        .map((key, index) => ({ local: `0.0.0.0:${key.from}`, state, inode: firstInode + index }));
    const [tcp, udp] = [rows('tcp', LISTEN, 1), rows('udp', UNCONNECTED, 100_001)];
    const holds = [...tcp, ...udp].map(({ inode }) => inode);
    const snapshot = snapshotOf({ tcp, udp, processes: [{ pid: 10, name: 'quite-harmless', holds }] });
    const view = new SocketView(snapshot, ownKnowledge());
    expect(view.listeners.length).toBeGreaterThan(150);
    const noisy = view.listeners.filter((listener) => view.findingsOn(listener).some(deservesLook));
    expect(noisy.map(({ port, transport }) => `${port}/${transport}`)).toEqual([]);
  });
});
