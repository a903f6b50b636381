/** What every lens reports: what, where, how sure, why it matters, what to do, and what it rests on. */
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export type FindingConfidence = 'low' | 'medium' | 'high';

export interface Finding {
  /** Stable id of the rule that found it: `sockets.exposed-service`. */
  readonly id: string;
  readonly severity: Severity;
  readonly confidence: FindingConfidence;
  /** The sentence for a tired person. */
  readonly title: string;
  readonly meaning: string;
  readonly advice: readonly string[];
  /** What it is about: `6379/tcp redis-server`. */
  readonly subject: string;
  /** ISO times of the first and last observation. */
  readonly first: string;
  readonly last: string;
  readonly count: number;
  /** The rows, lines or packets it rests on, as they were read. */
  readonly evidence: readonly string[];
  /** Ids or addresses of documents. */
  readonly references: readonly string[];
}

/** Negative when `a` is less severe than `b`. */
export function compareSeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);
}

/** Whether a person should look at it: `info` is for the record. */
export function deservesLook(finding: Finding): boolean {
  return finding.severity !== 'info';
}

/** The most severe of the findings that deserve a look; null when none does. */
export function worstFinding(findings: readonly Finding[]): Finding | null {
  let worst: Finding | null = null;
  for (const finding of findings) {
    if (!deservesLook(finding)) continue;
    if (worst === null || compareSeverity(finding.severity, worst.severity) > 0) worst = finding;
  }
  return worst;
}
