import { Hono, type Context } from 'hono';
import { QuestionError } from '../../store/arguments.ts';
import { askQuestion, questionOf, type Answer } from '../../store/ask.ts';
import { listQuestions } from '../../store/question-list.ts';
import { StoreError } from '../../store/store.ts';
import type { StoreKeeper } from '../collector/store-keeper.ts';
import type { TokenBook } from '../tokens/token-book.ts';
import { onlyFor } from './access.ts';
import { failure } from './answer.ts';
import type { AppEnv, Door } from './door.ts';

/** More at once would keep the store from storing. */
const AT_ONCE = 4;

/** Answers a named question as `askQuestion` does: with the parameters as text, at a time in milliseconds since 1970. */
export type AskByName = (
  name: string,
  words: ReadonlyMap<string, string>,
  now: number,
  signal: AbortSignal,
) => Promise<Answer>;

export interface AskRoutesParts {
  readonly keeper: StoreKeeper;
  readonly tokens: TokenBook;
  readonly door: Door;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** What answers in place of the store; absent where there is a store to ask. */
  readonly ask?: AskByName;
}

/**
 * `GET /api/v1/ask`: the questions there are. `GET /api/v1/ask/NAME?since=7d&port=22`: the answer to one, with the parameters of
 * `portolan ask`. An answer that is not whole says so in `isPartial`.
 */
export function askRoutes({ keeper, tokens, door, now, ask }: AskRoutesParts): Hono<AppEnv> {
  const askIt: AskByName = ask ?? ((...question) => askQuestion(keeper.store, ...question));
  let underWay = 0;
  const answer = async (c: Context, name: string): Promise<Response> => {
    const query = new URL(c.req.url).searchParams;
    const words = new Map(query);
    if (words.size < query.size) return failure(c, 400, 'a parameter is given twice');
    try {
      questionOf(name);
    } catch (error) {
      if (error instanceof QuestionError) return failure(c, 404, error.message);
      throw error;
    }
    try {
      return c.json(await askIt(name, words, now(), c.req.raw.signal));
    } catch (error) {
      if (error instanceof QuestionError) return failure(c, 400, error.message);
      if (error instanceof StoreError) return failure(c, 503, error.message, { 'Retry-After': '5' });
      throw error;
    }
  };
  return new Hono<AppEnv>()
    .use(onlyFor('reader', door, tokens))
    .get('/', (c) => c.json({ questions: listQuestions() }))
    .get('/:name', async (c) => {
      if (underWay >= AT_ONCE) {
        return failure(c, 503, `${AT_ONCE} questions are being answered; ask again later`, { 'Retry-After': '2' });
      }
      underWay++;
      try {
        return await answer(c, c.req.param('name'));
      } finally {
        underWay--;
      }
    });
}
