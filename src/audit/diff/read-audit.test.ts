import { describe, expect, it } from 'vitest';
import { aResult, HOST, POLICY } from '../policy/result.fixture.ts';
import { auditReport } from '../report/audit-report.ts';
import { readAudit } from './read-audit.ts';

const AUDIT = {
  schema: 'portolan/audit@1',
  generatedAt: '2026-11-22T12:00:00.000Z',
  host: 'db-3',
  ...auditReport(aResult(POLICY, [HOST]), 'audit.yaml'),
};

describe('an audit that was saved', () => {
  it('is read whole, without what a later portolan added', () => {
    const text = JSON.stringify({ ...AUDIT, later: 1 });
    expect(readAudit(text)).toEqual(JSON.parse(JSON.stringify(AUDIT)));
  });

  it.each([
    ['not the JSON', 'x'],
    ['no result of portolan audit', 'null'],
    ['not portolan/audit@1', JSON.stringify({ ...AUDIT, schema: 'portolan/traffic@1' })],
    ['not an ISO time', JSON.stringify({ ...AUDIT, generatedAt: '<b>' })],
    ['findings.0.title', JSON.stringify({ ...AUDIT, findings: [{ ...AUDIT.findings[0], title: 7 }] })],
    ['hosts.0', JSON.stringify({ ...AUDIT, hosts: [null] })],
  ])('is refused where it is none: %s', (reason, text) => {
    expect(() => readAudit(text)).toThrow(reason);
  });
});
