import { frame } from '../../findings/envelope.ts';
import { answerQuery, type Answer } from '../../knowledge/answer.ts';
import { parseQuery, QueryError } from '../../knowledge/query.ts';
import { ApiError, type ApiDesk } from './desk.ts';

/** A range over everything has thousands of answers: nobody reads them, and each is some kilobytes. */
const MAX_API_ANSWERS = 500;
const MAX_QUERIES = 20;
const MAX_QUERY_LENGTH = 200;

/** As `portolan explain --json`. Throws ApiError for words that are no question, or too many. */
export async function explainDocument(desk: ApiDesk, queries: readonly string[]): Promise<object> {
  if (queries.length === 0 || queries.length > MAX_QUERIES) {
    throw new ApiError(400, `give 1 to ${MAX_QUERIES} questions, such as ?q=443`);
  }
  const overlay = await desk.overlay();
  const answers: Answer[] = [];
  for (const text of queries) {
    try {
      answers.push(
        ...answerQuery(desk.knowledge, parseQuery(desk.knowledge, text.slice(0, MAX_QUERY_LENGTH), overlay), overlay),
      );
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      throw new ApiError(error.kind === 'unreadable' ? 400 : 404, error.message);
    }
    if (answers.length > MAX_API_ANSWERS) {
      throw new ApiError(400, `that has more than ${MAX_API_ANSWERS} answers; ask for fewer ports at once`);
    }
  }
  return { ...frame('explain', desk.now(), desk.host), answers };
}
