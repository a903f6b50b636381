import { Hono, type Context } from 'hono';
import type { StaticFile } from '../page/static-files.ts';
import type { TokenBook } from '../tokens/token-book.ts';
import { onlyFor } from './access.ts';
import type { AppEnv, Door } from './door.ts';

export interface ApiDocumentParts {
  /** The OpenAPI document, as the build made it. */
  readonly apiDocument: StaticFile;
  readonly tokens: TokenBook;
  readonly door: Door;
}

/** `GET /api` and `GET /api/v1/openapi.json`: what can be asked here, for programs. */
export function apiDocumentRoutes({ apiDocument, tokens, door }: ApiDocumentParts): Hono<AppEnv> {
  const { bytes, type, tag } = apiDocument;
  const send = (c: Context): Response => {
    c.header('ETag', tag);
    c.header('Cache-Control', 'no-cache');
    return c.req.header('if-none-match') === tag ? c.body(null, 304) : c.body(bytes, 200, { 'Content-Type': type });
  };
  const readers = onlyFor('reader', door, tokens);
  return new Hono<AppEnv>().get('/', readers, send).get('/v1/openapi.json', readers, send);
}
