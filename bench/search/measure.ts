/**
 * Measures the search against questions that were written down before it was tuned, beside a substring search over the
 * registry as whatportis does it:   npm run bench:search [-- --misses] [-- --held-out]
 */
import { readFileSync } from 'node:fs';
import { bytesInMemory } from '../../src/knowledge/artefact.ts';
import { Knowledge } from '../../src/knowledge/knowledge.ts';
import { askAll, hitRate, keyOf, meanReciprocal, RANKS, readQuestions, type Asked } from './search-quality.ts';

const questions = readQuestions(process.argv.includes('--held-out') ? 'held-out' : 'queries');
const knowledge = new Knowledge(bytesInMemory(readFileSync('dist/knowledge.bin')));

const started = performance.now();
const asked = askAll(knowledge, questions);
const spent = performance.now() - started;

if (process.argv.includes('--misses')) {
  for (const { question, ours, hits } of asked.filter((one) => one.ours !== 1)) {
    const first = hits.slice(0, 4).map((hit) => `${keyOf(hit)} ${hit.name} (${hit.score} ${hit.why})`);
    console.log(`${ours} ${question.query} [${question.expect.join(' ')}]  ${first.join('; ')}`);
  }
}

const kinds = new Map<string, Asked[]>();
for (const one of asked) {
  for (const about of [one.question.about, 'all']) kinds.set(about, [...(kinds.get(about) ?? []), one]);
}

const share = (ranks: readonly number[], within: number): string => `${(100 * hitRate(ranks, within)).toFixed(1)} %`;

console.log(
  `${questions.length} questions; both searches together, built and asked, ${(spent / questions.length).toFixed(2)} ms a question`,
);
console.log('kind          count   portolan MRR@10  first     in 10     substring MRR@10  first     in 10');
for (const [about, ofKind] of [...kinds].sort((a, b) => b[1].length - a[1].length)) {
  const mine = ofKind.map(({ ours }) => ours);
  const theirs = ofKind.map(({ substring }) => substring);
  console.log(
    [
      about.padEnd(12),
      String(ofKind.length).padStart(6),
      meanReciprocal(mine).toFixed(3).padStart(17),
      share(mine, 1).padStart(9),
      share(mine, RANKS).padStart(9),
      meanReciprocal(theirs).toFixed(3).padStart(17),
      share(theirs, 1).padStart(9),
      share(theirs, RANKS).padStart(9),
    ].join(' '),
  );
}
