import { describe, expect, it } from 'vitest';
import type { Finding } from '../../findings/finding.ts';
import { Overlay, type LocalNote } from '../../knowledge/overlay.ts';
import type { Exposure } from '../exposure.ts';
import { groupListeners } from '../listener.ts';
import { ListeningPorts } from '../listening-ports.ts';
import { LISTEN, NOW, snapshotOf, UNCONNECTED, type Holder, type Machine } from '../machine.fixture.ts';
import { ServiceNamer } from '../service.ts';
import { dossier, knowledgeOf, risk, usedBy } from '../small-knowledge.fixture.ts';
import { SocketView } from '../socket-row.ts';
import { isExpectedExposure, unexpectedExposure, unexpectedProcess } from './expectation.ts';

const REDIS = dossier(['6379/tcp'], { shortName: 'redis', ...usedBy('redis-server'), ...risk(4, 3, 1) });
const KNOWLEDGE = knowledgeOf([REDIS]);

const redisServer: Holder = { pid: 10, name: 'redis-server', holds: [1] };

function machineAt(address: string, processes: readonly Holder[] = [redisServer]): Machine {
  const row = { local: `${address}:6379`, state: LISTEN, inode: 1, uid: 110 };
  return address.startsWith('[') ? { tcp6: [row], processes } : { tcp: [row], processes };
}

function overlayOf(note: LocalNote | null, key = '6379/tcp'): Overlay {
  return new Overlay(note === null ? [] : [{ path: 'portolan.yaml', ports: { [key]: note }, services: [] }]);
}

function viewOf(machine: Machine, note: LocalNote | null, key?: string): SocketView {
  return new SocketView(snapshotOf(machine), KNOWLEDGE, overlayOf(note, key));
}

/** What is found on the one listener of a machine, by the id of the finding. */
function findingsOf(machine: Machine, note: LocalNote | null): Map<string, Finding> {
  const view = viewOf(machine, note);
  const [listener, ...others] = view.listeners;
  if (listener === undefined || others.length > 0) throw new Error('the machine should have one listener');
  return new Map(view.findingsOn(listener).map((finding) => [finding.id, finding]));
}

describe('a port that reaches farther than its note allows', () => {
  const [FINE, MEDIUM, HIGH] = [null, 'medium', 'high'];

  it.each([
    ['127.0.0.1', FINE, FINE, FINE],
    ['[::1]', FINE, FINE, FINE],
    ['10.0.0.5', MEDIUM, FINE, FINE],
    ['[fd00::5]', MEDIUM, FINE, FINE],
    ['169.254.0.5', MEDIUM, FINE, FINE],
    ['192.0.2.1', MEDIUM, FINE, FINE], // a reserved block: not known from where it is reached
    ['8.8.8.8', HIGH, HIGH, FINE],
    ['0.0.0.0', HIGH, HIGH, FINE],
    ['[::]', HIGH, HIGH, FINE],
  ])('bound to %s: for host %s, for network %s, for anywhere %s', (address, host, network, anywhere) => {
    const severityFor = (exposure: NonNullable<LocalNote['exposure']>): string | null =>
      findingsOf(machineAt(address), { exposure }).get('sockets.unexpected-exposure')?.severity ?? null;
    expect([severityFor('host'), severityFor('network'), severityFor('anywhere')]).toEqual([host, network, anywhere]);
  });

  it('is told with what was expected, what is, what to do, and in which file it was expected', () => {
    const finding = findingsOf(machineAt('0.0.0.0'), { exposure: 'network' }).get('sockets.unexpected-exposure');
    expect(finding).toMatchObject({
      subject: '6379/tcp redis-server',
      confidence: 'high',
      title: 'should be reachable from its networks, and is bound to any address',
      references: ['portolan.yaml'],
      evidence: ['tcp LISTEN 0.0.0.0:6379 uid 110 inode 1'],
    });
    expect(finding?.meaning).toContain('6379/tcp');
    expect(finding?.meaning).toContain('bound to every address of this host');
    expect(finding?.advice).toHaveLength(1);
  });

  it('is judged by the farthest of its sockets', () => {
    const machine: Machine = {
      tcp: [
        { local: '127.0.0.1:6379', state: LISTEN, inode: 1 },
        { local: '10.0.0.5:6379', state: LISTEN, inode: 2 },
      ],
      processes: [{ pid: 10, name: 'redis-server', holds: [1, 2] }],
    };
    expect(findingsOf(machine, { exposure: 'host' }).get('sockets.unexpected-exposure')?.severity).toBe('medium');
  });

  it('is no finding without a note, or with one that does not speak of it', () => {
    for (const note of [null, { label: 'cache' }]) {
      expect(findingsOf(machineAt('0.0.0.0'), note).has('sockets.unexpected-exposure')).toBe(false);
    }
  });

  it('is no finding on a socket that nobody but its peer can reach', () => {
    const exposures: readonly Exposure[] = [
      'peer',
      'loopback',
      'unknown',
      'link-local',
      'private',
      'public',
      'wildcard',
    ];
    const expected = (exposure: Exposure): boolean =>
      isExpectedExposure({ exposure, note: { exposure: 'host', files: [] } });
    expect(exposures.filter(expected)).toEqual(['peer', 'loopback']);
    expect(exposures.some((exposure) => isExpectedExposure({ exposure, note: null }))).toBe(false);
  });
});

describe('a risky service that may be reached from where it is', () => {
  it.each<[address: string, exposure: LocalNote['exposure'], isFound: boolean]>([
    ['0.0.0.0', undefined, true],
    ['0.0.0.0', 'host', true],
    ['0.0.0.0', 'network', true],
    ['0.0.0.0', 'anywhere', false],
    ['10.0.0.5', 'host', true],
    ['10.0.0.5', 'network', false],
    ['10.0.0.5', 'anywhere', false],
  ])('bound to %s and expected %s: is told %s', (address, exposure, isFound) => {
    const note: LocalNote = { label: 'cache', ...(exposure !== undefined && { exposure }) };
    expect(findingsOf(machineAt(address), note).has('sockets.exposed-service')).toBe(isFound);
  });
});

describe('a port that another program holds than its note names', () => {
  const held = (names: readonly string[]): Machine =>
    machineAt(
      '127.0.0.1',
      names.map((name, index) => ({ pid: 10 + index, name, holds: [1] })),
    );
  const isFound = (names: readonly string[], process: readonly string[]): boolean =>
    findingsOf(held(names), { process }).has('sockets.unexpected-process');

  it('is found, and both are named', () => {
    const finding = findingsOf(held(['nc']), { process: ['redis-server', 'valkey-server'] }).get(
      'sockets.unexpected-process',
    );
    expect(finding).toMatchObject({
      severity: 'medium',
      confidence: 'high',
      title: 'should be held by redis-server or valkey-server, and is held by nc',
      references: ['portolan.yaml'],
    });
  });

  it.each<[held: readonly string[], expected: readonly string[], isFound: boolean]>([
    [['redis-server'], ['redis-server'], false],
    [['redis-server'], ['valkey', 'redis-server'], false],
    [['redis'], ['redis-server'], true],
    [['redis-server'], ['redis'], true],
    [['Redis-Server'], ['redis-server'], true],
    // The kernel keeps 15 bytes of a name.
    [['elasticsearch-n'], ['elasticsearch-node'], false],
    [['elasticsearch-m'], ['elasticsearch-node'], true],
    [['elasticsearch-n'], ['elasticsearch-n'], false],
    // Every holder must be one of them.
    [['systemd', 'sshd'], ['systemd', 'sshd'], false],
    [['systemd', 'sshd'], ['sshd'], true],
  ])('held by %j, expected %j: %s', (names, expected, found) => {
    expect(isFound(names, expected)).toBe(found);
  });

  it('is cut by bytes, as the kernel does, and not by letters', () => {
    expect(isFound(['äöüäöüä\uFFFD'], ['äöüäöüäöü'])).toBe(false); // 14 bytes, and half a letter
    expect(isFound(['äöüäöüäö'], ['äöüäöüäöü'])).toBe(true);
  });

  it('is no finding when nobody sees the holder, or the note names none', () => {
    const hidden = { ...machineAt('127.0.0.1'), closed: [10] };
    expect(findingsOf(hidden, { process: ['other'] }).has('sockets.unexpected-process')).toBe(false);
    expect(findingsOf(held(['nc']), { label: 'cache' }).has('sockets.unexpected-process')).toBe(false);
  });

  it('is told by the rules themselves, and by no other', () => {
    const snapshot = snapshotOf(held(['nc']));
    const namer = new ServiceNamer(KNOWLEDGE, overlayOf({ process: ['redis-server'], exposure: 'host' }));
    const [listener] = groupListeners(snapshot, new ListeningPorts(snapshot.table), namer);
    if (listener === undefined) throw new Error('nothing listens');
    expect(unexpectedProcess.judge(listener, snapshot)?.id).toBe('sockets.unexpected-process');
    expect(unexpectedExposure.judge(listener, snapshot)).toBeNull();
  });
});

describe('a program that the note names', () => {
  it('is a usual one, whatever the dossier says', () => {
    const keydb = machineAt('0.0.0.0', [{ pid: 10, name: 'keydb-server', holds: [1] }]);
    expect(findingsOf(keydb, null).has('sockets.port-process-mismatch')).toBe(true);
    const noted = findingsOf(keydb, { process: ['keydb-server'] });
    expect(noted.has('sockets.port-process-mismatch')).toBe(false);
    // And then what the dossier says of the service is said of it.
    expect(noted.get('sockets.exposed-service')?.confidence).toBe('high');
  });
});

describe('muted findings', () => {
  const machine = machineAt('0.0.0.0');
  const today = NOW.toISOString().slice(0, 10);

  it('are counted and not told, to the end of the last day', () => {
    const open = viewOf(machine, { label: 'cache' });
    expect([open.muted, open.findingsOf(0).map(({ id }) => id)]).toEqual([0, ['sockets.exposed-service']]);
    const muted = viewOf(machine, { mute: { until: today } });
    expect([muted.muted, muted.findingsOf(0)]).toEqual([1, []]);
    expect(muted.rowAt(0).findings).toEqual([]);
    expect(viewOf(machine, { mute: { until: '2026-11-21' } }).findingsOf(0)).toHaveLength(1);
  });

  it('are only those that the note names', () => {
    const note: LocalNote = {
      exposure: 'host',
      process: ['other'],
      mute: { until: today, findings: ['sockets.unexpected-process'] },
    };
    const view = viewOf(machine, note);
    expect(view.findingsOf(0).map(({ id }) => id)).toEqual(['sockets.exposed-service', 'sockets.unexpected-exposure']);
    expect(view.muted).toBe(1);
  });
});

describe('the label of a note', () => {
  it('is the name of the service, before the dossier and the registry, of its transport alone', () => {
    const both: Machine = {
      tcp: [{ local: '127.0.0.1:6379', state: LISTEN, inode: 1 }],
      udp: [{ local: '127.0.0.1:6379', state: UNCONNECTED, inode: 2 }],
    };
    const view = viewOf(both, { label: 'session cache' }, '6000-7000/tcp');
    expect(view.listeners.map(({ transport, service, note }) => [transport, service?.name, note?.label])).toEqual([
      ['tcp', 'session cache', 'session cache'],
      ['udp', undefined, undefined],
    ]);
    expect(view.rowAt(0)).toMatchObject({
      service: { name: 'session cache', source: 'overlay', side: 'local', port: 6379 },
      note: { label: 'session cache', files: ['portolan.yaml'] },
    });
    expect(viewOf(both, { owner: 'me' }).listeners[0]?.service).toMatchObject({ name: 'redis', source: 'dossier' });
  });
});
