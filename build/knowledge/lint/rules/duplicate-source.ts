import { faultOn, type LintRule } from '../rule.ts';

export const duplicateSource: LintRule = {
  name: 'duplicate-source',
  explains: 'A source stands in one file of sources/ only.',
  *check({ sources }) {
    const first = new Map<string, string>();
    for (const source of sources) {
      const { id } = source.value;
      const earlier = first.get(id);
      if (earlier === undefined) first.set(id, source.file);
      else yield faultOn(this, source, [], `"${id}" is already in ${earlier}`);
    }
  },
};
