import type { Path } from '../../hand-written.ts';
import { statementsIn } from '../../statements.ts';
import { faultOn, type LintRule } from '../rule.ts';

/** What a file says of the world rather than of what to think of it. */
const FACTS = new Set(['summary', 'uses', 'ports', 'differsFromRegistry', 'amplification', 'vulnerabilities']);

export const unsourcedFact: LintRule = {
  name: 'unsourced-fact',
  explains: 'Our own judgement (`editors`) carries risk and advice, never a fact.',
  *check(knowledge) {
    for (const { file, path, statement } of statementsIn(knowledge)) {
      if (!isFact(path) || statement.sources.some((id) => id !== 'editors')) continue;
      yield faultOn(this, file, path, 'a fact needs a source that a reader can follow');
    }
  },
};

function isFact([field]: Path): boolean {
  return typeof field === 'string' && FACTS.has(field);
}
