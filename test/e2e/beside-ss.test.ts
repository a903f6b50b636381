import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NetworkNamespace, whyNoNamespace } from '../../lab/namespace.ts';
import type { SocketRow } from '../../src/sockets/socket-row.ts';

/** Portolan beside ss, in a namespace that holds one socket of every kind. */
const PORTOLAN = fileURLToPath(new URL('../../bin/portolan', import.meta.url));
const ZOO = fileURLToPath(new URL('../../lab/socket-zoo.mjs', import.meta.url));
const CHURN = fileURLToPath(new URL('../../lab/churn.mjs', import.meta.url));
const ODD_NAME = 'we) ird (na';
const DELETED_NAME = 'gone-soon';
const NOBODY = 65_534;

const whyNot = spawnSync('ss', ['-V']).error === undefined ? whyNoNamespace() : 'ss is not installed';
if (whyNot !== null) console.warn(`skipped: Portolan beside ss, because ${whyNot}`);

interface Line {
  readonly transport: string;
  readonly state: string;
  readonly receiveQueue: string;
  readonly local: string;
  readonly peer: string;
  readonly rest: string;
}

/**
 * ss tells a dual-stack wildcard (`*`) from a v6only one (`[::]`) by a socket option that /proc does not show, prints
 * the zone of an address, and keeps IPv4 peers of IPv6 sockets in their mapped form. All else must be equal. The
 * send queue is left out for listening sockets, where ss prints the backlog limit.
 */
function normalise(end: string): string {
  return end
    .replace(/%\w+/, '')
    .replace(/^\*:/, '[::]:')
    .replace(/^\[::ffff:([\d.]+)\]/, '$1');
}

function readLine(words: readonly string[]): Line {
  const [transport = '', state = '', receiveQueue = '', , local = '', peer = '', ...rest] = words;
  return { transport, state, receiveQueue, local: normalise(local), peer: normalise(peer), rest: rest.join(' ') };
}

const asText = ({ transport, state, receiveQueue, local, peer }: Line): string =>
  [transport, state, receiveQueue, local, peer].join(' ');

describe.skipIf(whyNot !== null)('portolan sockets beside ss', () => {
  let namespace: NetworkNamespace;
  let folder: string;
  const pids = { zoo: 0, odd: 0, deleted: 0 };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'portolan-'));
    namespace = await NetworkNamespace.open();
    pids.zoo = (await namespace.start([process.execPath, ZOO, 'stuck'])).pid;

    const odd = join(folder, ODD_NAME);
    symlinkSync(process.execPath, odd);
    pids.odd = (await namespace.start([odd, '-e', holderOf(7201)])).pid;

    const deleted = join(folder, DELETED_NAME);
    copyFileSync(process.execPath, deleted);
    pids.deleted = (await namespace.start([deleted, '-e', holderOf(7202)])).pid;
    unlinkSync(deleted);
  });

  afterAll(async () => {
    await namespace.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function ss(letters: string): Line[] {
    const { stdout, status } = namespace.run(['ss', `-H${letters}`]);
    expect(status).toBe(0);
    return stdout
      .trim()
      .split('\n')
      .map((line) => readLine(line.split(/\s+/)));
  }

  function portolan(letters: string): Line[] {
    const { stdout, status, stderr } = namespace.run([process.execPath, PORTOLAN, 'sockets', `-H${letters}`]);
    expect(status, stderr).toBe(0);
    return stdout
      .trim()
      .split('\n')
      .map((line) => readLine(line.split('\t')));
  }

  function rows(...words: string[]): SocketRow[] {
    const { stdout } = namespace.run([process.execPath, PORTOLAN, 'sockets', '--json', ...words]);
    return (JSON.parse(stdout) as { sockets: SocketRow[] }).sockets;
  }

  it('finds every kind of socket in the namespace, so that the comparison means something', () => {
    const states = new Set(ss('tuan').map(({ transport, state }) => `${transport} ${state}`));
    for (const wanted of [
      'tcp LISTEN',
      'tcp ESTAB',
      'tcp TIME-WAIT',
      'tcp CLOSE-WAIT',
      'tcp FIN-WAIT-2',
      'udp UNCONN',
      'udp ESTAB',
    ]) {
      expect(states).toContain(wanted);
    }
  });

  it.each(['tuan', 'tuln', 'tuan4', 'tuan6', 'tuln6', 'tunl4'])('lists the rows of ss -%s', (letters) => {
    expect(portolan(letters).map(asText).toSorted()).toEqual(ss(letters).map(asText).toSorted());
  });

  it('without -l or -a leaves listening sockets out as ss -tun does, and keeps TIME-WAIT as netstat does', () => {
    const [theirs, ours] = [ss('tun'), portolan('tun')];
    expect(
      ours
        .filter(({ state }) => state !== 'TIME-WAIT')
        .map(asText)
        .toSorted(),
    ).toEqual(theirs.map(asText).toSorted());
    expect(ours.some(({ state }) => state === 'TIME-WAIT')).toBe(true);
  });

  it('names the same owners as ss -tulpn', () => {
    const owners = (lines: readonly Line[], pattern: RegExp): string[] =>
      lines
        .map(
          (line) =>
            `${line.transport} ${line.local} ${[...line.rest.matchAll(pattern)]
              .map(([, pid]) => Number(pid))
              .toSorted((a, b) => a - b)
              .join(',')}`,
        )
        .toSorted();
    const theirs = owners(ss('tulpn'), /pid=(\d+)/g);
    expect(theirs.some((line) => /\d$/.test(line))).toBe(true);
    expect(owners(portolan('tulpn'), /(?:^|,)(\d+)\//g)).toEqual(theirs);
  });

  it('tells a v6only wildcard with an IPv4 twin from one that takes both', () => {
    const dualStack = (port: number, family: string): unknown =>
      rows('-l').find((row) => row.local.port === port && row.family === family)?.dualStack;
    expect(dualStack(7003, 'ipv6')).toBe('likely');
    expect(dualStack(7006, 'ipv6')).toBe('no');
    expect(dualStack(7005, 'ipv4')).toBeNull();
  });

  it('keeps a name with brackets and spaces whole', () => {
    const row = rows().find((one) => one.local.port === 7201);
    expect(row?.process).toMatchObject({ pid: pids.odd, name: ODD_NAME });
  });

  it('says that an executable was deleted under its process', () => {
    const row = rows().find((one) => one.local.port === 7202);
    expect(row?.process).toMatchObject({ pid: pids.deleted, name: DELETED_NAME, executableDeleted: true });
    expect(row?.findings.map((finding) => finding.id)).toContain('sockets.temporary-executable');
  });

  it('gives TIME-WAIT and a connection that nobody accepted no owner, and says so', () => {
    const all = rows();
    const timeWait = all.filter((row) => row.state === 'time-wait');
    expect(timeWait.length).toBeGreaterThan(0);
    for (const row of timeWait) expect(row).toMatchObject({ owner: 'none', process: null, inode: null });
    const waiting = all.find((row) => row.local.port === 7009 && row.state === 'established');
    expect(waiting).toMatchObject({ owner: 'none', process: null, direction: 'in' });
    expect(all.find((row) => row.local.port === 7009 && row.state === 'listen')?.queues.receive).toBe(1);
  });

  it('holds under churn: no row twice, and what stands still is always there', async () => {
    await namespace.start([process.execPath, CHURN, '5']);
    for (let round = 0; round < 12; round++) {
      const all = rows();
      const inodes = all.map((row) => row.inode).filter((inode) => inode !== null);
      expect(new Set(inodes).size).toBe(inodes.length);
      const ends = all
        .filter((row) => row.inode === null)
        .map((row) => JSON.stringify([row.transport, row.family, row.local, row.remote]));
      expect(new Set(ends).size).toBe(ends.length);
      const listening = new Set(all.filter((row) => row.direction === 'listen').map((row) => row.local.port));
      for (const port of [7001, 7002, 7003, 7004, 7005, 7006, 7101, 7102, 7201, 7202])
        expect(listening).toContain(port);
    }
  });

  it.skipIf(process.getuid?.() !== 0)('says as an ordinary user how many owners it could not see', () => {
    const { stdout, stderr } = namespace.run([process.execPath, PORTOLAN, 'sockets', '-tulpn'], { uid: NOBODY });
    expect(stdout).toContain('(not permitted)');
    expect(stderr).toMatch(
      /\b0 of \d+ owners visible; \d+ processes are closed to this user: run as root for the rest/,
    );
    expect(stdout.trim().split('\n').length - 1).toBe(ss('tuln').length);
  });
});

function holderOf(port: number): string {
  return `require('net').createServer().listen(${port}, '127.0.0.1', () => console.log('ready')); process.stdin.on('end', () => process.exit()).resume()`;
}
