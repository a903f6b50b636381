import { Hono, type Context } from 'hono';
import { setCookie } from 'hono/cookie';
import type { PageToken } from '../page/page-token.ts';
import type { StaticFile, StaticFiles } from '../page/static-files.ts';
import { PAGE_COOKIE } from './access.ts';
import { failure } from './answer.ts';
import type { AppEnv } from './door.ts';
import { readOrder } from './read-order.ts';

/** Nothing but what this server sends: no script of others, no frame around it, no form that sends anything away. */
const POLICY =
  "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; img-src 'self' data:";

/** Where the documentation is. */
export const DOCS = '/docs';

const NO_VIEWS = ['/assets', '/api', DOCS];

/** `POST /`: exchanges the token of the address for a cookie that scripts never see. */
export function sessionRoutes(token: PageToken, isSecure: boolean): Hono<AppEnv> {
  return new Hono<AppEnv>().post('/', async (c) => {
    const { token: given } = await readOrder(c);
    if (typeof given !== 'string' || !token.isIt(given)) {
      return failure(
        c,
        401,
        'this token is none, or of an earlier run: open the address that portolan serve printed last',
      );
    }
    setCookie(c, PAGE_COOKIE, token.text, { path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure });
    return c.json({ entered: true });
  });
}

/** The page: every address that is no file of it is a view, which the page itself finds. Nobody needs a token to see that there is one. */
export function pageRoutes(files: StaticFiles): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get(DOCS, (c) => c.redirect(`${DOCS}/`, 308))
    .get('/*', (c) => {
      const { pathname: asked } = new URL(c.req.url);
      const pathname = asked === `${DOCS}/` ? `${DOCS}/index.html` : asked;
      const file = files.get(pathname);
      if (file !== undefined) return send(c, file, pathname.startsWith('/assets/'));
      const start = files.get('/index.html');
      // What is no view must not be answered with the page: an asset of another version, a page of the documentation.
      if (start === undefined || NO_VIEWS.some((folder) => pathname.startsWith(`${folder}/`)))
        return failure(c, 404, 'there is nothing here');
      return send(c, start, false);
    });
}

/** `isForever`: its name has the hash of its content. */
function send(c: Context, { bytes, type, tag }: StaticFile, isForever: boolean): Response {
  c.header('Content-Security-Policy', POLICY);
  c.header('Referrer-Policy', 'no-referrer');
  c.header('Cross-Origin-Opener-Policy', 'same-origin');
  c.header('Cross-Origin-Resource-Policy', 'same-origin');
  c.header('ETag', tag);
  c.header('Cache-Control', isForever ? 'private, max-age=31536000, immutable' : 'no-cache');
  if (c.req.header('if-none-match') === tag) return c.body(null, 304);
  return c.body(bytes, 200, { 'Content-Type': type });
}
