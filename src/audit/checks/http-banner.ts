import { defineCheck, exposed, notExposed } from '../check.ts';
import { quote } from '../conversation/quote.ts';
import { printableBytes } from '../conversation/transcript.ts';
import { isOutcome } from '../protocols/greeting.ts';
import { readHttpHead } from '../protocols/http-reader.ts';
import { ANYWHERE } from '../vantage/vantage.ts';

/** Headers that say what runs: RFC 9110 section 10.2.4, and some that no standard has. */
const TELLING = ['server', 'x-powered-by', 'x-aspnet-version', 'x-generator', 'via'];
const VERSION = /\d+\.\d+/;

/** Facts for the record. A version in a header is no weakness; hiding it is no cure. */
export const httpBanner = defineCheck(
  {
    id: 'http.banner',
    title: 'A web server says which version it is',
    services: ['http', 'https', 'http-proxy', 'http-alt', 'squid-http'],
    ports: [80, 8000, 8080],
    transport: 'tcp',
    severity: 'info',
    impact: 'creates-log-entry',
    budget: { maxMs: 12_000, maxRounds: 1, maxBytesIn: 16_384, maxBytesOut: 256 },
    trusted: ANYWHERE,
    blind: [],
    maxLinesShown: 30,
    isOptIn: false,
    why: 'Who looks for servers with a certain fault finds it sooner. What helps is to keep it up to date.',
    references: ['rfc9110'],
    fixes: {
      nginx: { file: '/etc/nginx/nginx.conf', change: 'server_tokens off;', apply: 'nginx -s reload' },
      Apache: {
        file: '/etc/apache2/conf-available/security.conf (Debian), or httpd.conf',
        change: 'ServerTokens Prod and ServerSignature Off',
        apply: 'systemctl reload apache2',
      },
      '*': {
        file: "the server's configuration",
        change: 'keep it up to date; the version in a header may be left out',
        apply: 'reload the server',
      },
    },
  },
  async (context) => {
    const conversation = await context.connect({ tls: context.service?.isTls ?? false });
    const { address } = context.endpoint;
    const host = address.includes(':') ? `[${address.split('%')[0] ?? ''}]` : address;
    await conversation.send(`HEAD / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    const answer = await readHttpHead(conversation, 6000);
    if (isOutcome(answer)) return answer;
    const told = TELLING.flatMap((name) => {
      const value = answer.headers.get(name);
      return value === undefined ? [] : [[name, printableBytes(value).slice(0, 200)] as const];
    });
    const facts = { status: answer.status, ...Object.fromEntries(told) };
    const versions = told.filter(([, value]) => VERSION.test(value));
    if (versions.length === 0) return notExposed('confirmed', 'Its headers name no version.', { facts });
    const words = versions.map(([name, value]) => `${name} ${quote(value)}`).join(', ');
    return exposed('confirmed', `Its headers say: ${words}.`, { facts });
  },
);
