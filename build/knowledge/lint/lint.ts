import type { Fault } from '../fault.ts';
import type { HandWritten } from '../hand-written.ts';
import type { LintContext, LintRule } from './rule.ts';
import { costlyPattern } from './rules/costly-pattern.ts';
import { duplicateAlias } from './rules/duplicate-alias.ts';
import { duplicateSource } from './rules/duplicate-source.ts';
import { fileName } from './rules/file-name.ts';
import { fingerprintExample } from './rules/fingerprint-example.ts';
import { licence } from './rules/licence.ts';
import { loneCorroboration } from './rules/lone-corroboration.ts';
import { malformedCve } from './rules/malformed-cve.ts';
import { namedByNobody } from './rules/named-by-nobody.ts';
import { overlap } from './rules/overlap.ts';
import { stale } from './rules/stale.ts';
import { unexplainedDifference } from './rules/unexplained-difference.ts';
import { unfilled } from './rules/unfilled.ts';
import { unknownClaim } from './rules/unknown-claim.ts';
import { unknownPattern } from './rules/unknown-pattern.ts';
import { unknownService } from './rules/unknown-service.ts';
import { unknownSocketRule } from './rules/unknown-socket-rule.ts';
import { unknownSource } from './rules/unknown-source.ts';
import { unsourcedFact } from './rules/unsourced-fact.ts';
import { unusedSource } from './rules/unused-source.ts';

/** The rules that no schema can check; `lint.test.ts` sees to it that no file of `rules/` is forgotten. */
export const LINT_RULES: readonly LintRule[] = [
  costlyPattern,
  duplicateAlias,
  duplicateSource,
  fileName,
  fingerprintExample,
  licence,
  loneCorroboration,
  malformedCve,
  namedByNobody,
  overlap,
  stale,
  unexplainedDifference,
  unfilled,
  unknownClaim,
  unknownPattern,
  unknownService,
  unknownSocketRule,
  unknownSource,
  unsourcedFact,
  unusedSource,
];

/** What the rules find in files that passed their schemas, in the order of the files and of their lines. */
export function lintHandWritten(knowledge: HandWritten, context: LintContext): Fault[] {
  const faults: Fault[] = [];
  for (const rule of LINT_RULES) faults.push(...rule.check(knowledge, context));
  return faults.sort((a, b) => compareText(a.file, b.file) || a.line - b.line || a.column - b.column);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
