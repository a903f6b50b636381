/**
 * Measures the search against questions that were written down before it was tuned, beside a substring search over the
 * registry as whatportis does it:   npm run bench:search [-- --misses] [-- --held-out]
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { bytesInMemory } from '../../src/knowledge/artefact.ts';
import { Knowledge } from '../../src/knowledge/knowledge.ts';
import { PortSearch } from '../../src/knowledge/search/search.ts';
import { parsePortKey } from '../../src/net/port.ts';
import { SubstringSearch } from './substring-search.ts';

interface Question {
  readonly query: string;
  readonly expect: readonly string[];
  readonly about: string;
}

const RANKS = 10;
const heldOut = process.argv.includes('--held-out');
const questions = parse(readFileSync(`bench/search/${heldOut ? 'held-out' : 'queries'}.yaml`, 'utf8')) as Question[];
const knowledge = new Knowledge(bytesInMemory(readFileSync('dist/knowledge.bin')));
const ours = new PortSearch(knowledge);
const substring = new SubstringSearch(knowledge);

/** Rank, from 1, of the first accepted key; 0 when it is not among the first ten. A port counts for its range. */
function rankOf({ expect }: Question, keys: readonly string[]): number {
  return 1 + keys.slice(0, RANKS).findIndex((key) => expect.some((range) => isWithin(key, range)));
}

function isWithin(text: string, range: string): boolean {
  const [key, outer] = [parsePortKey(text), parsePortKey(range)];
  if (key === null || outer === null) return false;
  return key.transport === outer.transport && outer.from <= key.from && key.to <= outer.to;
}

const keyOf = ({ port, lastPort, transport }: { port: number; lastPort: number; transport: string }): string =>
  `${port === lastPort ? port : `${port}-${lastPort}`}/${transport}`;

const kinds = new Map<string, { count: number; ours: number[]; substring: number[] }>();
const started = performance.now();
for (const question of questions) {
  const hits = ours.find(question.query, RANKS);
  const rank = rankOf(question, hits.map(keyOf));
  for (const about of [question.about, 'all']) {
    const kind = kinds.get(about) ?? { count: 0, ours: [], substring: [] };
    kind.count++;
    kind.ours.push(rank);
    kind.substring.push(rankOf(question, substring.find(question.query, RANKS)));
    kinds.set(about, kind);
  }
  if (rank !== 1 && process.argv.includes('--misses')) {
    const first = hits.slice(0, 4).map((hit) => `${keyOf(hit)} ${hit.name} (${hit.score} ${hit.why})`);
    console.log(`${rank} ${question.query} [${question.expect.join(' ')}]  ${first.join('; ')}`);
  }
}
const spent = performance.now() - started;

const share = (ranks: readonly number[], within: number): string =>
  `${((100 * ranks.filter((rank) => rank > 0 && rank <= within).length) / ranks.length).toFixed(1)} %`;
const meanReciprocal = (ranks: readonly number[]): string =>
  (ranks.reduce((sum, rank) => sum + (rank === 0 ? 0 : 1 / rank), 0) / ranks.length).toFixed(3);

console.log(
  `${questions.length} questions; both searches together ${(spent / questions.length).toFixed(2)} ms a question`,
);
console.log('kind          count   portolan MRR@10  first     in 10     substring MRR@10  first     in 10');
for (const [about, { count, ours: mine, substring: theirs }] of [...kinds].sort((a, b) => b[1].count - a[1].count)) {
  console.log(
    [
      about.padEnd(12),
      String(count).padStart(6),
      meanReciprocal(mine).padStart(17),
      share(mine, 1).padStart(9),
      share(mine, RANKS).padStart(9),
      meanReciprocal(theirs).padStart(17),
      share(theirs, 1).padStart(9),
      share(theirs, RANKS).padStart(9),
    ].join(' '),
  );
}
