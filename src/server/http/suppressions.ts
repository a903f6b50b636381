import { Hono } from 'hono';
import type { Suppressions } from '../page/suppressions.ts';
import type { TokenBook } from '../tokens/token-book.ts';
import { onlyFor } from './access.ts';
import { failure } from './answer.ts';
import type { AppEnv, Door } from './door.ts';
import { readOrder } from './read-order.ts';

export interface SuppressionRoutesParts {
  readonly suppressions: Suppressions;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly tokens: TokenBook;
  readonly door: Door;
}

/** Findings that somebody does not want to see until a day, with the reason. */
export function suppressionRoutes({ suppressions, now, tokens, door }: SuppressionRoutesParts): Hono<AppEnv> {
  const today = (): string => new Date(now()).toISOString().slice(0, 'YYYY-MM-DD'.length);
  return new Hono<AppEnv>()
    .use(onlyFor('page', door, tokens))
    .get('/', (c) => c.json({ suppressions: suppressions.on(today()) }))
    .post('/', async (c) => {
      const added = suppressions.add(await readOrder(c), today());
      if (added !== null) return c.json(added, 201);
      return failure(
        c,
        400,
        'give rule, reason and until, a day such as 2026-12-31 that is not past; subject if you like',
      );
    })
    .delete('/:id', (c) =>
      suppressions.remove(c.req.param('id')) ? c.body(null, 204) : failure(c, 404, 'there is no such suppression'),
    );
}
