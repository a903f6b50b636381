import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareResults } from '../../audit/diff/compare-results.ts';
import { readNmapXml } from '../../audit/diff/read-nmap-xml.ts';
import { readResult } from '../../audit/diff/read-result.ts';
import { aCheckResult, aHost, aListener, aPort, aResult, aService, CHECKS } from '../../audit/policy/result.fixture.ts';
import { auditReport } from '../../audit/report/audit-report.ts';
import { renderAuditPage } from '../../audit/report/html/audit-page.ts';
import { renderJUnit } from '../../audit/report/junit.ts';
import { renderNmapXml } from '../../audit/report/nmap-xml.ts';
import { renderSarif } from '../../audit/report/sarif.ts';
import type { AuditResult } from '../../audit/result.ts';
import { readXml } from '../../audit/xml/read-xml.ts';
import { readPage } from '../../html/read-page.fixture.ts';
import { createStyle } from '../style.ts';
import { renderAuditDiffText } from './diff-text.ts';
import { renderAuditText } from './report-text.ts';

const FRAME = { generatedAt: '2026-11-22T12:00:00.000Z', host: 'db-3', version: '1.0.0' };
const POLICY =
  'version: 1\nhosts: [{ name: mailhost, expect: [{ port: 25/tcp, service: smtp }, { port: 22/tcp, product: x }] }]';

/** A result with the same text of somebody else wherever one can stand. */
function resultOf(text: string): AuditResult {
  const service = aService('ssh', { product: text, version: text, because: text });
  const listener = aListener({ process: text, user: text, exposure: text });
  const transcript = [{ at: 0, direction: '<', text }] as const;
  const checks = [aCheckResult({ summary: text, product: text, transcript })];
  const result = aResult(POLICY, [
    aHost([
      aPort(22, { service, because: text }),
      aPort(25, { service, checks }),
      aPort(8080, { service, listener, name: text, checks }),
    ]),
  ]);
  return { ...result, gaps: [text], refusals: [{ address: text, reason: text, remedy: text }] };
}

const hostile = fc.oneof(
  fc
    .array(
      fc.constantFrom(
        '</pre><script>alert(1)</script>',
        '" onmouseover="alert(1)',
        ']]>',
        '<!--',
        '-->',
        '</failure>',
        '</style>',
        '&lt;',
        '&#0;',
        '\u0000',
        '\u001b[2J\u001b]0;x\u0007',
        '\u009b31m',
        '\u202e',
        '\ud800',
        '\ufffe',
        '\r\nSet: x',
        '\n- { port: 1/tcp }',
      ),
      { minLength: 1, maxLength: 8 },
    )
    .map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }),
);

const MOVING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const check = (judge: (result: AuditResult) => void): void => {
  fc.assert(
    fc.property(hostile, (text) => {
      judge(resultOf(text));
    }),
    { numRuns: 100 },
  );
};

describe('text of hostile servers', () => {
  it('is no markup in the page', () => {
    const skeleton = (result: AuditResult) => {
      const page = renderAuditPage(auditReport(result, 'audit.yaml'), FRAME, { changes: [], notes: ['x'] });
      expect(page).not.toMatch(MOVING);
      return readPage(page).tags.map(({ name, attributes }) => [name, ...attributes.keys()].join(' '));
    };
    const plain = skeleton(resultOf('x'));
    check((result) => expect(skeleton({ ...result, findings: resultOf('x').findings })).toEqual(plain));
    check((result) => expect(skeleton(result)).not.toContain('script'));
  });

  it('is no tag in JUnit and nmap, which stay XML', () => {
    const tags = (xml: string): string[] => [...readXml(xml)].map(({ kind, name }) => `${kind} ${name}`);
    check((result) => {
      const [junit, nmap] = [renderJUnit(result, FRAME), renderNmapXml(result, FRAME)];
      expect(junit).not.toMatch(MOVING);
      expect(nmap).not.toMatch(MOVING);
      expect(
        tags(junit).filter((tag) => !/ (testsuites?|testcase|failure|system-out|skipped|error)$/.test(tag)),
      ).toEqual([]);
      expect(tags(nmap)).toEqual(tags(renderNmapXml(resultOf('x'), FRAME)));
      expect(readNmapXml(nmap).hosts[0]?.ports).toHaveLength(3);
    });
  });

  it('is text in SARIF and in JSON, which read back', () => {
    check((result) => {
      const sarif = renderSarif(result, CHECKS, FRAME);
      expect(sarif).not.toMatch(MOVING);
      expect(JSON.parse(sarif)).toMatchObject({ version: '2.1.0' });
      const saved = readResult(JSON.stringify({ schema: 'portolan/audit@1', ...auditReport(result, null) }));
      expect(compareResults(saved, saved).changes).toEqual([]);
    });
  });

  it('moves no cursor on a terminal', () => {
    const options = { width: 80, style: createStyle(false), all: true };
    check((result) => {
      const lines = renderAuditText(result, options);
      expect(lines.filter((line) => /[\n\r]/.test(line) || MOVING.test(line))).toEqual([]);
      const saved = readResult(JSON.stringify({ schema: 'portolan/audit@1', ...auditReport(result, null) }));
      const empty = { hosts: [], findings: [], notes: [] };
      const changed = renderAuditDiffText(compareResults(empty, saved), options);
      expect(changed.filter((line) => /[\n\r]/.test(line) || MOVING.test(line))).toEqual([]);
    });
  });
});
