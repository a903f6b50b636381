import type { CheckResult, PortResult } from '../../api/documents.ts';

/** What a check said, with a mark that differs without colour. */
export const VERDICT_WORDS: Readonly<Record<CheckResult['verdict'], readonly [mark: string, words: string]>> = {
  exposed: ['✗', 'exposed'],
  'not-exposed': ['✓', 'not exposed'],
  inconclusive: ['?', 'inconclusive'],
  'not-applicable': ['–', 'does not apply'],
};

/** How a port compares with what was agreed. */
export function expectationWords(expectation: PortResult['expectation']): readonly [mark: string, words: string] {
  switch (expectation) {
    case 'expected':
      return ['✓', 'as agreed'];
    case 'unexpected':
      return ['✗', 'not agreed'];
    case 'missing':
      return ['∅', 'missing'];
    case 'waived':
      return ['~', 'waived'];
    case null:
      return ['·', 'nothing agreed'];
  }
}
