import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NetworkNamespace, whyNoNamespace } from '../../../lab/namespace.ts';
import type { SocketRow } from '../../../src/sockets/socket-row.ts';
import { PORTOLAN, ROOT } from '../program.fixture.ts';

/** What lists of sockets get wrong, each with a socket that is so. docs/traps.md has the whole list. */
const ZOO = join(ROOT, 'lab/socket-zoo.mjs');
const SHARED = join(ROOT, 'lab/shared-sockets.pl');

const whyNot = whyNoNamespace() ?? (spawnSync('perl', ['-v']).error === undefined ? null : 'perl is not installed');
if (whyNot !== null) console.warn(`skipped: the traps, because ${whyNot}`);

describe.skipIf(whyNot !== null)('the trap of', { timeout: 300_000 }, () => {
  let namespace: NetworkNamespace;
  let sharers: number[] = [];

  beforeAll(async () => {
    namespace = await NetworkNamespace.open();
    await namespace.start([process.execPath, ZOO]);
    const { firstLine } = await namespace.start(['perl', SHARED]);
    sharers = firstLine.split(' ').slice(1).map(Number);
  });

  afterAll(async () => namespace.close());

  function sockets(...words: string[]): string {
    const { stdout, status, stderr } = namespace.run([process.execPath, PORTOLAN, 'sockets', ...words]);
    expect(status, stderr).toBe(0);
    return stdout;
  }

  function rows(...words: string[]): SocketRow[] {
    return (JSON.parse(sockets('--json', ...words)) as { sockets: SocketRow[] }).sockets;
  }

  const listenersOn = (port: number, ...words: string[]): SocketRow[] =>
    rows(...words).filter((row) => row.local.port === port && row.direction === 'listen');

  it.each([[[]], [['-6', '-a']], [['-6', '-l']]])(
    'dual stack (1): a wildcard beside an IPv4 twin, asked with %j',
    (words) => {
      const dualStack = (port: number): unknown =>
        listenersOn(port, ...words).find((row) => row.family === 'ipv6')?.dualStack;
      expect([7003, 7006].map(dualStack)).toEqual(['likely', 'no']);
      if (words.length > 0) expect(rows(...words).every((row) => row.family === 'ipv6')).toBe(true);
    },
  );

  it('mapped peers (2): an IPv4 peer of an IPv6 socket is an IPv4 address', () => {
    const accepted = rows('-t').find((row) => row.family === 'ipv6' && row.remote.address === '127.0.0.1');
    expect(accepted).toMatchObject({ local: { address: '127.0.0.1', port: 7003 }, direction: 'in', exposure: 'peer' });
    expect(sockets('-tn', '--format', 'netstat')).toMatch(/^tcp6 +0 +0 127\.0\.0\.1:7003 /m);
    expect(sockets('-Htn', '--format', 'ss')).toContain(' [::ffff:127.0.0.1]:7003 ');
  });

  it('UDP states (3): what waits is listed without the word LISTEN, and connected is not established', () => {
    const waiting = rows('-lu').map((row) => row.local.port);
    expect(waiting.toSorted((a, b) => a - b)).toEqual([7101, 7102, 7105, 7106]);
    expect(rows('--state', 'listening').map((row) => row.local.port)).toEqual(expect.arrayContaining([7001, 7101]));
    const connected = rows('-ua').find((row) => row.local.port === 7103);
    expect(connected).toMatchObject({ state: 'connected', direction: 'out', remote: { port: 7101 } });
  });

  it('inode 0 (5): an orphan and what waits to be accepted belong to nobody, and nobody is accused', () => {
    const all = rows('-ta');
    const orphan = all.find((row) => row.state === 'fin-wait-2' && row.remote.port === 7504);
    const waiting = all.filter((row) => row.local.port === 7502 && row.state === 'established');
    expect(waiting).toHaveLength(3);
    for (const row of [orphan, ...waiting])
      expect(row).toMatchObject({ owner: 'none', inode: null, process: null, processes: [], findings: [] });
    // The kernel says uid 0 for them, which is not a socket of root.
    expect(rows('--user', '0').some((row) => row.inode === null)).toBe(false);
  });

  it('many to many (6): three sockets of one port, each with both of its holders', () => {
    const shared = listenersOn(7501);
    expect(new Set(shared.map((row) => row.inode)).size).toBe(3);
    for (const row of shared) {
      expect(row.processes.map(({ pid }) => pid).toSorted((a, b) => a - b)).toEqual(sharers.toSorted((a, b) => a - b));
    }
    // One thing listens there, however many sockets it takes.
    const glance = namespace.run([process.execPath, PORTOLAN, '--json']).stdout;
    const { listeners } = JSON.parse(glance) as { listeners: { port: number; processes: unknown[] }[] };
    const [listener, ...others] = listeners.filter(({ port }) => port === 7501);
    expect(others).toEqual([]);
    expect(listener?.processes).toHaveLength(2);
  });

  it('queues (7): a queue of two holds three connections that wait', () => {
    expect(listenersOn(7502)).toMatchObject([{ queues: { receive: 3 } }]);
  });

  it('bound and idle (8): a socket that only holds its port is never shown as one that listens', () => {
    const held = rows().filter((row) => row.local.port === 7503);
    // The tables of /proc do not have it at all.
    for (const row of held) expect(row.state).toBe('bound-inactive');
  });

  it('ephemeral ranges (16): 40000 is a user port to IANA, and ephemeral to this kernel', () => {
    expect(listenersOn(40_000)).toMatchObject([{ class: 'user', ephemeral: true }]);
    namespace.run(['sh', '-c', 'echo 40000 > /proc/sys/net/ipv4/ip_local_reserved_ports']);
    expect(listenersOn(40_000)).toMatchObject([{ class: 'user', ephemeral: false }]);
  });

  it('ports as text (20): a number is the whole number, at this end', () => {
    expect(rows('--sport', '710')).toEqual([]);
    expect(rows('--sport', '01')).toEqual([]);
    const [row, ...others] = rows('--sport', '7101');
    expect(others).toEqual([]);
    expect(row).toMatchObject({ state: 'unconnected', local: { port: 7101 } });
    expect(rows('--dport', '7101').map(({ local }) => local.port)).toEqual([7103]);
  });
});
