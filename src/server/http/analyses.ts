import { Hono } from 'hono';
import { parsePortList } from '../../net/port-list.ts';
import { OUTCOMES } from '../../traffic/event-batch.ts';
import { evidenceOf } from '../analyses/evidence.ts';
import { partOf } from '../analyses/outcome-timeline.ts';
import { receiveUpload, UploadTooLarge, type Upload } from '../analyses/upload.ts';
import type { AnalysisState } from '../analyses/analyses.ts';
import type { PageParts } from '../page/page-parts.ts';
import type { TokenBook } from '../tokens/token-book.ts';
import { onlyFor } from './access.ts';
import { failure } from './answer.ts';
import type { AppEnv, Door } from './door.ts';
import { readOrder } from './read-order.ts';

const MAX_NAME = 200;
const MAX_BUCKETS = 1024;

export interface AnalysisRoutesParts extends Pick<PageParts, 'analyses' | 'files' | 'start'> {
  readonly tokens: TokenBook;
  readonly door: Door;
}

/**
 * `POST /` with the bytes of a log or capture, or with `{"input": 1}` as JSON for one that serve was given, begins to read it: 202 with its state.
 * `GET /:id` says how far it is, with what is seen so far; `POST /:id/cancel` ends it early, `DELETE /:id` ends and forgets it.
 */
export function analysisRoutes({ analyses, files, start: read, tokens, door }: AnalysisRoutesParts): Hono<AppEnv> {
  const enter = (path: string, name: string, remove: () => void): AnalysisState | null =>
    analyses.begin(name, path, (tell) => read(path, name, tell), remove);
  return new Hono<AppEnv>()
    .use(onlyFor('page', door, tokens))
    .get('/', (c) => c.json({ analyses: analyses.list() }))
    .post('/', async (c) => {
      const busy = (): Response =>
        failure(c, 503, 'two files are being read already; wait, or end one', { 'Retry-After': '5' });
      if (c.req.header('content-type')?.startsWith('application/json') === true) {
        const file = files[numberOf(await readOrder(c)) - 1];
        if (file === undefined)
          return failure(c, 404, 'no file of this number was given to serve: portolan serve FILE names one');
        const state = enter(file.path, file.name, () => undefined);
        return state === null ? busy() : c.json(state, 202);
      }
      const { body } = c.req.raw;
      if (body === null) return failure(c, 400, 'the body is the file to read, and there is none');
      let upload: Upload;
      try {
        upload = await receiveUpload(body);
      } catch (error) {
        if (error instanceof UploadTooLarge) return failure(c, 413, error.message);
        if (isFull(error)) return failure(c, 507, 'there is no room for the file on this machine');
        throw error;
      }
      const state = enter(upload.path, nameOf(c.req.header('x-name')), upload.remove);
      if (state !== null) return c.json(state, 202);
      upload.remove();
      return busy();
    })
    .get('/:id', (c) => {
      const state = analyses.get(c.req.param('id'));
      return state === null ? failure(c, 404, 'there is no such analysis, or it was forgotten') : c.json(state);
    })
    .get('/:id/evidence/:finding', async (c) => {
      const id = c.req.param('id');
      const [state, path] = [analyses.get(id), analyses.pathOf(id)];
      const finding = state?.report?.findings[Number(c.req.param('finding'))];
      if (state === null || path === null || finding === undefined) return failure(c, 404, 'there is no such finding');
      return c.json({ lines: await evidenceOf(finding, path, state.name) });
    })
    .post('/:id/cancel', async (c) => {
      const state = await analyses.cancel(c.req.param('id'));
      return state === null ? failure(c, 404, 'there is no such analysis, or it was forgotten') : c.json(state);
    })
    .get('/:id/timeline', (c) => {
      const ports = c.req.query('ports');
      const ranges = ports === undefined ? null : parsePortList(ports);
      if (ports !== undefined && ranges === null)
        return failure(c, 400, 'ports are numbers from 0 to 65535, such as 22,1000-2000');
      const timeline = analyses.timelineOf(c.req.param('id'), ranges);
      if (timeline === null) return failure(c, 404, 'there is no such analysis, or it was forgotten');
      const from = secondsOf(c.req.query('from'), Number.NEGATIVE_INFINITY);
      const to = secondsOf(c.req.query('to'), Number.POSITIVE_INFINITY);
      const buckets = Number(c.req.query('buckets') ?? MAX_BUCKETS);
      if (from === null || to === null) return failure(c, 400, 'from and to are times such as 2026-11-22T08:00:00Z');
      if (!(Number.isInteger(buckets) && buckets >= 1 && buckets <= MAX_BUCKETS))
        return failure(c, 400, `buckets is a whole number from 1 to ${MAX_BUCKETS}`);
      const part = partOf(timeline, from, to, buckets);
      return c.json({
        start: part.start === null ? null : new Date(part.start * 1000).toISOString(),
        seconds: part.seconds,
        outcomes: OUTCOMES,
        counts: part.counts,
      });
    })
    .delete('/:id', async (c) => {
      const isGone = await analyses.forget(c.req.param('id'));
      return isGone ? c.body(null, 204) : failure(c, 404, 'there is no such analysis, or it was forgotten');
    });
}

/** Files that serve was given: `GET /api/v1/inputs`. */
export function inputRoutes({
  files,
  tokens,
  door,
}: Pick<AnalysisRoutesParts, 'files' | 'tokens' | 'door'>): Hono<AppEnv> {
  const inputs = files.map(({ name }, index) => ({ number: index + 1, name }));
  return new Hono<AppEnv>().use(onlyFor('page', door, tokens)).get('/', (c) => c.json({ inputs }));
}

/** Seconds since 1970; null for what is no time. */
function secondsOf(text: string | undefined, usual: number): number | null {
  if (text === undefined) return usual;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time / 1000;
}

function numberOf({ input }: Readonly<Record<string, unknown>>): number {
  return typeof input === 'number' && Number.isInteger(input) ? input : 0;
}

/** What the page calls an upload, percent-encoded as header fields must be; only shown, never used as a path. */
function nameOf(header: string | undefined): string {
  try {
    const name = decodeURIComponent(header ?? '').slice(0, MAX_NAME);
    return name === '' ? 'upload' : name;
  } catch {
    return 'upload';
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
