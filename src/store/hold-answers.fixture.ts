/** Holds the answers of a store against a plain computation over the rows that it was given. */
import { expect } from 'vitest';
import { readArguments } from './arguments.ts';
import { askQuestion, questionOf, type Answer } from './ask.ts';
import { sorted } from './oracle.fixture.ts';
import { ORACLES, type Case } from './question-cases.fixture.ts';
import type { QuestionData } from './question-data.fixture.ts';
import type { ResultRow } from './result-column.ts';
import type { Store } from './store.ts';
import { limitOf } from './where.ts';

export interface ExpectedPart {
  readonly name: string;
  readonly rows: readonly ResultRow[];
  readonly isCut: boolean;
}

const wordsOf = ({ words }: Case): ReadonlyMap<string, string> => new Map(Object.entries(words));

/** Rows, the moment they are asked of in milliseconds since 1970, and what a plain computation answers: each case once. */
export class PlainAnswers {
  readonly #data: QuestionData;
  readonly #now: number;
  readonly #computed = new Map<Case, readonly ExpectedPart[]>();

  constructor(data: QuestionData, now: number) {
    this.#data = data;
    this.#now = now;
  }

  /** What a case must answer, whatever the engine. */
  answer(one: Case): readonly ExpectedPart[] {
    const known = this.#computed.get(one);
    if (known !== undefined) return known;
    const question = questionOf(one.question);
    const { args } = readArguments(question, wordsOf(one), { now: this.#now, sensors: this.#data.sensors });
    const parts = question.parts.map((part): ExpectedPart => {
      const all = sorted(ORACLES[`${question.name}.${part.name}`]?.(this.#data, args) ?? []);
      const most = limitOf(part, args);
      return { name: part.name, rows: all.slice(0, most), isCut: all.length > most };
    });
    this.#computed.set(one, parts);
    return parts;
  }

  ask(store: Store, one: Case): Promise<Answer> {
    return askQuestion(store, one.question, wordsOf(one), this.#now);
  }
}

/** Asks a store that has the same rows; `state` is for messages. */
export async function expectPlainAnswers(
  plain: PlainAnswers,
  store: Store,
  state: string,
  cases: readonly Case[],
): Promise<void> {
  for (const one of cases) {
    const answer = await plain.ask(store, one);
    const parts = answer.parts.map(({ name, rows, isCut }) => ({ name, rows, isCut }));
    const title = `${state}: ${one.question} ${JSON.stringify(one.words)}`;
    expect(answer.isPartial, title).toBe(false);
    expect(parts, title).toEqual(plain.answer(one));
  }
}
