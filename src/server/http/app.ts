import { Hono } from 'hono';
import type { CheckUp } from '../collector/check-up.ts';
import type { Collector } from '../collector/collector.ts';
import type { CollectorMetrics } from '../collector/collector-metrics.ts';
import type { DiskRoom } from '../collector/disk-room.ts';
import type { StoreKeeper } from '../collector/store-keeper.ts';
import type { PageParts } from '../page/page-parts.ts';
import type { TokenBook } from '../tokens/token-book.ts';
import { failure } from './answer.ts';
import { askRoutes, type AskByName } from './ask.ts';
import { apiDocumentRoutes } from './api-document.ts';
import { analysisRoutes, inputRoutes } from './analyses.ts';
import { auditRoutes } from './audits.ts';
import { batchRoutes } from './batches.ts';
import type { AppEnv, Door } from './door.ts';
import { limitGuesses } from './guess-limit.ts';
import { healthRoutes } from './health.ts';
import { machineRoutes } from './machine.ts';
import { metricsRoutes } from './metrics.ts';
import { pageRoutes, sessionRoutes } from './page.ts';
import { suppressionRoutes } from './suppressions.ts';
import { reportRoutes } from './reports.ts';
import { sameOrigin } from './same-origin.ts';
import { storeRoutes } from './store.ts';

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
  /** What answers questions in place of the store. */
  readonly ask?: AskByName;
  /** Null where no page is shown. */
  readonly page: PageParts | null;
}

/** What is served behind a door. It needs no port: `app.request()` asks it. */
export function createApp(parts: AppParts, door: Door): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(sameOrigin(door));
  if (!door.isOwners) app.use(limitGuesses(parts.now));
  app.use(async (c, next) => {
    await next();
    // What is answered is for who asked, is no page, and stays what it says it is.
    if (c.res.headers.get('cache-control') === null) c.header('Cache-Control', 'no-store');
    c.header('X-Content-Type-Options', 'nosniff');
  });
  app.route('/healthz', healthRoutes(parts.checkUp, parts.tokens, door));
  app.route('/metrics', metricsRoutes({ ...parts, door }));
  app.route('/api/v1/batches', batchRoutes({ ...parts, door }));
  app.route('/api/v1/ask', askRoutes({ ...parts, door }));
  app.route('/api/v1/store', storeRoutes(parts.keeper, door));
  if (parts.page !== null) servePage(app, parts, parts.page, door);
  app.notFound((c) => failure(c, 404, 'there is nothing here'));
  app.onError((error, c) => {
    parts.onFault(error);
    return failure(c, 500, 'this failed for a fault of portolan; its log says more');
  });
  return app;
}

/** What only a page asks, and the page. What is for readers too comes last: its door stands before everything below /api/v1. */
function servePage(app: Hono<AppEnv>, { tokens, now }: AppParts, page: PageParts, door: Door): void {
  const rest = { ...page, tokens, now, door };
  app.route('/api/v1/session', sessionRoutes(page.token, door.isSecure));
  app.route('/api/v1/analyses', analysisRoutes(rest));
  app.route('/api/v1/inputs', inputRoutes(rest));
  app.route('/api/v1/audits', auditRoutes(rest));
  app.route('/api/v1/suppressions', suppressionRoutes(rest));
  app.route('/api/v1', reportRoutes(rest));
  app.route('/api', apiDocumentRoutes(rest));
  app.route('/api/v1', machineRoutes(rest));
  app.route('/', pageRoutes(page.statics));
}
