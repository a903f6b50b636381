import { Hono } from 'hono';
import type { CheckUp } from '../collector/check-up.ts';
import type { Collector } from '../collector/collector.ts';
import type { CollectorMetrics } from '../collector/collector-metrics.ts';
import type { DiskRoom } from '../collector/disk-room.ts';
import type { StoreKeeper } from '../collector/store-keeper.ts';
import type { TokenBook } from '../tokens/token-book.ts';
import { failure } from './answer.ts';
import { askRoutes } from './ask.ts';
import { batchRoutes } from './batches.ts';
import type { AppEnv, Door } from './door.ts';
import { healthRoutes } from './health.ts';
import { metricsRoutes } from './metrics.ts';
import { sameOrigin } from './same-origin.ts';

export interface AppParts {
  readonly keeper: StoreKeeper;
  readonly collector: Collector;
  readonly checkUp: CheckUp;
  readonly metrics: CollectorMetrics;
  readonly tokens: TokenBook;
  readonly disk: () => DiskRoom | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Hears of a fault of this program. */
  readonly onFault: (error: Error) => void;
  /** How long the body of a batch may take; for tests. */
  readonly bodyMs?: number;
}

/** What is served behind a door. It needs no port: `app.request()` asks it. */
export function createApp(parts: AppParts, door: Door): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(sameOrigin(door));
  app.use(async (c, next) => {
    await next();
    // What is answered is for who asked, is no page, and stays what it says it is.
    c.header('Cache-Control', 'no-store');
    c.header('X-Content-Type-Options', 'nosniff');
  });
  app.route('/healthz', healthRoutes(parts.checkUp, parts.tokens, door));
  app.route('/metrics', metricsRoutes({ ...parts, door }));
  app.route('/api/v1/batches', batchRoutes({ ...parts, door }));
  app.route('/api/v1/ask', askRoutes({ ...parts, door }));
  app.notFound((c) => failure(c, 404, 'there is nothing here'));
  app.onError((error, c) => {
    parts.onFault(error);
    return failure(c, 500, 'this failed for a fault of portolan; its log says more');
  });
  return app;
}
