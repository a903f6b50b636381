import { citationsOf } from '../citations.ts';
import { faultOn, type LintRule, type SchemaRule } from '../rule.ts';

/** A CVE as a source: its id in lower case. */
const CVE_SOURCE = /^cve-\d{4}-\d{4,7}$/;

export const malformedCve: LintRule & SchemaRule = {
  name: 'malformed-cve',
  explains: 'A CVE is written CVE-1999-0514 among the vulnerabilities and cve-1999-0514 among the sources.',
  covers: ({ path, missing }) => !missing && path.at(-3) === 'vulnerabilities' && path.at(-1) === 'id',
  *check(knowledge) {
    for (const { id, file, path } of citationsOf(knowledge)) {
      if (!/^cve-/i.test(id) || CVE_SOURCE.test(id)) continue;
      yield faultOn(this, file, path, `"${id}" is not a CVE as a source is named, such as cve-1999-0514`);
    }
  },
};
