import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../../src/audit/report/audit-report.ts';
import { faultsByJsonSchema } from '../contract.fixture.ts';
import { makeFolder, removeFolder, STACK_TRACE, type Ran } from '../program.fixture.ts';
import { SmallMachine, whyNot } from './small-servers.fixture.ts';

const PORTS = ['--ports', '21,22,8080'];

describe.skipIf(whyNot !== null)('an audit of this machine', () => {
  let folder = '';
  let machine: SmallMachine;
  beforeAll(async () => {
    folder = makeFolder();
    machine = await SmallMachine.open(folder);
  });
  afterAll(async () => {
    await machine.close();
    removeFolder(folder);
  });

  const audit = (...args: string[]): Ran => machine.portolan(['audit', ...args]);

  it('says in words what answers, who holds it and what is wrong, and fails nobody where nothing was agreed', () => {
    const { code, out, err } = audit(...PORTS);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^ {2}21\/tcp +ftp .*node/m);
    expect(out).toMatch(/^ {2}8080\/tcp +http /m);
    expect(out).not.toContain('22/tcp');
    expect(out).toMatch(/^medium +21\/tcp of .*: FTP lets anybody in without an account$/m);
    expect(out).toContain(`portolan audit ${hostname()} --only ftp.anonymous`);
    expect(out).not.toContain('\u001b');
    expect(out.trimEnd().split('\n').at(-1)).toBe(
      '2 findings, the worst high; none makes the audit fail (--policy, --fail-on).',
    );
  });

  it('gives the command that looks again, and it does', () => {
    const again = /^ +again +portolan (audit .* --only ftp\.anonymous)$/m.exec(audit(...PORTS).out)?.[1] ?? '';
    const { code, out } = machine.portolan(again.split(' '));
    expect(code).toBe(0);
    expect(out).toContain('FTP lets anybody in');
    expect(out).not.toContain('nothing in this network namespace listens');
  });

  it('keeps to its schema in JSON', () => {
    const { code, out } = audit(...PORTS, '--json');
    expect(code).toBe(0);
    const document = JSON.parse(out) as AuditReport;
    expect(faultsByJsonSchema('audit', document)).toEqual([]);
    expect(document.summary).toMatchObject({ hosts: 1, open: 2, failing: 0, passes: true });
    expect(document.findings.map(({ id }) => id)).toEqual(['ftp.anonymous', 'ftp.cleartext']);
  });

  it('writes the same line by line, ports first, and no port twice', () => {
    const document = JSON.parse(audit(...PORTS, '--json').out) as AuditReport;
    const events = audit(...PORTS, '--ndjson')
      .out.trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; address: string; port: number });
    expect(events.flatMap((event) => faultsByJsonSchema('audit-row', event))).toEqual([]);
    const ports = events.filter(({ event }) => event === 'port').map(({ address, port }) => `${address} ${port}`);
    const expected = document.hosts.flatMap(({ ports: all }) => all.map(({ address, port }) => `${address} ${port}`));
    expect(ports.sort()).toEqual(expected.sort());
    expect(events.map(({ event }) => event).slice(ports.length)).toEqual(['finding', 'finding', 'end']);
  });

  it('runs the checks that are named, and says what a wrong name may have meant', () => {
    const { findings } = JSON.parse(audit('--only', 'ftp.anonymous', '--json').out) as AuditReport;
    expect(findings.map(({ id }) => id)).toEqual(['ftp.anonymous']);
    const wrong = audit('--only', 'ftp.anonymus');
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.err).toContain('did you mean ftp.anonymous?');
  });

  it.each([
    [['--ports', '70000'], '--ports takes ports from 1 to 65535'],
    [['--ports', '21', '--all-ports'], '--ports'],
    [['--fail-on', 'urgent'], '--fail-on takes info, low, medium, high, critical'],
    [['--rate', '0'], '--rate takes'],
    [['--json', '--ndjson'], '--ndjson'],
    [['--json', '--html', '-'], 'both want standard output'],
    [['--fingerprints', '/nowhere'], '--fingerprints'],
    [['10.0.0.0/8'], '4096 addresses'],
  ])('refuses %j in a sentence', (args, sentence) => {
    const { code, out, err } = audit(...args);
    expect(code).toBe(args[0] === '--fingerprints' ? 3 : 2);
    expect(out).toBe('');
    expect(err).toContain(sentence);
    expect(err).not.toMatch(STACK_TRACE);
  });

  it('finds what nobody would look at with --all-ports', async () => {
    await machine.serve('127.0.0.1', ['http:54321']);
    const { out } = audit('127.0.0.1', '--all-ports', '--only', 'none', '--json');
    const document = JSON.parse(out) as AuditReport;
    expect(document.hosts[0]?.ports.map(({ port }) => port)).toEqual([21, 8080, 54_321]);
  });

  it('fails with --fail-on where a finding is as severe, and not where none is', () => {
    expect(audit(...PORTS, '--fail-on', 'high').code).toBe(1);
    expect(audit(...PORTS, '--fail-on', 'critical').code).toBe(0);
  });

  it('writes reports beside what it prints, over older ones of their kind, and over nothing else', () => {
    const kinds = { html: '<!doctype html>', sarif: '"2.1.0"', junit: '<testsuites', 'nmap-xml': '<nmaprun' };
    const flags = Object.keys(kinds).flatMap((flag) => [`--${flag}`, `a.${flag}`]);
    for (let time = 0; time < 2; time++) expect(audit(...PORTS, ...flags).code).toBe(0);
    for (const [flag, mark] of Object.entries(kinds)) {
      expect(readFileSync(join(folder, `a.${flag}`), 'utf8')).toContain(mark);
    }
    writeFileSync(join(folder, 'letter'), 'Dear all,\n');
    for (const flag of Object.keys(kinds)) {
      const { code, out, err } = audit(...PORTS, `--${flag}`, 'letter');
      expect({ code, out }).toEqual({ code: 4, out: '' });
      expect(err).toContain('not written over');
    }
    expect(readFileSync(join(folder, 'letter'), 'utf8')).toBe('Dear all,\n');
    expect(audit(...PORTS, '--html', 'nowhere/a.html').code).toBe(3);
    expect(audit(...PORTS, '--sarif', '-').out).toMatch(/^\{[^]*"2\.1\.0"[^]*\}\s*$/);
  });

  it('is compared with an earlier one, by audit diff and by --since', () => {
    const save = (name: string, ...args: string[]): void => {
      writeFileSync(join(folder, name), audit(...args).out);
    };
    save('before.json', '--ports', '21', '--json');
    save('after.json', ...PORTS, '--json');
    const diff = (...args: string[]): Ran => machine.portolan(['audit', 'diff', ...args]);
    expect(diff('before.json', 'before.json')).toMatchObject({ code: 0, out: 'Nothing is different.\n' });
    const opened = diff('before.json', 'after.json');
    expect(opened.code).toBe(1);
    expect(opened.out).toMatch(/opened +8080\/tcp/);
    expect(diff('after.json', 'before.json').code).toBe(0);
    expect(diff('after.json', 'before.json', '--strict').code).toBe(1);
    expect(faultsByJsonSchema('audit-diff', JSON.parse(diff('before.json', 'after.json', '--json').out))).toEqual([]);
    expect(diff('before.json').code).toBe(2);
    expect(diff('before.json', 'a.html').code).toBe(3);
    // nmap's own form is read as well.
    expect(audit(...PORTS, '--nmap-xml', 'after.xml').code).toBe(0);
    expect(diff('after.xml', 'after.xml').out).toBe('Nothing is different.\n');
    expect(diff('before.json', 'after.xml').out).toMatch(/opened +8080\/tcp/);

    const since = audit(...PORTS, '--since', 'before.json', '--html', 'since.html');
    expect(since.code).toBe(0);
    expect(since.out).toMatch(/Since before\.json\nopened +8080\/tcp/);
    expect(readFileSync(join(folder, 'since.html'), 'utf8')).toContain('What changed');
    expect(audit('--since', 'nowhere.json')).toMatchObject({ code: 3, out: '' });
    expect(audit('--since', 'letter')).toMatchObject({ code: 3, out: '' });
  });

  it('is not made of another machine', () => {
    const { code, out, err } = machine.portolan(['audit'], { PORTOLAN_ROOT: folder });
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain('PORTOLAN_ROOT');
  });
});
