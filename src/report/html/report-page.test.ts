import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPage } from '../../html/read-page.fixture.ts';
import { FEW_FACTS } from '../../traffic/report/html/report.fixture.ts';
import { aListener, aLook, anAudit, ITSELF, joined, knocksOn, logsOf } from '../joined.fixture.ts';
import { renderReportPage } from './report-page.ts';

const FRAME = { generatedAt: '2026-11-22T12:00:00.000Z', host: 'db-3', version: '1.0.0' };

function pageOf(text: string): string {
  const audit = anAudit([ITSELF]);
  const report = joined(
    [
      aListener(25, {
        service: text,
        addresses: [text],
        processes: [{ pid: 1, name: text, user: text, command: text, unit: text, container: null }],
        findings: [aLook({ title: text, advice: [text] })],
      }),
    ],
    {
      traffic: logsOf(knocksOn('25/tcp', 1, { title: text, who: [{ name: text, events: 1 }] }), knocksOn('23/tcp', 0)),
      audit: {
        ...audit,
        policy: text,
        gaps: [text],
        findings: audit.findings.map((finding) => ({ ...finding, title: text, meaning: text, evidence: [text] })),
      },
      nameOf: () => text,
    },
  );
  const gaps = { ...report.glance, gaps: [text] };
  return renderReportPage({ ...report, glance: gaps, limits: [text] }, { ...FRAME, host: text }, FEW_FACTS);
}

describe('the page of all lenses', () => {
  const page = readPage(pageOf('x'));
  const ids = page.tags.flatMap(({ attributes }) => attributes.get('id') ?? []);

  it('links each lens to the others, and no link leads nowhere', () => {
    expect(new Set(ids).size).toBe(ids.length);
    const links = page.tags.flatMap(({ name, attributes }) => (name === 'a' ? (attributes.get('href') ?? '') : []));
    const inside = links.filter((link) => link.startsWith('#')).map((link) => link.slice(1));
    expect(inside.filter((id) => !ids.includes(id))).toEqual([]);
    for (const begin of ['port-', 'here-', 'finding-', 'audit-']) {
      expect(inside.some((id) => id.startsWith(begin))).toBe(true);
    }
    expect(page.text).toContain('got through to what listens here');
    expect(page.text).toContain('Who knocked');
  });

  it('says what was not given', () => {
    const { text } = readPage(renderReportPage(joined([]), FRAME, FEW_FACTS));
    expect(text).toContain('Nothing listens here, and no audit was given.');
    expect(text).not.toContain('Logs:');
  });

  it('stays small where very much is joined', () => {
    const listeners = Array.from({ length: 20_000 }, (_, port) => aListener(port + 1, { findings: [aLook()] }));
    const many = renderReportPage(joined(listeners), FRAME, FEW_FACTS);
    expect(many.length).toBeLessThan(3_000_000);
    expect(many).toContain('are in the JSON report');
  });

  it('never makes markup of what others wrote', () => {
    const skeleton = (text: string): string[] =>
      readPage(pageOf(text)).tags.map(({ name, attributes }) => [name, ...attributes.keys()].join(' '));
    const plain = skeleton('x');
    const hostile = fc.oneof(
      fc.constantFrom(
        '</td><script>alert(1)</script>',
        '" onclick="x',
        '<!--',
        '</title>',
        '\u001b[31m',
        '\u202e',
        '&',
      ),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        expect(skeleton(text)).toEqual(plain);
        expect(pageOf(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }),
      { numRuns: 60 },
    );
  });
});
