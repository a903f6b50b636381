import { citationsOf } from '../citations.ts';
import { faultOn, type LintRule } from '../rule.ts';

export const unusedSource: LintRule = {
  name: 'unused-source',
  explains: 'Every source is named by a statement; one that no longer is goes away.',
  *check(knowledge) {
    const used = new Set([...citationsOf(knowledge)].map(({ id }) => id));
    for (const source of knowledge.sources) {
      if (!used.has(source.value.id)) yield faultOn(this, source, [], `no statement names "${source.value.id}"`);
    }
  },
};
