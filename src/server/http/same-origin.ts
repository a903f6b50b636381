import type { MiddlewareHandler } from 'hono';
import { isLoopbackHost } from '../../ingest/collector-address.ts';
import { failure } from './answer.ts';
import type { AppEnv, Door } from './door.ts';

/**
 * Refuses what a browser was led to by somebody else's page: a name of theirs that points to 127.0.0.1 (DNS rebinding), and requests that
 * another origin makes. Programs send no Origin, and call the port by a name of loopback.
 */
export function sameOrigin({ isLoopbackOnly }: Door): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const host = c.req.header('host') ?? '';
    if (isLoopbackOnly && !isLoopbackHost(nameOf(host))) {
      return failure(c, 403, 'this port answers to localhost, 127.0.0.1 and [::1] only');
    }
    const origin = c.req.header('origin');
    const isOwn = origin === undefined || (URL.canParse(origin) && new URL(origin).host === host.toLowerCase());
    const site = c.req.header('sec-fetch-site');
    if (!isOwn || site === 'cross-site' || site === 'same-site') {
      return failure(c, 403, 'pages of other origins may not ask here');
    }
    await next();
    return undefined;
  };
}

/** Of a Host header: without port and brackets, in lower case. */
function nameOf(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1');
}
