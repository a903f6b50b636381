import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NetworkNamespace, whyNoNamespace } from '../../../lab/namespace.ts';
import { readNmapXml } from '../../../src/audit/diff/read-nmap-xml.ts';
import { aHost, aPort, aResult, aService } from '../../../src/audit/policy/result.fixture.ts';
import { renderNmapXml } from '../../../src/audit/report/nmap-xml.ts';
import { makeFolder, removeFolder } from '../program.fixture.ts';

/** What nmap writes is read, and what we write its ndiff reads. */
const has = (command: string): boolean =>
  spawnSync(command, ['--version']).status === 0 || spawnSync(command, ['--help']).status === 0;
const noNmap = has('nmap') ? whyNoNamespace() : 'nmap is not installed';
const noNdiff = has(process.env['NDIFF'] ?? 'ndiff') ? null : 'ndiff is not installed';
for (const why of [noNmap, noNdiff]) if (why !== null) console.warn(`skipped: ${why}`);

const SERVER =
  "const s=require('net').createServer((c)=>{c.on('error',()=>{});c.end('SSH-2.0-OpenSSH_9.2p1\\r\\n')});s.listen(2222,'127.0.0.1',()=>console.log('up'));process.stdin.resume().on('end',()=>process.exit())";

describe.skipIf(noNmap !== null)('a scan of nmap', () => {
  let namespace: NetworkNamespace | null = null;
  beforeAll(async () => {
    namespace = await NetworkNamespace.open();
    await namespace.start([process.execPath, '-e', SERVER]);
  });
  afterAll(() => namespace?.close());

  const scan = (...words: string[]): string =>
    namespace?.run(['nmap', '-n', '-oX', '-', ...words, '127.0.0.1']).stdout ?? '';

  it('is read: what is open, and what was identified', () => {
    const { hosts, notes, findings } = readNmapXml(scan('-sT', '-p', '2220-2225'));
    expect({ notes, findings }).toEqual({ notes: [], findings: null });
    expect(hosts).toMatchObject([{ name: '127.0.0.1', addresses: ['127.0.0.1'] }]);
    const open = hosts[0]?.ports.filter(({ isOpen }) => isOpen);
    // Without -sV the name is that of the number.
    expect(open).toMatchObject([{ port: 2222, transport: 'tcp', service: null }]);
    const [probed] = readNmapXml(scan('-sT', '-sV', '-p', '2222')).hosts;
    expect(probed?.ports[0]).toMatchObject({ service: 'ssh', product: expect.stringContaining('OpenSSH') as string });
  });

  it('is read as far as it went when it was ended', () => {
    const whole = scan('-sT', '-p', '2222');
    const cut = readNmapXml(whole.slice(0, whole.indexOf('<runstats>')));
    expect(cut.hosts).toHaveLength(1);
    expect(cut.notes).toEqual([expect.stringContaining('ends early')]);
  });
});

describe.skipIf(noNdiff !== null)('ndiff', () => {
  const folder = makeFolder();
  afterAll(() => removeFolder(folder));

  const compare = (a: string, b: string): { status: number | null; out: string } => {
    writeFileSync(join(folder, 'a.xml'), a);
    writeFileSync(join(folder, 'b.xml'), b);
    const { status, stdout, stderr } = spawnSync(
      process.env['NDIFF'] ?? 'ndiff',
      [join(folder, 'a.xml'), join(folder, 'b.xml')],
      {
        encoding: 'utf8',
      },
    );
    return { status, out: stdout + stderr };
  };
  const frame = { generatedAt: '2026-11-22T12:00:00.000Z', host: 'db-3', version: '1.0.0' };
  const xmlOf = (...ports: number[]): string => {
    const open = ports.map((port) => aPort(port, { service: aService('ssh', { product: 'OpenSSH' }) }));
    return renderNmapXml(aResult('', [aHost(open)]), frame);
  };

  it('reads what we write: 0 where nothing is different, 1 where something is', () => {
    expect(compare(xmlOf(22), xmlOf(22))).toMatchObject({ status: 0 });
    const changed = compare(xmlOf(22), xmlOf(22, 8080));
    expect(changed.status, changed.out).toBe(1);
    expect(changed.out).toMatch(/\+8080\/tcp +open +ssh/);
  });
});
