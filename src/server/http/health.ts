import { Hono } from 'hono';
import type { CheckUp } from '../collector/check-up.ts';
import type { TokenBook } from '../tokens/token-book.ts';
import { callerOf } from './access.ts';
import type { AppEnv, Door } from './door.ts';

/**
 * `GET /healthz`: 200 while batches are taken, 503 while they are not. Who has no reader's token learns that and no more; names and
 * numbers of sensors are not for everybody.
 */
export function healthRoutes(checkUp: CheckUp, tokens: TokenBook, door: Door): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/', async (c) => {
    const health = await checkUp.health();
    const role = callerOf(c, door, tokens)?.role;
    const mayRead = role === 'owner' || role === 'reader';
    return c.json(mayRead ? health : { status: health.status }, health.status === 'failing' ? 503 : 200);
  });
}
