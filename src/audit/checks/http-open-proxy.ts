import {
  defineCheck,
  exposed,
  inconclusive,
  notExposed,
  type Canary,
  type CheckContext,
  type Outcome,
} from '../check.ts';
import { canaryAuthority, fetchCanary } from '../protocols/canary-request.ts';
import { isOutcome } from '../protocols/greeting.ts';
import { readHttpHead, type HttpAnswer } from '../protocols/http-reader.ts';
import { OUTSIDE } from '../vantage/vantage.ts';

const WAIT = 8000;
/** What a proxy says when it tried and could not reach our listener: a firewall here stands between. */
const TRIED = [502, 503, 504];

/**
 * It is asked for a page that only our own listener has, with a token nobody can guess. Only a token that comes back, after
 * our listener was asked, is a proof: servers that answer 200 to everything, and firewalls with pages of their own, give none.
 */
export const httpOpenProxy = defineCheck(
  {
    id: 'http.open-proxy',
    title: 'A web proxy serves anybody',
    services: ['http', 'https', 'http-proxy', 'http-alt', 'squid-http'],
    ports: [80, 3128, 8000, 8080, 8118, 8888],
    transport: 'tcp',
    severity: 'high',
    impact: 'creates-log-entry',
    budget: { maxMs: 40_000, maxRounds: 2, maxBytesIn: 65_536, maxBytesOut: 1024 },
    // Proxies serve their own host as a rule.
    trusted: OUTSIDE,
    blind: [],
    maxLinesShown: 30,
    isOptIn: false,
    why: 'Strangers do what they like under your address, and reach through it what only your network should.',
    references: ['rfc9110', 'rfc9112'],
    fixes: {
      Squid: {
        file: '/etc/squid/squid.conf',
        change:
          'http_access allow localnet, then http_access deny all as the last rule; acl localnet names your networks',
        apply: 'squid -k reconfigure',
      },
      Tinyproxy: {
        file: '/etc/tinyproxy/tinyproxy.conf',
        change: 'Allow 127.0.0.1 and one Allow line for each of your networks; without any, everybody may',
        apply: 'systemctl restart tinyproxy',
      },
      '*': {
        file: "the server's configuration",
        change:
          'let it listen inside only, or ask for a login; a web server needs no forward proxying (Apache: ProxyRequests Off)',
        apply: 'restart the server',
      },
    },
  },
  async (context) => {
    const tls = context.service?.isTls ?? false;
    const conversation = await context.connect({ tls });
    const canary = await context.openCanary(conversation.localAddress);
    const { isProven, wasHit, answer } = await fetchCanary(conversation, canary, 'absolute');
    const named = isOutcome(answer) ? {} : productOf(answer);
    const facts = { way: 'GET' };
    if (isProven) {
      return exposed('confirmed', 'It fetched a page from our own listener and gave us what only that knows.', {
        ...named,
        facts,
      });
    }
    if (wasHit)
      return exposed('firm', 'It asked our own listener for a page, and gave us something else.', { ...named, facts });
    if (isOutcome(answer)) return answer;
    return { ...(await tryTunnel(context, tls, canary, answer)), ...named };
  },
);

/** RFC 9110 section 9.3.6: CONNECT makes a tunnel; proxies often have other rules for it than for GET. */
async function tryTunnel(context: CheckContext, tls: boolean, canary: Canary, got: HttpAnswer): Promise<Outcome> {
  const conversation = await context.connect({ tls });
  const authority = canaryAuthority(canary);
  await conversation.send(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
  const tunnel = await readHttpHead(conversation, WAIT);
  const status = isOutcome(tunnel) ? 0 : tunnel.status;
  const facts = { get: got.status, connect: status };
  if (status >= 200 && status < 300) {
    const { isProven, wasHit } = await fetchCanary(conversation, canary, 'origin');
    const way = { facts: { way: 'CONNECT' } };
    if (isProven) {
      return exposed(
        'confirmed',
        'CONNECT gave a way to our own listener, and what only that knows came through it.',
        way,
      );
    }
    if (wasHit) return exposed('firm', 'CONNECT gave a way to our own listener.', way);
    return notExposed(
      'firm',
      `It answers CONNECT with ${status} and leads nowhere: our own listener was never asked.`,
      { facts },
    );
  }
  const answers = `GET was answered with ${got.status}, CONNECT with ${status === 0 ? 'nothing' : status}`;
  if (TRIED.includes(got.status) || TRIED.includes(status)) {
    return inconclusive(`${answers}: it may have tried and not reached us, as where a firewall here stops it.`, {
      facts,
    });
  }
  return notExposed('confirmed', `It fetches nothing for us: ${answers}.`, { facts });
}

/** Squid says so in an error header of its own, Tinyproxy in Server and Via. */
function productOf({ headers }: HttpAnswer): { readonly product?: string } {
  const words = `${headers.get('server') ?? ''} ${headers.get('via') ?? ''}`;
  if (headers.has('x-squid-error') || /\bsquid\b/i.test(words)) return { product: 'Squid' };
  return /\btinyproxy\b/i.test(words) ? { product: 'Tinyproxy' } : {};
}
