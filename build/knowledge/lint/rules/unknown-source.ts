import { citationsOf } from '../citations.ts';
import { faultOn, type LintRule } from '../rule.ts';

export const unknownSource: LintRule = {
  name: 'unknown-source',
  explains: 'Every source that a statement names stands in a file of sources/; a CVE needs no entry.',
  *check(knowledge) {
    const known = new Set(knowledge.sources.map(({ value }) => value.id));
    for (const { id, file, path } of citationsOf(knowledge)) {
      // How a CVE is written is for malformed-cve to say, what is not filled in yet for unfilled.
      if (known.has(id) || /^cve-/i.test(id) || id === 'TODO') continue;
      yield faultOn(this, file, path, `"${id}" is in no file of sources/`);
    }
  },
};
