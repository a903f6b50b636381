import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildScan, readScan, type Scanned } from '../../../bench/audit/scan-program.ts';
import { whyNoNamespace, type NetworkNamespace } from '../../../lab/namespace.ts';
import { NEIGHBOUR, openNeighbours, type Neighbours } from '../../../lab/neighbours.ts';

const why = process.getuid?.() === 0 ? whyNoNamespace() : 'only root may lay a cable between namespaces';
if (why !== null) console.warn(`SKIPPED: scans of a neighbour in a namespace: ${why}`);

let scan: Awaited<ReturnType<typeof buildScan>>;
beforeAll(async () => {
  scan = await buildScan();
});
afterAll(() => scan.remove());

function run(namespace: NetworkNamespace, args: readonly string[], before: readonly string[] = []): Scanned {
  return readScan(namespace.run([...before, process.execPath, scan.script, ...args]));
}

const ENGINES: readonly (readonly string[])[] = [['ordinary'], ['fast', '--fast']];
const OPEN = [22, 443, 8080];

describe.skipIf(why !== null)('a scan of a neighbour', () => {
  let net: Neighbours;
  beforeAll(async () => {
    net = await openNeighbours();
    await net.theirs.start([process.execPath, 'lab/open-ports.mjs', NEIGHBOUR, ...OPEN.map(String)]);
  });
  afterAll(() => net.close());

  it('sends not one packet to a host that is out of scope, and does to one in it', () => {
    const before = net.packetsSent();
    for (const refused of [NEIGHBOUR, `::ffff:${NEIGHBOUR}`, '10.79.0.255', '169.254.169.254', '192.0.2.1']) {
      const { status, stderr } = net.ours.run([process.execPath, scan.script, refused, '1-100', '--fast']);
      expect([status, stderr]).toEqual([1, expect.stringContaining('nothing is sent to')]);
    }
    expect(net.packetsSent()).toBe(before);
    run(net.ours, [NEIGHBOUR, '1-100', '--scope', `${NEIGHBOUR}/32`]);
    expect(net.packetsSent()).toBeGreaterThanOrEqual(before + 100);
  });

  it.each(ENGINES)('finds what is open, closed, silent and prohibited, %s engine', (engine, ...flags) => {
    // Rules of routing part the ports: a packet for 2000 to 2009 is lost, one for 3000 answered by ICMP.
    const rules = [
      ['pref', '5', 'ipproto', 'tcp', 'dport', '2000-2009', 'iif', 'cable', 'blackhole'],
      ['pref', '6', 'ipproto', 'tcp', 'dport', '3000', 'iif', 'cable', 'prohibit'],
      ['pref', '10', 'lookup', 'local'],
    ];
    const had = net.theirs.run(['ip', 'rule', 'show', 'pref', '10']).stdout !== '';
    // Only a router says that a packet is prohibited (ip_error in net/ipv4/route.c).
    expect(net.theirs.run(['sysctl', '-qw', 'net.ipv4.ip_forward=1']).stderr).toBe('');
    if (!had) for (const rule of rules) expect(net.theirs.run(['ip', 'rule', 'add', ...rule]).stderr).toBe('');
    if (!had) expect(net.theirs.run(['ip', 'rule', 'del', 'pref', '0']).stderr).toBe('');
    const scope = ['--scope', '10.79.0.0/24'];
    const { open, summary } = run(net.ours, [NEIGHBOUR, '1-1000,2000-2009,3000,8080', ...scope, ...flags]);
    expect(open).toEqual(OPEN);
    expect(summary.counts).toEqual({ open: 3, closed: 998, filtered: 1, 'no-answer': 10 });
    expect(summary).toMatchObject({ undecided: 0, gaps: [], engine });
  });

  it('asks no faster than it is told', () => {
    const before = performance.now();
    const { summary } = run(net.ours, [NEIGHBOUR, '4000-4099', '--scope', '10.79.0.0/24', '--per-second', '100']);
    expect(summary.counts.closed).toBe(100);
    // 100 probes, of which 10 may be at once.
    expect(performance.now() - before).toBeGreaterThan(850);
  });

  it.each(ENGINES)('with hardly a socket left slows down and calls nothing filtered, %s engine', (_, ...flags) => {
    const few = ['bash', '-c', 'ulimit -n 60; exec "$@"', 'bash'];
    const { open, summary } = run(net.ours, [NEIGHBOUR, '1-1999', '--scope', '10.79.0.0/24', ...flags], few);
    expect(open).toEqual([22, 443]);
    expect(summary.counts).toEqual({ open: 2, closed: 1997, filtered: 0, 'no-answer': 0 });
  });

  it('killed in the middle goes on where it was, and asks the rest only', async () => {
    const journal = join(scan.folder, 'killed.ndjson');
    const args = [NEIGHBOUR, '22,443,4000-7997', '--scope', '10.79.0.0/24', '--journal', journal];
    const [program, rest] = net.ours.enter([process.execPath, scan.script, ...args, '--per-second', '800']);
    const child = spawn(program, rest, { stdio: 'ignore' });
    const exit = once(child, 'exit');
    while (!hasLines(journal, 3)) await pause(100);
    child.kill('SIGKILL');
    await exit;
    appendFileSync(journal, '{"address":"10.79.0.2","state":"clo');
    const { open, summary } = run(net.ours, args);
    expect(open).toEqual([22, 443]);
    expect(summary.counts).toEqual({ open: 2, closed: 3998, filtered: 0, 'no-answer': 0 });
    expect(summary.probes).toBeLessThan(4000);
    expect(summary.probes).toBeGreaterThan(0);
    const other = net.ours.run([process.execPath, scan.script, NEIGHBOUR, '1-5', ...args.slice(2)]);
    expect(other.stderr).toContain('It belongs to a scan of other targets or ports (10.79.0.2 22,443,4000-7997)');
  });
});

function hasLines(path: string, count: number): boolean {
  try {
    return readFileSync(path, 'utf8').split('\n').length > count;
  } catch {
    return false;
  }
}
