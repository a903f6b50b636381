import type { Context, MiddlewareHandler } from 'hono';
import type { Caller, TokenBook } from '../tokens/token-book.ts';
import { failure } from './answer.ts';
import type { AppEnv, Door } from './door.ts';

/** Who a request is from; null for nobody that is known. */
export function callerOf(c: Context, door: Door, tokens: TokenBook): Caller | null {
  if (door.isOwners) return { role: 'owner' };
  const [, token = ''] = /^Bearer +([\w-]+)$/i.exec(c.req.header('authorization') ?? '') ?? [];
  return tokens.callerOf(token);
}

/** Lets the owner and one kind of token through; `onRefused` counts the others. */
export function onlyFor(
  role: 'sensor' | 'reader',
  door: Door,
  tokens: TokenBook,
  onRefused: (reason: 'unauthenticated' | 'forbidden') => void = () => undefined,
): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const caller = callerOf(c, door, tokens);
    if (caller === null) {
      onRefused('unauthenticated');
      const hint = `portolan ${role}s add NAME makes one`;
      return failure(c, 401, `a token of a ${role} is needed here; ${hint}`, { 'WWW-Authenticate': 'Bearer' });
    }
    if (caller.role !== 'owner' && caller.role !== role) {
      onRefused('forbidden');
      return failure(c, 403, `the token of a ${caller.role} does not let it do this; that of a ${role} would`);
    }
    c.set('caller', caller);
    await next();
    return undefined;
  };
}
