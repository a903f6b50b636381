import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NetworkNamespace, whyNoNamespace } from '../../lab/namespace.ts';
import type { HiddenDocument } from '../../src/cli/documents.ts';
import { faultsByJsonSchema, faultsByZod } from './contract.fixture.ts';
import { environment, portolan, PORTOLAN, ROOT } from './program.fixture.ts';

const NOBODY = 65_534;
/** All ports, 131,070 of them, on a machine that is busy with other tests. */
const TIMEOUT = 180_000;

const whyNot = whyNoNamespace();
if (whyNot !== null) console.warn(`skipped: hidden ports, because ${whyNot}`);

/** Node cannot bind without listening or without SO_REUSEADDR, so a language that can holds the port. */
const perlHolder = (port: number, reuse: boolean): string[] => [
  'perl',
  '-MSocket',
  '-e',
  `$| = 1; socket(S, PF_INET, SOCK_STREAM, 0); ${reuse ? 'setsockopt(S, SOL_SOCKET, SO_REUSEADDR, 1);' : ''}
   bind(S, sockaddr_in(${port}, INADDR_LOOPBACK)) or die "bind: $!"; print "ready\\n"; <STDIN>`,
];
const hasPerl = spawnSync('perl', ['-MSocket', '-e', '1']).status === 0;
if (!hasPerl) console.warn('skipped: a socket that is bound and does not listen, because perl is not installed');

const run = (namespace: NetworkNamespace, words: readonly string[], uid?: number) =>
  namespace.run([process.execPath, PORTOLAN, 'hidden', ...words], {
    environment: environment(),
    ...(uid !== undefined && { uid }),
  });

function read(stdout: string): HiddenDocument {
  const document: unknown = JSON.parse(stdout);
  expect(faultsByJsonSchema('hidden', document)).toEqual([]);
  expect(faultsByZod('hidden', document)).toEqual([]);
  return document as HiddenDocument;
}

describe.skipIf(whyNot !== null)('portolan hidden', { timeout: TIMEOUT }, () => {
  let namespace: NetworkNamespace;
  beforeEach(async () => void (namespace = await NetworkNamespace.open()));
  afterEach(async () => namespace.close());

  it('finds nothing in a quiet namespace, having looked at every port', () => {
    const { stdout, stderr, status } = run(namespace, ['--json', '--strict']);
    expect(status, stderr).toBe(0);
    expect(stderr).toBe('');
    expect(read(stdout)).toMatchObject({
      from: 1,
      to: 65_535,
      probed: { tcp: 65_535, udp: 65_535 },
      hidden: [],
      notLooked: [],
      complete: true,
    });
  });

  it('says nothing of sockets of every kind that the tables show', async () => {
    await namespace.start([process.execPath, join(ROOT, 'lab/socket-zoo.mjs')]);
    const { stdout, stderr, status } = run(namespace, ['--json']);
    expect(status, stderr + stdout).toBe(0);
    expect(read(stdout).probed.tcp).toBeGreaterThan(65_000);
  });

  it.skipIf(!hasPerl)('finds a socket that is bound and does not listen, and does not cry wolf', async () => {
    await namespace.start(perlHolder(7500, false));
    const { stdout, stderr, status } = run(namespace, ['--from', '7000', '--to', '8000']);
    expect(status).toBe(1);
    expect(stdout).toContain('7500/tcp  bound, not listening, most likely');
    expect(stdout).toContain('SO_REUSEADDR');
    expect(stderr).toBe('portolan: 1 port is held though no table of the kernel shows why\n');
    const document = read(run(namespace, ['--from', '7000', '--to', '8000', '--json']).stdout);
    expect(document.hidden).toMatchObject([
      { port: 7500, transport: 'tcp', families: ['ipv4'], where: 'loopback', verdict: 'bound-not-listening' },
    ]);
    expect(document.findings).toMatchObject([{ severity: 'info' }]);
    const row: unknown = JSON.parse(run(namespace, ['--from', '7500', '--to', '7500', '--ndjson']).stdout);
    expect(faultsByJsonSchema('hidden-row', row)).toEqual([]);
    expect(run(namespace, ['--from', '7501', '--to', '8000']).status).toBe(0);
  });

  it.skipIf(!hasPerl)('does not see one with SO_REUSEADDR, as it says of itself', async () => {
    await namespace.start(perlHolder(7500, true));
    const { stdout, status } = run(namespace, ['--from', '7500', '--to', '7500']);
    expect(status).toBe(0);
    expect(stdout).toContain('bound with SO_REUSEADDR and does not listen cannot be seen');
  });

  it.skipIf(process.getuid?.() !== 0)('says which ports an ordinary user could not look at', () => {
    const range = ['--from', '1000', '--to', '1100'];
    const { stdout, status } = run(namespace, range, NOBODY);
    expect(status).toBe(0);
    expect(stdout).toContain(
      'not looked at: tcp over IPv4, tcp over IPv6, udp over IPv4, udp over IPv6, ports 1000-1023',
    );
    const strict = run(namespace, [...range, '--json', '--strict'], NOBODY);
    expect(strict.status).toBe(3);
    expect(read(strict.stdout)).toMatchObject({ complete: false, probed: { tcp: 77, udp: 77 } });
  });

  it('gives no false alarm while connections open and close, with few ports to reuse', async () => {
    namespace.run(['sh', '-c', 'echo "40000 40199" > /proc/sys/net/ipv4/ip_local_port_range']);
    await namespace.start([process.execPath, join(ROOT, 'lab/socket-zoo.mjs')]);
    const churn = await namespace.start([process.execPath, join(ROOT, 'lab/churn.mjs'), '170']);
    for (let round = 0; round < 5; round++) {
      const { stdout, stderr, status } = run(namespace, ['--from', '39000', '--to', '41000', '--json']);
      expect(status, stderr + stdout).toBe(0);
      expect(read(stdout).hidden).toEqual([]);
    }
    const { status, stdout } = run(namespace, ['--json']);
    expect(status, stdout).toBe(0);
    expect(() => process.kill(churn.pid, 0), 'the churn ended too early').not.toThrow();
  });
});

describe.skipIf(whyNot !== null)('the edges of portolan hidden', () => {
  let namespace: NetworkNamespace;
  beforeAll(async () => void (namespace = await NetworkNamespace.open()));
  afterAll(async () => namespace.close());

  it.each([
    [['--from', '0'], /--from takes a port from 1 to 65535/],
    [['--to', '70000'], /--to takes a port from 1 to 65535/],
    [['--from', '90', '--to', '80'], /--from 90 is above --to 80/],
  ])('refuses %j with 2', (words, expected) => {
    const { status, stderr } = run(namespace, words);
    expect(status).toBe(2);
    expect(stderr).toMatch(expected);
  });

  it('does not compare the ports of this machine with the tables of another', () => {
    const { code, err } = portolan(['hidden'], { env: { PORTOLAN_ROOT: '/host' } });
    expect(code).toBe(3);
    expect(err).toContain('PORTOLAN_ROOT');
  });
});
