import { Hono } from 'hono';
import { AuditFailed, type AuditRuns, type CheckOrder } from '../audits/audit-runs.ts';
import type { TokenBook } from '../tokens/token-book.ts';
import { onlyFor } from './access.ts';
import { failure } from './answer.ts';
import type { AppEnv, Door } from './door.ts';
import { readOrder } from './read-order.ts';

export interface AuditRoutesParts {
  readonly audits: AuditRuns;
  readonly tokens: TokenBook;
  readonly door: Door;
}

/** `POST /` begins an audit, `GET /running` says whether one runs, `POST /cancel` ends it early, `GET /latest` has what the last one found (null before there was one), `POST /check` makes one check again. */
export function auditRoutes({ audits, tokens, door }: AuditRoutesParts): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .use(onlyFor('page', door, tokens))
    .get('/latest', (c) => c.json(audits.latest))
    .get('/running', (c) => c.json(audits.state))
    .post('/', (c) =>
      audits.begin() ? c.json(audits.state, 202) : failure(c, 503, 'an audit is running; wait for its end'),
    )
    .post('/cancel', (c) => {
      audits.cancel();
      return c.json(audits.state);
    })
    .post('/check', async (c) => {
      const order = checkOrderOf(await readOrder(c));
      if (order === null) return failure(c, 400, 'give host, port and check, as the last audit has them');
      try {
        const result = await audits.again(order);
        return result === null
          ? failure(c, 404, 'the last audit has no such host and port, or one is running')
          : c.json(result);
      } catch (error) {
        if (error instanceof AuditFailed) return failure(c, 503, error.message);
        throw error;
      }
    });
}

function checkOrderOf(order: Readonly<Record<string, unknown>>): CheckOrder | null {
  const { host, port, check } = order;
  const isOrder = typeof host === 'string' && typeof port === 'number' && typeof check === 'string';
  return isOrder ? { host, port, check } : null;
}
