import { editDistance } from '../closest-names.ts';

/** A word of the index that a word of the question may mean. */
export interface WordMatch {
  readonly word: string;
  /** 1 for the word itself, less the farther it is. */
  readonly quality: number;
}

/** Shortest word whose beginning is taken for it: `el` would be half the dictionary. */
const SHORTEST_PREFIX = 3;
/** Shortest word that is searched for inside others: `nat` in `alternate` is nobody's meaning. */
const SHORTEST_INNER = 5;
/** Shortest word that may hold a typing error, and the shortest that may hold two. */
const ONE_ERROR_FROM = 4;
const TWO_ERRORS_FROM = 8;

const SYNONYM_QUALITY = 0.85;
const NUMBER = /^\d+$/;

/** All words by which something can be found, and how a typed word is read as one of them. */
export class WordIndex {
  readonly #words: readonly string[];
  readonly #known: ReadonlySet<string>;
  readonly #synonyms: ReadonlyMap<string, readonly string[]>;

  constructor(words: Iterable<string>, synonyms: readonly (readonly string[])[]) {
    this.#words = [...new Set(words)];
    this.#known = new Set(this.#words);
    const map = new Map<string, readonly string[]>();
    for (const group of synonyms) for (const word of group) map.set(word, [...(map.get(word) ?? []), ...group]);
    this.#synonyms = map;
  }

  /** Words that the typed one may mean, the best reading of each. Typing errors are assumed only where nothing fits. */
  match(typed: string): WordMatch[] {
    const found = new Map<string, number>();
    const add = (word: string, quality: number): void => {
      if (quality > (found.get(word) ?? 0)) found.set(word, quality);
    };
    if (this.#known.has(typed)) add(typed, 1);
    for (const word of this.#synonyms.get(typed) ?? []) if (this.#known.has(word)) add(word, SYNONYM_QUALITY);
    for (const word of this.#words) {
      const quality = kinship(typed, word);
      if (quality > 0) add(word, quality);
    }
    if (found.size === 0) for (const { word, quality } of this.#misspelt(typed)) add(word, quality);
    return [...found].map(([word, quality]) => ({ word, quality }));
  }

  *#misspelt(typed: string): Generator<WordMatch> {
    if (typed.length < ONE_ERROR_FROM || NUMBER.test(typed)) return;
    const allowed = typed.length >= TWO_ERRORS_FROM ? 2 : 1;
    for (const word of this.#words) {
      if (Math.abs(word.length - typed.length) > allowed || word.length < ONE_ERROR_FROM - 1) continue;
      const distance = editDistance(typed, word, allowed);
      if (distance > allowed) continue;
      // People rarely mistake the first letter.
      const first = word[0] === typed[0] ? 1 : 0.8;
      yield { word, quality: first * (distance === 1 ? 0.75 : 0.55) };
    }
  }
}

/** How far one word is the other with something added: `postgre` of `postgresql`, `elastic` of `elasticsearch`. */
function kinship(typed: string, word: string): number {
  if (typed === word || typed.length < SHORTEST_PREFIX || word.length < SHORTEST_PREFIX) return 0;
  const share = Math.min(typed.length, word.length) / Math.max(typed.length, word.length);
  if (word.startsWith(typed)) return 0.55 + 0.35 * share;
  // What was typed goes on: "databases" for "database". A number that goes on is another number.
  if (typed.startsWith(word) && share >= 0.7 && !NUMBER.test(typed)) return 0.4 + 0.4 * share;
  if (typed.length >= SHORTEST_INNER && word.includes(typed)) return 0.3 + 0.3 * share;
  return 0;
}
