import type { Context } from 'hono';

export type FailureStatus = 400 | 401 | 403 | 404 | 408 | 411 | 413 | 415 | 429 | 500 | 503 | 507;

/** What went wrong, in words: every answer that is no success looks like this. */
export function failure(
  c: Context,
  status: FailureStatus,
  error: string,
  headers: Record<string, string> = {},
): Response {
  return c.json({ error }, status, headers);
}
