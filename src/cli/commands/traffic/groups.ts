import { compareSeverity, type Severity } from '../../../findings/finding.ts';
import type { TrafficFinding } from '../../../traffic/report/traffic-finding.ts';

/** The findings of one pattern, which have their meaning in common. */
export interface Group {
  /** Of the worst of them. */
  readonly severity: Severity;
  /** The worst last. */
  readonly findings: readonly TrafficFinding[];
}

/** Findings by their pattern; the worst group last. */
export function groupsOf(findings: readonly TrafficFinding[]): Group[] {
  const byPattern = new Map<string, TrafficFinding[]>();
  for (const finding of findings) {
    const list = byPattern.get(finding.pattern);
    if (list === undefined) byPattern.set(finding.pattern, [finding]);
    else list.push(finding);
  }
  return [...byPattern.values()]
    .map((list): Group => {
      const sorted = list.toSorted((a, b) => compareSeverity(a.severity, b.severity) || a.count - b.count);
      return { severity: sorted.at(-1)?.severity ?? 'info', findings: sorted };
    })
    .sort((a, b) => compareSeverity(a.severity, b.severity) || eventsOf(a) - eventsOf(b));
}

function eventsOf({ findings }: Group): number {
  return findings.reduce((sum, { count }) => sum + count, 0);
}
