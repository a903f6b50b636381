import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../../src/audit/report/audit-report.ts';
import { makeFolder, removeFolder, STACK_TRACE } from '../program.fixture.ts';
import { SmallMachine, whyNot } from './small-servers.fixture.ts';

/** As long as something is to come; the test's own time ends it. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(50);
}

describe.skipIf(whyNot !== null)('an audit that is ended early', () => {
  let folder = '';
  let machine: SmallMachine;
  beforeAll(async () => {
    folder = makeFolder();
    machine = await SmallMachine.open(folder, ['ftp:21', 'silent:9999']);
  });
  afterAll(async () => {
    await machine.close();
    removeFolder(folder);
  });

  it('by Ctrl-C tells what it found by then, and ends with 130', async () => {
    // What says nothing is asked for seconds.
    const started = machine.start(['audit', '127.0.0.1', '--ports', '21,9999', '--only', 'none', '--ndjson']);
    await until(() => started.out.includes('"port":21'));
    const { code, out, err } = await started.end('SIGINT');
    expect(code).toBe(130);
    const events = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; text?: string });
    expect(events.map(({ event }) => event)).toEqual(expect.arrayContaining(['port', 'gap', 'end']));
    expect(events.find(({ event }) => event === 'gap')?.text).toContain('interrupted');
    expect(err).toBe('portolan: interrupted; what was found by then is told\n');
  });

  it('by kill -9 goes on where it was, with --resume', async () => {
    const journal = join(folder, 'journal');
    const args = ['audit', '127.0.0.1', '--all-ports', '--only', 'none', '--resume', journal];
    const started = machine.start(args);
    await until(() => existsSync(journal) && readFileSync(journal, 'utf8').split('\n').length > 3);
    expect((await started.end('SIGKILL')).code).toBeNull();
    const { code, out } = machine.portolan([...args, '--json']);
    expect(code).toBe(0);
    expect((JSON.parse(out) as AuditReport).hosts[0]?.ports.map(({ port }) => port)).toEqual([21, 9999]);
    const other = machine.portolan(['audit', '127.0.0.1', '--ports', '21', '--resume', journal]);
    expect(other).toMatchObject({ code: 2, out: '' });
    expect(other.err).toContain('--resume');
  });
});

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn('SKIPPED: audits from a namespace beside this machine: only root makes one');

describe.skipIf(whyNot !== null || !isRoot)('an audit from a namespace beside the machine', () => {
  let folder = '';
  let machine: SmallMachine;
  beforeEach(async () => {
    folder = makeFolder();
    machine = await SmallMachine.open(folder, []);
    // An address by which others know it.
    const { stderr } = machine.namespace.run([
      'sh',
      '-c',
      'ip link add face type veth peer name far && ip link set far up && ip addr add 10.78.0.1/24 dev face && ip link set face up',
    ]);
    if (stderr !== '') throw new Error(stderr);
    await machine.serve('0.0.0.0', ['ftp:21', 'silent:9999']);
  });
  afterEach(async () => {
    await machine.close();
    removeFolder(folder);
  });

  const links = (): string => machine.namespace.run(['ip', '-o', 'link']).stdout;
  const routes = (): string => machine.namespace.run(['ip', 'route']).stdout;
  /** Processes of Portolan in any namespace that were given our target. */
  const probes = (): string => spawnSync('pgrep', ['-f', join('bin', 'audit-probe')], { encoding: 'utf8' }).stdout;

  it('sees it as a stranger does, says so, and leaves nothing behind', () => {
    const before = [links(), routes()];
    const args = ['audit', '--vantage', 'netns', '--ports', '21', '--only', 'ftp.anonymous', '--json'];
    const { code, out, err } = machine.portolan(args);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const report = JSON.parse(out) as AuditReport;
    const [finding] = report.findings;
    expect(finding).toMatchObject({ id: 'ftp.anonymous', address: '10.78.0.1', vantage: 'outside-netns' });
    expect(report.hosts[0]?.ports.find(({ address }) => address === '10.78.0.1')?.listener?.process).toBe('node');
    expect(report.notes.join()).toContain('interface ptl');
    expect([links(), routes()]).toEqual(before);
  });

  it.each(['SIGINT', 'SIGKILL'] as const)('leaves no interface and no process behind after %s', async (signal) => {
    const before = [links(), routes(), probes()];
    const started = machine.start(['audit', '--vantage', 'netns', '--ports', '21,9999', '--only', 'none', '--ndjson']);
    await until(() => links() !== before[0] && probes() !== before[2]);
    const { code, err } = await started.end(signal);
    expect(code).toBe(signal === 'SIGINT' ? 130 : null);
    expect(err).not.toMatch(STACK_TRACE);
    await until(() => links() === before[0] && routes() === before[1] && probes() === before[2]);
  });
});
