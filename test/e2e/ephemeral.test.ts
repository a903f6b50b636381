import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NetworkNamespace, whyNoNamespace } from '../../lab/namespace.ts';
import type { EphemeralDocument, GlanceDocument } from '../../src/cli/documents.ts';
import { faultsByJsonSchema, faultsByZod } from './contract.fixture.ts';
import { environment, portolan, PORTOLAN, ROOT } from './program.fixture.ts';

/** Figures beside the kernel: in a namespace with a hundred client ports, until it refuses to give another. */
const CLIENT_PORTS = join(ROOT, 'lab/client-ports.mjs');
const RANGE = '40000 40099';
const RESERVED = '40020-40024';
/** Without those reserved. */
const USABLE = 95;
const INSIDE = 40_010;

const whyNot = whyNoNamespace();
if (whyNot !== null) console.warn(`skipped: client ports beside the kernel, because ${whyNot}`);

describe.skipIf(whyNot !== null)('portolan ephemeral beside the kernel', { timeout: 60_000 }, () => {
  let namespace: NetworkNamespace;

  beforeEach(async () => {
    namespace = await NetworkNamespace.open();
    set('ip_local_port_range', RANGE);
    set('ip_local_reserved_ports', RESERVED);
    await lab('serve', 7001, 7002, INSIDE);
  });

  afterEach(async () => namespace.close());

  function set(name: string, value: string): void {
    const { status } = namespace.run(['sh', '-c', `echo "${value}" > /proc/sys/net/ipv4/${name}`]);
    expect(status).toBe(0);
  }

  /** How many it got, and why it stopped. */
  async function lab(...words: (string | number)[]): Promise<[got: number, ended: string]> {
    const { firstLine } = await namespace.start([process.execPath, CLIENT_PORTS, ...words.map(String)]);
    const [got, ended = ''] = firstLine.split(' ');
    return [Number(got), ended];
  }

  const run = (...words: string[]) => namespace.run([PORTOLAN, 'ephemeral', ...words], { environment: environment() });

  function measure(): EphemeralDocument {
    const { stdout, stderr, status } = run('--json', '--strict');
    expect(status, stderr).toBe(0);
    const document: unknown = JSON.parse(stdout);
    expect(faultsByJsonSchema('ephemeral', document)).toEqual([]);
    expect(faultsByZod('ephemeral', document)).toEqual([]);
    return document as EphemeralDocument;
  }

  const leftTo = ({ destinations, usable, blocked }: EphemeralDocument, port: number): number =>
    destinations.find((one) => one.port === port && one.destination === '127.0.0.1')?.left ?? usable - blocked;

  it('says how many connections are left to one destination and to two, exactly', async () => {
    const before = measure();
    expect(before).toMatchObject({ usable: USABLE, blocked: 1, destinationCount: 0, verdict: 'plenty' });

    expect(await lab('connect', 7001, 50)).toEqual([50, 'done']);
    const half = measure();
    const left = leftTo(half, 7001);
    expect(left).toBe(USABLE - 1 - 50);
    expect(await lab('connect', 7001)).toEqual([left, 'EADDRNOTAVAIL']);
    const full = measure();
    expect(full.destinations[0]).toMatchObject({ port: 7001, left: 0, share: 1 });
    expect(full.verdict).toBe('out');

    const leftToOther = leftTo(full, 7002);
    expect(await lab('connect', 7002)).toEqual([leftToOther, 'EADDRNOTAVAIL']);
    const both = measure();
    expect(both.destinations.map(({ port, used, left: none }) => [port, used, none])).toEqual([
      [7001, USABLE - 1, 0],
      [7002, USABLE - 1, 0],
    ]);
    expect(both.findings.filter(({ severity }) => severity === 'critical').map(({ id }) => id)).toEqual([
      'sockets.ephemeral-destination',
      'sockets.ephemeral-destination',
      'sockets.ephemeral-bind',
    ]);
  });

  it('says how many listen(0) are left: a port with any connection is taken', async () => {
    await lab('connect', 7001, 30);
    await lab('connect', 7002, 60);
    const { bind, usable } = measure();
    expect(await lab('listen', 1000)).toEqual([usable - bind.used, 'EADDRINUSE']);
    expect(measure().bind).toMatchObject({ used: USABLE, share: 1 });
  });

  it('counts TIME-WAIT as the kernel does where it is not reused', async () => {
    set('tcp_tw_reuse', '0');
    expect(await lab('time-wait', 7001, 60)).toEqual([60, 'done']);
    const document = measure();
    expect(document.destinations[0]).toMatchObject({ port: 7001, used: 60, timeWait: 60, reusable: 0 });
    expect(document.bind).toMatchObject({ timeWait: 60 });
    expect(await lab('connect', 7001)).toEqual([leftTo(document, 7001), 'EADDRNOTAVAIL']);
  });

  it('counts TIME-WAIT as the kernel does where it is reused after a second', async () => {
    set('tcp_tw_reuse', '2');
    expect(await lab('time-wait', 7001, 60)).toEqual([60, 'done']);
    const document = measure();
    expect(document.destinations[0]).toMatchObject({ port: 7001, used: 60, timeWait: 60, reusable: 60 });
    await new Promise((resolve) => setTimeout(resolve, 2000)); // tcp_tw_reuse_delay is one second
    expect(await lab('connect', 7001)).toEqual([leftTo(document, 7001), 'EADDRNOTAVAIL']);
  });

  it('says how many UDP sockets are left', async () => {
    await lab('udp', 40);
    const { udp, usable } = measure();
    const [got, ended] = await lab('udp', 1000);
    expect([got, ended]).toEqual([usable - udp.used, 'EADDRINUSE']);
    expect(measure()).toMatchObject({ udp: { used: USABLE, share: 1 }, bind: { used: 1 }, verdict: 'out' });
  });

  it('names the listener inside the range, and the line that reserves it is right: the kernel keeps it free', async () => {
    const { listeners, advice } = measure();
    expect(listeners).toMatchObject([{ port: INSIDE, addresses: ['127.0.0.1'] }]);
    const [command = ''] = advice.find(({ id }) => id === 'reserve')?.commands ?? [];
    expect(command).toBe(`sysctl -w net.ipv4.ip_local_reserved_ports=${INSIDE},${RESERVED}`);
    set('ip_local_reserved_ports', command.split('=').at(-1) ?? '');
    expect(measure()).toMatchObject({ usable: USABLE - 1, blocked: 0, listeners: [] });
  });

  it('advises a line, of each listener there, that adds to what is reserved', async () => {
    await lab('serve', INSIDE + 5);
    const { stdout } = namespace.run([PORTOLAN, '--json'], { environment: environment() });
    const { listeners } = JSON.parse(stdout) as GlanceDocument;
    const advice = listeners
      .flatMap(({ findings }) => findings.filter(({ id }) => id === 'sockets.ephemeral-listener'))
      .map((finding) => finding.advice[0] ?? '');
    expect(advice).toHaveLength(2);
    for (const text of advice) {
      expect(text).toContain(`beside ${RESERVED}`);
      const { status, stderr } = namespace.run(['sh', '-c', text.split('as root: ')[1] ?? 'exit 9']);
      expect(status, stderr).toBe(0);
    }
    const reserved = namespace.run(['cat', '/proc/sys/net/ipv4/ip_local_reserved_ports']).stdout.trim();
    expect(reserved).toBe(`${INSIDE},${INSIDE + 5},${RESERVED}`);
  });

  it('ends with 1 at or above --fail-on, with 0 below, and tells a person why', async () => {
    await lab('connect', 7001, 50);
    expect(run('--fail-on', '90').status).toBe(0);
    const { status, stdout, stderr } = run('--fail-on', '50');
    expect(status).toBe(1);
    expect(stdout).toContain('127.0.0.1:7001');
    expect(stdout).toContain('sysctl -w net.ipv4.ip_local_port_range="10240 65535"');
    expect(stderr).toMatch(/^portolan: 53\.6% of the client ports are taken, at or above 50%\n$/);
  });

  it('gives the fullest destinations as rows', async () => {
    await lab('connect', 7001, 3);
    await lab('connect', 7002, 5);
    const rows = run('--ndjson', '--top', '1')
      .stdout.trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(rows).toMatchObject([{ port: 7002, used: 5 }]);
    for (const row of rows) expect(faultsByJsonSchema('ephemeral-row', row)).toEqual([]);
    expect(run('--csv').stdout.trim().split('\n')).toEqual([
      'source,destination,port,used,time_wait,reusable,left,share',
      expect.stringMatching(/^127\.0\.0\.1,127\.0\.0\.1,7002,5,0,0,89,/),
      expect.stringMatching(/^127\.0\.0\.1,127\.0\.0\.1,7001,3,0,0,91,/),
    ]);
  });
});

describe('portolan ephemeral', () => {
  it.each([
    [['--fail-on', '0'], /--fail-on takes a percentage/],
    [['--fail-on', '101'], /--fail-on takes a percentage/],
    [['--fail-on', 'high'], /--fail-on takes a percentage/],
    [['--top', '-1'], /--top/],
    [['443'], /takes no argument/],
  ])('refuses %j with 2', (words, expected) => {
    const { code, out, err } = portolan(['ephemeral', ...words]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(expected);
  });

  it('could not look where there is no /proc, and ends with 3', () => {
    expect(portolan(['ephemeral'], { env: { PORTOLAN_ROOT: '/nonexistent' } }).code).toBe(3);
  });
});
