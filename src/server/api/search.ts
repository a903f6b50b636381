import { frame } from '../../findings/envelope.ts';
import { PortSearch } from '../../knowledge/search/search.ts';
import { ApiError, type ApiDesk } from './desk.ts';

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 1000;
const MAX_WORDS_LENGTH = 200;

/** As `portolan search --json`; `limit` as it stands in the request, null for the usual one. Throws ApiError. */
export async function searchDocument(desk: ApiDesk, words: string, limit: string | null): Promise<object> {
  const query = words.trim().slice(0, MAX_WORDS_LENGTH);
  if (query === '') throw new ApiError(400, 'nothing to search for: give words, such as ?q=remote+desktop');
  const wanted = limit === null ? DEFAULT_LIMIT : /^\d{1,4}$/.test(limit) ? Number(limit) : 0;
  if (wanted < 1 || wanted > MAX_LIMIT) throw new ApiError(400, `limit is a whole number from 1 to ${MAX_LIMIT}`);
  const hits = new PortSearch(desk.knowledge, await desk.overlay()).find(query, wanted);
  return { ...frame('search', desk.now(), desk.host), query, hits };
}
