import { describe, expect, it } from 'vitest';
import type { Severity } from '../../findings/finding.ts';
import { compareToBaseline, parseBaseline } from './baseline.ts';
import type { TrafficFinding } from './traffic-finding.ts';

/** What a comparison looks at. */
function finding(id: string, subject: string, severity: Severity): TrafficFinding {
  return { id, subject, severity, isKnown: false } as TrafficFinding;
}

const saved = (findings: readonly unknown[]): string =>
  JSON.stringify({ schema: 'portolan/traffic@1', generatedAt: '2026-10-09T08:00:00.000Z', findings });

describe('a baseline', () => {
  it('knows a finding by its id and subject', () => {
    const baseline = parseBaseline(saved([finding('traffic.sweep', 'a', 'low'), finding('traffic.sweep', 'b', 'low')]));
    if (baseline === null) throw new Error('not understood');
    const now = [finding('traffic.sweep', 'a', 'low'), finding('traffic.smb', 'a', 'low')];
    const { findings, baseline: sums } = compareToBaseline(now, baseline);
    expect(findings.map(({ isKnown }) => isKnown)).toEqual([true, false]);
    expect(sums).toEqual({ generatedAt: '2026-10-09T08:00:00.000Z', known: 1, new: 1, gone: 1 });
  });

  it('takes what has become worse for news, and what has become better not', () => {
    const baseline = parseBaseline(saved([finding('x', 'a', 'low'), finding('x', 'b', 'high')]));
    if (baseline === null) throw new Error('not understood');
    const { findings } = compareToBaseline([finding('x', 'a', 'high'), finding('x', 'b', 'info')], baseline);
    expect(findings.map(({ isKnown }) => isKnown)).toEqual([false, true]);
  });

  it.each(['', '{', '[]', 'null', '{"schema":"portolan/sockets@1"}', saved([{}]), saved([null])])(
    'is no other document: %s',
    (text) => expect(parseBaseline(text)).toBeNull(),
  );
});
