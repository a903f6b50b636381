import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NetworkNamespace, whyNoNamespace } from '../../lab/namespace.ts';
import type { SocketsDocument } from '../../src/cli/documents.ts';
import type { SocketRow } from '../../src/sockets/socket-row.ts';
import { faultsByJsonSchema } from './contract.fixture.ts';
import { NETLINK_FOLDER, WITH_NETLINK } from './netlink.fixture.ts';
import { environment, makeFolder, portolan, PORTOLAN, removeFolder } from './program.fixture.ts';

/** The netlink backend beside the one that reads /proc, in a namespace that holds one socket of every kind. */
const ZOO = fileURLToPath(new URL('../../lab/socket-zoo.mjs', import.meta.url));

/** Bound to a port and nothing more, which Node offers to nobody: its own binding of libuv does it. */
const BOUND_PORT = 7301;
const BIND_ONLY = `
  const { TCP, constants } = process.binding('tcp_wrap');
  const handle = new TCP(constants.SOCKET);
  if (handle.bind('127.0.0.1', ${BOUND_PORT}) !== 0) process.exit(1);
  console.log('ready'); process.stdin.resume().on('end', () => process.exit());`;

const whyNot =
  NETLINK_FOLDER === null
    ? 'the optional package netlink is not installed (NODE_PATH may say where)'
    : whyNoNamespace();
if (whyNot !== null) console.warn(`skipped: the netlink backend beside /proc, because ${whyNot}`);

describe.skipIf(whyNot !== null)('sockets by netlink', () => {
  let namespace: NetworkNamespace;

  beforeAll(async () => {
    namespace = await NetworkNamespace.open();
    await namespace.start([process.execPath, ZOO, 'stuck']);
    await namespace.start([process.execPath, '--no-deprecation', '-e', BIND_ONLY]);
  });

  afterAll(async () => {
    await namespace.close();
  });

  function document(backend: 'proc' | 'netlink', ...words: string[]): SocketsDocument {
    const run = namespace.run([process.execPath, PORTOLAN, 'sockets', '--json', ...words], {
      environment: environment({ ...WITH_NETLINK, PORTOLAN_BACKEND: backend }),
    });
    expect(run.status, run.stderr).toBe(0);
    return JSON.parse(run.stdout) as SocketsDocument;
  }

  /** What both backends know of a socket. */
  function inCommon({ details: _details, dualStack, findings, ...row }: SocketRow): string {
    // `likely` is the inference of what netlink calls `yes`; and a full queue is no longer guessed from its length.
    const certain = dualStack === 'likely' ? 'yes' : dualStack;
    const ids = findings.map(({ id }) => id).filter((id) => id !== 'sockets.accept-queue');
    return JSON.stringify({ ...row, dualStack: certain, ids });
  }

  const rowsOf = ({ sockets }: SocketsDocument): string[] =>
    sockets
      .filter(({ local, state }) => state !== 'bound-inactive' && local.port !== 7004)
      .map(inCommon)
      .toSorted();

  it.each([['-a'], ['-tl'], ['-ul'], ['-ta4'], ['-ua6'], ['-tun']])('gives the rows of /proc for %s', (letters) => {
    const [ours, theirs] = [document('netlink', letters), document('proc', letters)];
    expect(ours.completeness.backend).toBe('netlink');
    expect(theirs.completeness.backend).toBe('proc');
    expect(theirs.sockets.length).toBeGreaterThan(2);
    expect(rowsOf(ours)).toEqual(rowsOf(theirs));
  });

  it('keeps to the contract', () => {
    expect(faultsByJsonSchema('sockets', document('netlink', '-a'))).toEqual([]);
  });

  const listenerOn = (port: number, family: string): SocketRow | undefined =>
    document('netlink', '-l').sockets.find((row) => row.local.port === port && row.family === family);

  it('knows for certain which wildcards take IPv4 too, where /proc has to guess', () => {
    expect(listenerOn(7003, 'ipv6')).toMatchObject({ dualStack: 'yes', details: { v6only: false } });
    expect(listenerOn(7006, 'ipv6')).toMatchObject({ dualStack: 'no', details: { v6only: true } });
    expect(listenerOn(7004, 'ipv6')).toMatchObject({ dualStack: 'no', details: { v6only: true } });
    const guessed = document('proc', '-l').sockets.find(({ local }) => local.port === 7004);
    expect(guessed).toMatchObject({ dualStack: 'likely', details: null });
  });

  it('knows the limit of an accept queue', () => {
    expect(listenerOn(7009, 'ipv4')).toMatchObject({ queues: { receive: 1, send: 0 }, details: { backlogLimit: 8 } });
  });

  it('measures connections', () => {
    const connection = document('netlink', '-ta').sockets.find(({ state }) => state === 'established');
    expect(connection?.details?.tcp?.congestionWindow).toBeGreaterThan(0);
    expect(connection?.details?.tcp?.roundTrip).toBeGreaterThan(0);
    expect(connection?.details?.memory).not.toBeNull();
  });

  it('shows a TCP socket that is only bound, where the kernel does (6.8)', () => {
    const bound = document('netlink', '-ta').sockets.filter(({ state }) => state === 'bound-inactive');
    const knowsThem = bound.length > 0;
    if (!knowsThem) console.warn('not checked: this kernel does not list sockets that are only bound');
    expect(bound.map(({ local }) => local)).toEqual(knowsThem ? [{ address: '127.0.0.1', port: BOUND_PORT }] : []);
    expect(document('proc', '-ta').sockets.some(({ local }) => local.port === BOUND_PORT)).toBe(false);
  });

  it('is chosen where the package is, without being asked', () => {
    const run = namespace.run([process.execPath, PORTOLAN, 'sockets', '--json'], {
      environment: environment(WITH_NETLINK),
    });
    expect((JSON.parse(run.stdout) as SocketsDocument).completeness.backend).toBe('netlink');
  });
});

describe('the choice of a backend', () => {
  it('refuses a word that is none', () => {
    const { code, err } = portolan(['sockets'], { env: { PORTOLAN_BACKEND: 'ebpf' } });
    expect(code).toBe(2);
    expect(err).toContain('proc or netlink');
  });

  it('says why netlink cannot be had when it is asked for', () => {
    const { code, err } = portolan(['sockets'], { env: { PORTOLAN_BACKEND: 'netlink', PORTOLAN_ROOT: '/nowhere' } });
    expect(code).toBe(3);
    expect(err).toContain('PORTOLAN_ROOT');
  });

  it('takes no package from the folder it is called in, which may be a stranger’s', () => {
    const folder = makeFolder();
    try {
      mkdirSync(join(folder, 'node_modules/netlink/dist'), { recursive: true });
      writeFileSync(join(folder, 'node_modules/netlink/dist/raw.js'), 'console.log("stranger"); process.exit(9);');
      const { code, out } = portolan(['sockets', '--json'], { cwd: folder });
      expect(code).toBe(0);
      expect(out).not.toContain('stranger');
    } finally {
      removeFolder(folder);
    }
  });

  it('falls back to /proc in silence where the package is broken', () => {
    const folder = makeFolder();
    try {
      mkdirSync(join(folder, 'netlink/dist'), { recursive: true });
      writeFileSync(join(folder, 'netlink/dist/raw.js'), 'throw new Error("No native build was found");');
      const { code, out, err } = portolan(['sockets', '-tul'], { env: { NODE_PATH: folder } });
      expect([code, err.includes('native build')]).toEqual([0, false]);
      expect(out).toContain('PROTO');
    } finally {
      removeFolder(folder);
    }
  });
});
