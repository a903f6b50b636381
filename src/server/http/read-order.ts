import type { Context } from 'hono';

/** What a page orders is a few words. */
const MAX_ORDER_BYTES = 4000;

/** The fields of a small JSON object in the body; none where there is no such thing, or it is longer than orders are. */
export async function readOrder(c: Context): Promise<Readonly<Record<string, unknown>>> {
  if (!(Number(c.req.header('content-length')) <= MAX_ORDER_BYTES)) return {};
  const body = await c.req.json<unknown>().catch(() => null);
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};
}
