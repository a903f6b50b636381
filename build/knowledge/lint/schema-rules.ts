import type { SchemaIssue, SchemaRule } from './rule.ts';
import { adviceWithoutAudience } from './rules/advice-without-audience.ts';
import { malformedCve } from './rules/malformed-cve.ts';
import { missingConfidence } from './rules/missing-confidence.ts';
import { missingSource } from './rules/missing-source.ts';

/** The rules that the schemas check. */
export const SCHEMA_RULES: readonly SchemaRule[] = [
  adviceWithoutAudience,
  malformedCve,
  missingConfidence,
  missingSource,
];

/** Name of the rule that the issue breaks: most are plainly the schema's. */
export function ruleOfIssue(issue: SchemaIssue): string {
  return SCHEMA_RULES.find((rule) => rule.covers(issue))?.name ?? 'schema';
}
