import { Hono } from 'hono';
import { MAX_MESSAGE_BYTES } from '../../store/batch-message.ts';
import { Refused, type Collector } from '../collector/collector.ts';
import type { CollectorMetrics, Refusal } from '../collector/collector-metrics.ts';
import type { TokenBook } from '../tokens/token-book.ts';
import { onlyFor } from './access.ts';
import { failure, type FailureStatus } from './answer.ts';
import type { AppEnv, Door } from './door.ts';
import { BodyError, readBody } from './read-body.ts';

/** How long a body may take: 15 MB over 2 Mbit/s. */
const BODY_MS = 60_000;

/** The machine of the store. */
const OWN_SENSOR = 0;

export interface BatchRoutesParts {
  readonly collector: Collector;
  readonly tokens: TokenBook;
  readonly metrics: CollectorMetrics;
  readonly door: Door;
  /** For tests. */
  readonly bodyMs?: number;
}

/**
 * `POST /api/v1/batches`: one message of `store/batch-message.ts` as `application/octet-stream`, with its length announced. 200 with `{"batch":
 * "stored"}` or `"duplicate"` once the store has it. What is temporary has a Retry-After.
 */
export function batchRoutes({ collector, tokens, metrics, door, bodyMs = BODY_MS }: BatchRoutesParts): Hono<AppEnv> {
  const onRefused = (reason: Refusal): void => metrics.refused(reason);
  return new Hono<AppEnv>().post('/', onlyFor('sensor', door, tokens, onRefused), async (c) => {
    const refuse = (reason: Refusal, message: string, status: FailureStatus = STATUS[reason]): Response => {
      onRefused(reason);
      const seconds = RETRY_AFTER[reason];
      return failure(c, status, message, seconds === undefined ? {} : { 'Retry-After': `${seconds}` });
    };
    if (c.req.header('content-type') !== 'application/octet-stream') {
      return refuse('bad-request', 'a batch is sent as application/octet-stream', 415);
    }
    const announced = c.req.header('content-length');
    if (announced === undefined || !/^\d{1,15}$/.test(announced)) {
      return refuse('bad-request', 'say the length of the batch: Content-Length', 411);
    }
    const length = Number(announced);
    if (length > MAX_MESSAGE_BYTES) {
      return refuse('too-large', `a batch has at most ${MAX_MESSAGE_BYTES} bytes, and this one ${length}`);
    }
    const caller = c.get('caller');
    const sensor = caller.role === 'sensor' ? caller.number : OWN_SENSOR;
    try {
      const read = (): Promise<Uint8Array> => readBody(c.req.raw.body, length, bodyMs);
      return c.json({ batch: await collector.accept(sensor, length, read, c.req.raw.signal) });
    } catch (error) {
      if (error instanceof Refused) return refuse(error.reason, error.message);
      if (error instanceof BodyError) return refuse(error.isLate ? 'too-slow' : 'bad-request', error.message);
      throw error;
    }
  });
}

const STATUS: Readonly<Record<Refusal, FailureStatus>> = {
  unauthenticated: 401,
  forbidden: 403,
  'bad-request': 400,
  'bad-batch': 400,
  'too-large': 413,
  'too-slow': 408,
  'sensor-busy': 429,
  'store-behind': 503,
  'store-down': 503,
  'disk-full': 507,
  stopping: 503,
};

/** Seconds. */
const RETRY_AFTER: Readonly<Partial<Record<Refusal, number>>> = {
  'sensor-busy': 1,
  'store-behind': 1,
  'store-down': 5,
  'disk-full': 30,
  stopping: 5,
};
