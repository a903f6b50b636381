import { Hono } from 'hono';
import { receiveUpload, UploadTooLarge, type Upload } from '../analyses/upload.ts';
import type { Analyses, AnalysisState } from '../analyses/analyses.ts';
import type { AnalysisNews } from '../analyses/message.ts';
import type { TokenBook } from '../tokens/token-book.ts';
import { onlyFor } from './access.ts';
import { failure } from './answer.ts';
import type { AppEnv, Door } from './door.ts';

const MAX_NAME = 200;
/** `{"file": 1}` */
const MAX_ORDER_BYTES = 1000;

/** A file that `serve --log FILE` named: requests name it by its number, and never by a path. */
export interface ServedFile {
  readonly name: string;
  readonly path: string;
}

export interface AnalysisRoutesParts {
  readonly analyses: Analyses;
  readonly files: readonly ServedFile[];
  /** Reads the file at a path of ours. */
  readonly start: (path: string, name: string, tell: (news: AnalysisNews) => void) => () => Promise<void>;
  readonly tokens: TokenBook;
  readonly door: Door;
}

/**
 * `POST /` with the bytes of a log or capture, or with `{"file": 1}` as JSON for one that serve was given, begins to read it: 202 with its state.
 * `GET /:id` says how far it is, with what is seen so far; `DELETE /:id` ends and forgets it.
 */
export function analysisRoutes({ analyses, files, start, tokens, door }: AnalysisRoutesParts): Hono<AppEnv> {
  const begin = (path: string, name: string, remove: () => void): AnalysisState | null =>
    analyses.begin(name, (tell) => start(path, name, tell), remove);
  return new Hono<AppEnv>()
    .use(onlyFor('reader', door, tokens))
    .get('/', (c) =>
      c.json({ files: files.map(({ name }, index) => ({ number: index + 1, name })), analyses: analyses.list() }),
    )
    .post('/', async (c) => {
      const busy = (): Response =>
        failure(c, 503, 'two files are being read already; wait, or end one', { 'Retry-After': '5' });
      if (c.req.header('content-type')?.startsWith('application/json') === true) {
        if (!(Number(c.req.header('content-length')) <= MAX_ORDER_BYTES)) return failure(c, 413, 'that is too long');
        const file = files[numberIn(await c.req.json<unknown>().catch(() => null)) - 1];
        if (file === undefined)
          return failure(c, 404, 'no file of this number was given to serve: --log FILE names one');
        const state = begin(file.path, file.name, () => undefined);
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
      const state = begin(upload.path, nameOf(c.req.header('x-name')), upload.remove);
      if (state !== null) return c.json(state, 202);
      upload.remove();
      return busy();
    })
    .get('/:id', (c) => {
      const state = analyses.get(Number(c.req.param('id')));
      return state === null ? failure(c, 404, 'there is no such analysis, or it was forgotten') : c.json(state);
    })
    .delete('/:id', async (c) => {
      const isGone = await analyses.forget(Number(c.req.param('id')));
      return isGone ? c.body(null, 204) : failure(c, 404, 'there is no such analysis, or it was forgotten');
    });
}

function numberIn(body: unknown): number {
  if (typeof body !== 'object' || body === null || !('file' in body)) return 0;
  return typeof body.file === 'number' && Number.isInteger(body.file) ? body.file : 0;
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
