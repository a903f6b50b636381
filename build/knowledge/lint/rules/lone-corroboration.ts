import { statementsIn } from '../../statements.ts';
import { faultOn, type LintRule } from '../rule.ts';

export const loneCorroboration: LintRule = {
  name: 'lone-corroboration',
  explains: '`corroborated` takes two sources besides our own judgement.',
  *check(knowledge) {
    for (const { file, path, statement } of statementsIn(knowledge)) {
      const others = statement.sources.filter((id) => id !== 'editors');
      if (statement.confidence !== 'corroborated' || others.length >= 2) continue;
      yield faultOn(this, file, path, `corroborated by ${others.join(', ') || 'nobody'} alone: write single`);
    }
  },
};
