import { compareSeverity, SEVERITIES, type Severity } from '../../findings/finding.ts';
import type { TrafficFinding } from './traffic-finding.ts';

/** What a saved report knew, and what has become of it. */
export interface BaselineSummary {
  /** When the saved report was made, ISO time. */
  readonly generatedAt: string;
  /** Findings of now that were there already, at least as bad. */
  readonly known: number;
  readonly new: number;
  /** Findings of then that are not there any more. */
  readonly gone: number;
}

/** The findings of a report that was saved with --json: how bad each was, by id and subject. */
export interface Baseline {
  readonly generatedAt: string;
  readonly severities: ReadonlyMap<string, Severity>;
}

/** Null where the text is no such report. */
export function parseBaseline(text: string): Baseline | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(value) || value['schema'] !== 'portolan/traffic@1') return null;
  const { generatedAt, findings } = value;
  if (typeof generatedAt !== 'string' || !Array.isArray(findings)) return null;
  const severities = new Map<string, Severity>();
  for (const finding of findings as readonly unknown[]) {
    if (!isObject(finding)) return null;
    const { id, subject } = finding;
    const severity = SEVERITIES.find((one) => one === finding['severity']);
    if (typeof id !== 'string' || typeof subject !== 'string' || severity === undefined) return null;
    const key = keyOf({ id, subject });
    const known = severities.get(key);
    if (known === undefined || compareSeverity(known, severity) < 0) severities.set(key, severity);
  }
  return { generatedAt, severities };
}

/** Marks the findings that the baseline has. One that has become worse is news. */
export function compareToBaseline(
  findings: readonly TrafficFinding[],
  { generatedAt, severities }: Baseline,
): { readonly findings: TrafficFinding[]; readonly baseline: BaselineSummary } {
  const marked = findings.map((finding) => {
    const then = severities.get(keyOf(finding));
    return { ...finding, isKnown: then !== undefined && compareSeverity(finding.severity, then) <= 0 };
  });
  const here = new Set(findings.map(keyOf));
  const known = marked.filter(({ isKnown }) => isKnown).length;
  const gone = [...severities.keys()].filter((key) => !here.has(key)).length;
  return { findings: marked, baseline: { generatedAt, known, new: findings.length - known, gone } };
}

function keyOf({ id, subject }: Pick<TrafficFinding, 'id' | 'subject'>): string {
  return `${id}\n${subject}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
