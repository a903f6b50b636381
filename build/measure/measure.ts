/**
 * Measures the knowledge base and prints what was found:   npm run knowledge:measure [-- --json] [-- M4 M5 ...]
 * What each figure means, and what it does not: docs/measures.md. A missed target is a result, not a failure: the exit
 * code is 0. The measures that need an editor (M8, M9), time (M10) or the traffic lens (M12) are not made by a program.
 */
import { parseArgs } from 'node:util';
import { registryFidelity } from './m01-registry-fidelity.ts';
import { secondWitness } from './m02-second-witness.ts';
import { totalFunction } from './m03-total-function.ts';
import { usefulCoverage } from './m04-useful-coverage.ts';
import { everydayNames } from './m05-everyday-names.ts';
import { securityCoverage } from './m06-security-coverage.ts';
import { claimCoverage } from './m07-claims.ts';
import { searchQuality } from './m11-search-quality.ts';
import { wrongAnswers } from './m13-wrong-answers.ts';
import { sizeAndSpeed } from './m14-size-and-speed.ts';
import type { Measure } from './figure.ts';
import { reportLines, type Result } from './report.ts';

const MEASURES: readonly Measure[] = [
  registryFidelity,
  secondWitness,
  totalFunction,
  usefulCoverage,
  everydayNames,
  securityCoverage,
  claimCoverage,
  searchQuality,
  wrongAnswers,
  sizeAndSpeed,
];

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true });
const unknown = positionals.filter((id) => !MEASURES.some((measure) => measure.id === id));
if (unknown.length > 0) {
  console.error(`no measure ${unknown.join(', ')}: there are ${MEASURES.map(({ id }) => id).join(', ')}`);
  process.exit(2);
}
const results: Result[] = [];
for (const measure of MEASURES) {
  if (positionals.length > 0 && !positionals.includes(measure.id)) continue;
  results.push({ id: measure.id, title: measure.title, figures: await measure.run() });
}
console.log(values.json === true ? JSON.stringify({ measures: results }, null, 2) : reportLines(results).join('\n'));
