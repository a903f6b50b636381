import { isAbsolute } from 'node:path';
import { Hono, type Context } from 'hono';
import { StoreError } from '../../store/store.ts';
import { summarizeStore } from '../../store/summary.ts';
import type { StoreKeeper } from '../collector/store-keeper.ts';
import { failure } from './answer.ts';
import type { AppEnv, Door } from './door.ts';

/**
 * For the owner of the store alone, who could do the same with its files: `GET /api/v1/store` says what is in it,
 * `POST /api/v1/store/backup?folder=/PATH` writes a backup into a folder of this machine, with the rights of this process.
 */
export function storeRoutes(keeper: StoreKeeper, { isOwners }: Door): Hono<AppEnv> {
  let isWriting = false;
  const backup = async (c: Context): Promise<Response> => {
    const folder = c.req.query('folder') ?? '';
    if (!isAbsolute(folder) || folder.includes('\0')) return failure(c, 400, 'folder is to be an absolute path');
    if (isWriting) return failure(c, 503, 'a backup is being written already; ask again when it is done');
    isWriting = true;
    try {
      return await answered(c, () => keeper.store.backup(folder));
    } finally {
      isWriting = false;
    }
  };
  return new Hono<AppEnv>()
    .use(async (c, next) => {
      if (!isOwners)
        return failure(c, 403, "this is for the owner of the store, over the socket in the store's folder");
      await next();
      return undefined;
    })
    .get('/', (c) => answered(c, () => summarizeStore(keeper.store)))
    .post('/backup', backup);
}

async function answered(c: Context, action: () => Promise<object>): Promise<Response> {
  try {
    return c.json(await action());
  } catch (error) {
    if (error instanceof StoreError) return failure(c, 503, error.message);
    throw error;
  }
}
