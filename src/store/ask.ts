import { closestNames } from '../knowledge/closest-names.ts';
import { QuestionError, readArguments, repeat, type Arguments, type UnderstoodArguments } from './arguments.ts';
import { dayOf } from './column-batch.ts';
import { limitOf } from './where.ts';
import { QUESTIONS } from './questions/all.ts';
import type { Part, Question } from './question.ts';
import { readRow, textsOfRow, type ResultColumn, type ResultRow } from './result-column.ts';
import { StoreError, type Answered, type DayRange, type Store } from './store.ts';

export type AnswerColumn = Pick<ResultColumn, 'name' | 'kind' | 'meaning'>;

/** One table of an answer. */
export interface AnswerPart {
  readonly name: string;
  readonly title: string;
  readonly columns: readonly AnswerColumn[];
  readonly rows: readonly ResultRow[];
  /** There are more rows than the limit let through. */
  readonly isCut: boolean;
}

/** What a named question came to. */
export interface Answer {
  readonly question: string;
  readonly description: string;
  /** What was asked with, as it was understood; times in ISO 8601, UTC, `until` exclusive. */
  readonly parameters: UnderstoodArguments;
  /** Part of the store could not be asked: what is here is true, and not all. */
  readonly isPartial: boolean;
  /** Null where it is whole. */
  readonly partialBecause: string | null;
  /** What the engine took. */
  readonly milliseconds: number;
  /** Most questions have one. */
  readonly parts: readonly AnswerPart[];
}

/** The days that its statement asks about. */
function daysOf({ looksBack = false }: Part, { since, until }: Arguments): DayRange {
  return { first: looksBack ? 0 : dayOf(since), last: dayOf(until - 1) };
}

/** A question may take as long, all its statements together. */
const LONGEST_MS = 120_000;

const PARTIAL = 'part of the store could not be asked (a shard is down): what is here is true, but it is not all';

/** Throws QuestionError, with the nearest names, where there is none of this name. */
export function questionOf(name: string): Question {
  const question = QUESTIONS.find((one) => one.name === name);
  if (question !== undefined) return question;
  const names = QUESTIONS.map((one) => one.name);
  const close = closestNames(name, names, 3);
  const hint = close.length > 0 ? `did you mean ${close.join(', or ')}?` : `there are ${names.join(', ')}`;
  throw new QuestionError(`no question is called ${repeat(name)}; ${hint}`);
}

/**
 * Asks the store a named question. `words` are the parameters by their names, as text: flags of a command line without dashes, or the query
 * of a URL; `now` is in milliseconds since 1970. Throws QuestionError for what cannot be asked (the asker's fault: exit code 2, status
 * 400) and StoreError for what the store cannot answer, in two minutes at most or until the signal is aborted.
 */
export async function askQuestion(
  store: Store,
  name: string,
  words: ReadonlyMap<string, string>,
  now: number,
  signal?: AbortSignal,
): Promise<Answer> {
  const question = questionOf(name);
  const sensors = await store.sensors();
  const { args, understood } = readArguments(question, words, { now, sensors });
  const limit = AbortSignal.timeout(LONGEST_MS);
  const until = signal === undefined ? limit : AbortSignal.any([signal, limit]);
  const answered: { readonly part: Part; readonly most: number; readonly answer: Answered }[] = [];
  for (const part of question.parts) {
    const days = daysOf(part, args);
    const answer = await store.ask(part.sql(args), until, days).catch((error: unknown) => {
      if (!limit.aborted) throw error;
      throw new StoreError(
        `${question.name} was ended after ${LONGEST_MS / 1000} seconds; ask of a shorter time, with --since and --until`,
      );
    });
    answered.push({ part, most: limitOf(part, args), answer });
  }
  const ids = answered.flatMap(({ part, answer }) => answer.rows.flatMap((row) => textsOfRow(part.columns, row)));
  const names = { texts: await store.textsOf([...new Set(ids)]), sensors };
  const isPartial = answered.some(({ answer }) => answer.isPartial);
  return {
    question: question.name,
    description: question.description,
    parameters: understood,
    isPartial,
    partialBecause: isPartial ? PARTIAL : null,
    milliseconds: answered.reduce((sum, { answer }) => sum + answer.milliseconds, 0),
    parts: answered.map(({ part, most, answer }) => ({
      name: part.name,
      title: part.title,
      columns: part.columns.map(({ name: column, kind, meaning }) => ({ name: column, kind, meaning })),
      rows: answer.rows.slice(0, most).map((row) => readRow(part.columns, row, names)),
      isCut: answer.rows.length > most,
    })),
  };
}
