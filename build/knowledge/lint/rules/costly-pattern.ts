import { MAX_TEXT } from '../../../../src/audit/identify/fingerprints/fingerprint.ts';
import { matchingCost } from '../../matching-cost/matching-cost.ts';
import { faultOn, type LintRule } from '../rule.ts';

/** With texts of 2 KiB, four million steps at most: some milliseconds. */
const MAX_DEGREE = 2;

export const costlyPattern: LintRule = {
  name: 'costly-pattern',
  explains: `What a fingerprint is tried on comes from strangers: a pattern takes at most as many steps as the square of the text's length (${MAX_TEXT} bytes).`,
  *check({ fingerprints }) {
    for (const file of fingerprints) {
      for (const [index, { pattern, isBothCases }] of file.value.fingerprints.entries()) {
        const cost = matchingCost(pattern, isBothCases === true ? 'i' : '');
        const path = ['fingerprints', index, 'pattern'];
        if ('unbounded' in cost) yield faultOn(this, file, path, `its steps have no bound: ${cost.unbounded}`);
        else if (cost.degree > MAX_DEGREE) {
          yield faultOn(this, file, path, `its steps can grow with power ${cost.degree} of the text's length`);
        }
      }
    }
  },
};
