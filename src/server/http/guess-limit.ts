import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { PAGE_COOKIE } from './access.ts';
import { failure } from './answer.ts';
import type { AppEnv } from './door.ts';

/** Wrong tokens that are answered at once; each one more has to wait for its turn. */
const BURST = 20;
const A_SECOND = 2;

/**
 * Slows down who guesses tokens. It is one bucket for everybody without a token that is known: behind a proxy, and on loopback, all strangers
 * have the same address. Whoever has the right token is never counted, and never kept waiting.
 */
export class GuessLimit {
  readonly #now: () => number;
  #left = BURST;
  #since: number;

  /** `now`: milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
    this.#since = now();
  }

  /** Counts a wrong one; the whole seconds after which the next may be tried, 0 where it may be at once. */
  miss(): number {
    const now = this.#now();
    // A clock that was set back gives nothing, and takes nothing.
    const passed = Math.max(0, now - this.#since) / 1000;
    this.#left = Math.min(BURST, this.#left + passed * A_SECOND);
    this.#since = now;
    if (this.#left < 1) return Math.ceil((1 - this.#left) / A_SECOND);
    this.#left--;
    return 0;
  }
}

/** Answers 429 to who brings wrong tokens again and again: what they cost, and what the log says of them, stays small. */
export function limitGuesses(now: () => number): MiddlewareHandler<AppEnv> {
  const limit = new GuessLimit(now);
  return async (c, next) => {
    await next();
    if (c.res.status !== 401 || !bringsToken(c)) return;
    const seconds = limit.miss();
    if (seconds === 0) return;
    await c.res.body?.cancel();
    c.res = failure(c, 429, 'too many wrong tokens were tried; try the right one later', {
      'Retry-After': `${seconds}`,
    });
  };
}

/** Who brings none guesses none. */
function bringsToken(c: Context): boolean {
  return (
    c.req.header('authorization') !== undefined ||
    getCookie(c, PAGE_COOKIE) !== undefined ||
    c.req.path === '/api/v1/session'
  );
}
