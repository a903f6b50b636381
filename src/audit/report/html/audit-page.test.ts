import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readPage } from '../../../html/read-page.fixture.ts';
import { STYLE } from '../../../html/style.ts';
import { aResult, HOST, POLICY } from '../../policy/result.fixture.ts';
import { auditReport } from '../audit-report.ts';
import { renderAuditPage } from './audit-page.ts';

const FRAME = { generatedAt: '2026-11-22T12:00:00.000Z', host: 'db-3', version: '1.0.0' };
const REPORT = auditReport(aResult(POLICY, [HOST]), 'audit.yaml');
const change = {
  kind: 'opened',
  host: 'mailhost',
  port: 8080,
  transport: 'tcp',
  check: null,
  before: null,
  after: 'http',
  isWorse: true,
} as const;

describe('the page of an audit', () => {
  const { text, tags } = readPage(renderAuditPage(REPORT, FRAME, { changes: [change], notes: [] }));

  it('says first whether all is well, then what changed, what is exposed, what is expected, what is waived', () => {
    const marks = [
      'The audit fails: 2 findings (1 high, 1 medium).',
      '4 open ports on 1 host, 2 as expected, 2 findings waived',
      '8080/tcp of mailhost',
      'passes on mail for strangers',
      'ssh, OpenSSH 9.2p1',
      'asks for passwords in clear text',
    ];
    const places = marks.map((mark) => text.indexOf(mark));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('tells of a finding why, how sure, what to do, how to check again, and where it stands', () => {
    for (const told of [
      'Whoever finds it sends spam in your name.',
      'Confirmed: it was seen.',
      'then systemctl reload postfix',
      'portolan audit mailhost --only smtp.open-relay --policy audit.yaml',
      'audit.yaml, line 7',
      '< 220 mail ESMTP Postfix',
    ]) {
      expect(text).toContain(told);
    }
  });

  it('runs and fetches nothing: no script, no address, and a policy that forbids all but its own style', () => {
    const names = new Set(tags.map(({ name }) => name));
    for (const name of ['script', 'img', 'link', 'iframe', 'form', 'object']) expect(names).not.toContain(name);
    for (const { attributes } of tags) {
      expect([...attributes.keys()].filter((name) => name.startsWith('on') || name === 'src')).toEqual([]);
      expect(attributes.get('href') ?? '#').toMatch(/^#/);
    }
    const policy = tags.find(({ attributes }) => attributes.get('http-equiv') === 'Content-Security-Policy');
    const hash = createHash('sha256').update(STYLE).digest('base64');
    expect(policy?.attributes.get('content')).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
  });

  it('folds evidence', () => {
    expect(
      tags.filter(({ name }) => name === 'details').map(({ attributes }) => [...attributes.keys()]),
    ).toContainEqual([]);
  });
});
