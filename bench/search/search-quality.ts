import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Knowledge } from '../../src/knowledge/knowledge.ts';
import { PortSearch, type Hit } from '../../src/knowledge/search/search.ts';
import { formatPortKey, parsePortKey } from '../../src/net/port.ts';
import { SubstringSearch } from './substring-search.ts';

export interface Question {
  readonly query: string;
  /** Keys any one of which is right. */
  readonly expect: readonly string[];
  readonly about: string;
}

/** The questions the search was tuned by, and those that nobody looked at meanwhile. */
export type QuestionFile = 'queries' | 'held-out';

/** A question, and the rank from 1 of the first right hit of either search; 0 when it is not among the first ten. */
export interface Asked {
  readonly question: Question;
  readonly ours: number;
  readonly substring: number;
  /** Our hits, best first. */
  readonly hits: readonly Hit[];
}

/** Hits that count. */
export const RANKS = 10;

export function readQuestions(file: QuestionFile): Question[] {
  return parse(readFileSync(`bench/search/${file}.yaml`, 'utf8')) as Question[];
}

/** Puts every question to our search and to the substring search. */
export function askAll(knowledge: Knowledge, questions: readonly Question[]): Asked[] {
  const search = new PortSearch(knowledge);
  const baseline = new SubstringSearch(knowledge);
  return questions.map((question) => {
    const hits = search.find(question.query, RANKS);
    return {
      question,
      ours: rankOf(question, hits.map(keyOf)),
      substring: rankOf(question, baseline.find(question.query, RANKS)),
      hits,
    };
  });
}

/** Share of the ranks, 0 to 1, that are among the first `within`. */
export function hitRate(ranks: readonly number[], within: number): number {
  return ranks.filter((rank) => rank > 0 && rank <= within).length / ranks.length;
}

/** MRR@10: the mean of one over the rank, 0 where nothing right was found. */
export function meanReciprocal(ranks: readonly number[]): number {
  return ranks.reduce((sum, rank) => sum + (rank === 0 ? 0 : 1 / rank), 0) / ranks.length;
}

export function keyOf({ port, lastPort, transport }: Hit): string {
  return formatPortKey({ from: port, to: lastPort, transport });
}

/** Rank, from 1, of the first accepted key. A port counts for its range. */
export function rankOf({ expect }: Pick<Question, 'expect'>, keys: readonly string[]): number {
  return 1 + keys.slice(0, RANKS).findIndex((key) => expect.some((range) => isWithin(key, range)));
}

function isWithin(text: string, range: string): boolean {
  const [key, outer] = [parsePortKey(text), parsePortKey(range)];
  if (key === null || outer === null) return false;
  return key.transport === outer.transport && outer.from <= key.from && key.to <= outer.to;
}
