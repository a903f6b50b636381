import { API } from './paths.ts';
import { ask } from './client.ts';

/**
 * Exchanges the token of the address (`/#token=...`), which no server ever sees there, for a cookie that scripts never
 * see. What goes wrong is told by the first request that is refused.
 */
export async function enterWithToken(): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return;
  history.replaceState(null, '', location.pathname + location.search);
  await ask(API.session, { method: 'POST', json: { token } }).catch(() => null);
}
