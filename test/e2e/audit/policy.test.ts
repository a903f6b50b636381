import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../../src/audit/report/audit-report.ts';
import { makeFolder, removeFolder, STACK_TRACE, type Ran } from '../program.fixture.ts';
import { SmallMachine, whyNot } from './small-servers.fixture.ts';

const PORTS = ['--ports', '21,22,8080'];

describe.skipIf(whyNot !== null)('a policy file', () => {
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
  /** Audits the host `a` at 127.0.0.1 by lines that are inside of it; no checks, unless they are named. */
  const judged = (lines: readonly string[], ...args: string[]): Ran & { readonly report: AuditReport } => {
    const text = [
      'version: 1',
      'hosts:',
      '  - name: a',
      '    address: 127.0.0.1',
      ...lines.map((line) => `    ${line}`),
    ];
    writeFileSync(join(folder, 'policy.yaml'), `${text.join('\n')}\n`);
    const only = args.length > 0 ? args : ['--only', 'none'];
    const ran = audit('--policy', 'policy.yaml', ...PORTS, '--json', ...only);
    return { ...ran, report: JSON.parse(ran.out) as AuditReport };
  };
  const BOTH = 'expect: [{ port: 21/tcp, service: ftp }, { port: 8080/tcp, service: http }]';
  const idsOf = ({ report }: { report: AuditReport }): string[] =>
    report.findings.filter(({ isFailure }) => isFailure).map(({ id }) => id);

  it('that audit init wrote is met, and is not written over', () => {
    const written = audit('init', ...PORTS, '--output', 'new.yaml');
    expect(written).toMatchObject({ code: 0, out: '' });
    expect(written.err).toContain('portolan audit --policy new.yaml');
    expect(statSync(join(folder, 'new.yaml')).mode & 0o777).toBe(0o600);
    const met = audit('--policy', 'new.yaml', ...PORTS);
    expect(met).toMatchObject({ code: 0, err: '' });
    expect(met.out).toContain('2 ports as expected');
    const before = readFileSync(join(folder, 'new.yaml'), 'utf8');
    expect(audit('init', ...PORTS, '--output', 'new.yaml')).toMatchObject({ code: 4, out: '' });
    expect(readFileSync(join(folder, 'new.yaml'), 'utf8')).toBe(before);
    expect(audit('init', ...PORTS).out).toContain('port: 8080/tcp');
  });

  it('that is met ends with 0, and says nothing of checks that were not named', () => {
    expect(judged([BOTH])).toMatchObject({ code: 0, err: '' });
    const checked = ['expect: [{ port: 21/tcp, checks: { ftp.writable: not-exposed } }, { port: 8080/tcp }]'];
    expect(judged(checked, '--only', 'http')).toMatchObject({ code: 0, report: { gaps: [] } });
  });

  it.each<[string, string[], string, string[]]>([
    ['an unexpected port', ['expect: [{ port: 21/tcp }]'], 'audit.unexpected-port', []],
    ['a missing one', [BOTH.replace(']', ', { port: 22/tcp }]'), 'missing: fail'], 'audit.missing-port', []],
    ['another service', [BOTH.replace('http', 'ssh')], 'audit.wrong-service', []],
    [
      'a check with another verdict',
      [BOTH.replace('ftp }', 'ftp, checks: { ftp.anonymous: not-exposed } }')],
      'ftp.anonymous',
      ['--only', 'ftp.anonymous'],
    ],
  ])('fails by %s, with the place in the file', (_, lines, id, only) => {
    const ran = judged(lines, ...only);
    expect(ran).toMatchObject({ code: 1, err: '' });
    expect(idsOf(ran)).toEqual([id]);
    expect(ran.report.findings.find(({ isFailure }) => isFailure)?.anchor).toMatchObject({ path: 'policy.yaml' });
    expect(ran.report.summary.passes).toBe(false);
  });

  it('may miss a port without failing', () => {
    expect(judged([BOTH.replace(']', ', { port: 22/tcp }]'), 'missing: warn']).code).toBe(0);
  });

  it('waives for a time only', () => {
    const waiver = (until: string): string[] => [
      'expect: [{ port: 21/tcp }]',
      `waive: [{ check: audit.unexpected-port, port: 8080/tcp, until: ${until}, reason: being moved }]`,
    ];
    const waived = judged(waiver('2999-12-31'));
    expect(waived.code).toBe(0);
    expect(waived.report.findings.map(({ waiver: by }) => by?.reason)).toContain('being moved');
    const expired = judged(waiver('2001-01-31'));
    expect(expired.code).toBe(1);
    expect(idsOf(expired)).toContain('audit.unexpected-port');
  });

  it('asks both families for the same', () => {
    const text = [
      'version: 1',
      'hosts: [{ name: a, address: [127.0.0.1, "::1"], parity: v4v6, expect: [{ port: 21/tcp }, { port: 8080/tcp }] }]',
    ];
    writeFileSync(join(folder, 'parity.yaml'), text.join('\n'));
    const { code, out } = audit('--policy', 'parity.yaml', ...PORTS);
    // The servers listen at 0.0.0.0 only.
    expect(code).toBe(1);
    expect(out).toMatch(/IPv4.*IPv6|IPv6.*IPv4/);
  });

  it.each([
    ['hosts:\n  - name: a\n    expct: []\n', /^portolan: bad\.yaml:\d+:\d+: .*"expct", did you mean "expect"\?\n$/],
    ['version: 1\nhosts: [\n', /^portolan: bad\.yaml:\d+:\d+: /],
    ['version: 2\nhosts: []\n', /^portolan: bad\.yaml:1:\d+: /],
  ])('that is wrong says where: %j', (text, sentence) => {
    writeFileSync(join(folder, 'bad.yaml'), text.startsWith('version') ? text : `version: 1\n${text}`);
    const { code, out, err } = audit('--policy', 'bad.yaml');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(sentence);
    expect(err).not.toMatch(STACK_TRACE);
  });

  it('that is not there is missed before anything is asked', () => {
    expect(audit('--policy', 'nowhere.yaml')).toMatchObject({ code: 2, out: '' });
    expect(existsSync(join(folder, 'nowhere.yaml'))).toBe(false);
  });
});

describe.skipIf(whyNot !== null)('a target out of scope', () => {
  let folder = '';
  let machine: SmallMachine;
  beforeAll(async () => {
    folder = makeFolder();
    machine = await SmallMachine.open(folder, []);
  });
  afterAll(async () => {
    await machine.close();
    removeFolder(folder);
  });

  /** The namespace has no route to any of them: even a mistake sends nothing. */
  it.each([
    ['10.9.8.7', 'scope: { allow: ["10.9.8.7"] }'],
    ['fd00:9::1', 'scope: { allow: ["fd00:9::1"] }'],
    ['::ffff:10.9.8.7', '10.9.8.7'],
    ['169.254.169.254', 'never asked'],
    ['224.0.0.1', 'multicast'],
    ['9.9.9.9', 'scope: { authorised: [{ addresses: ["9.9.9.9"]'],
  ])('is refused with 4, and the line that lets it be asked: %s', (address, words) => {
    const { code, out, err } = machine.portolan(['audit', address]);
    expect(code).toBe(4);
    // A mapped address is the IPv4 address that packets would go to.
    expect(out).toContain(`not asked ${address.replace('::ffff:', '')}`);
    expect(out).toContain(words);
    expect(err).toBe('portolan: one address was refused; nothing was sent there\n');
  });

  it.each([
    ['2001-01-31', ['--yes-authorised'], 'ended on 2001-01-31'],
    ['2999-12-31', [], '--yes-authorised'],
  ])('that is public needs an authority of today, and a confirmation: until %s, %j', (until, args, words) => {
    const authority = `{ addresses: [198.51.99.0/24], by: the owner, reference: T-1, until: ${until} }`;
    writeFileSync(join(folder, 'public.yaml'), `version: 1\nscope: { authorised: [${authority}] }\nhosts: []\n`);
    const { code, out } = machine.portolan(['audit', '198.51.99.1', '--policy', 'public.yaml', ...args]);
    expect(code).toBe(4);
    expect(out).toContain(words);
  });

  it('that has no address is a failure to look', () => {
    const { code, out, err } = machine.portolan(['audit', 'nobody.invalid']);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toMatch(/^portolan: the name nobody\.invalid has no address here/);
  });
});
