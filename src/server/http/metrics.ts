import { Hono } from 'hono';
import type { CheckUp } from '../collector/check-up.ts';
import type { CollectorMetrics } from '../collector/collector-metrics.ts';
import type { DiskRoom } from '../collector/disk-room.ts';
import { formatMetrics, METRICS_TYPE } from '../metrics/metric.ts';
import { storeMetrics } from '../metrics/store-metrics.ts';
import type { TokenBook } from '../tokens/token-book.ts';
import { onlyFor } from './access.ts';
import type { AppEnv, Door } from './door.ts';

export interface MetricsRoutesParts {
  readonly metrics: CollectorMetrics;
  readonly checkUp: CheckUp;
  readonly disk: () => DiskRoom | null;
  readonly tokens: TokenBook;
  readonly door: Door;
}

/** `GET /metrics` for Prometheus, with a reader's token (`authorization: credentials_file` there). */
export function metricsRoutes({ metrics, checkUp, disk, tokens, door }: MetricsRoutesParts): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/', onlyFor('reader', door, tokens), async (c) => {
    const now = storeMetrics(await checkUp.statistics(), disk(), tokens.list.sensors, metrics.seen);
    return c.body(formatMetrics([...metrics.metrics, ...now]), 200, { 'Content-Type': METRICS_TYPE });
  });
}
