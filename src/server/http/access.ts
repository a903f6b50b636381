import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import type { Caller, TokenBook } from '../tokens/token-book.ts';
import { failure } from './answer.ts';
import type { AppEnv, Door } from './door.ts';

export const PAGE_COOKIE = 'portolan';

/** Who a request is from; null for nobody that is known. */
export function callerOf(c: Context, door: Door, tokens: TokenBook): Caller | null {
  if (door.isOwners) return { role: 'owner' };
  const cookie = getCookie(c, PAGE_COOKIE);
  if (cookie !== undefined && door.page?.isIt(cookie) === true) return { role: 'page' };
  const [, token = ''] = /^Bearer +([\w-]+)$/i.exec(c.req.header('authorization') ?? '') ?? [];
  // The token that opens the page also lets what is copied from it be asked in a terminal; no other site can send it so.
  if (token !== '' && door.page?.isIt(token) === true) return { role: 'page' };
  return tokens.callerOf(token);
}

/** Lets the owner and one kind of token through, and the page where readers may be; `onRefused` counts the others. */
export function onlyFor(
  role: 'sensor' | 'reader' | 'page',
  door: Door,
  tokens: TokenBook,
  onRefused: (reason: 'unauthenticated' | 'forbidden') => void = () => undefined,
): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const caller = callerOf(c, door, tokens);
    if (caller === null) {
      onRefused('unauthenticated');
      if (role === 'page') return failure(c, 401, 'this is for the page: open the address that portolan serve printed');
      const hint = `portolan ${role}s add NAME makes one`;
      return failure(c, 401, `a token of a ${role} is needed here; ${hint}`, { 'WWW-Authenticate': 'Bearer' });
    }
    const isReading = role === 'reader' && caller.role === 'page';
    if (caller.role !== 'owner' && caller.role !== role && !isReading) {
      onRefused('forbidden');
      return failure(c, 403, `the token of a ${caller.role} does not let it do this; that of a ${role} would`);
    }
    c.set('caller', caller);
    await next();
    return undefined;
  };
}
