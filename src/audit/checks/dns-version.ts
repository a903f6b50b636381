import { defineCheck, exposed, inconclusive, notApplicable, notExposed, type CheckContext } from '../check.ts';
import { DNS_CLASS, DNS_TYPE, decodeDnsMessage, encodeDnsQuery, textOf } from '../protocols/dns-message.ts';
import { dnsId, isDnsAnswer } from '../protocols/dns-over-tcp.ts';
import { ANYWHERE } from '../vantage/vantage.ts';

/** Names of class CHAOS that servers answer of themselves: BIND's, and RFC 4892 section 3. */
const NAMES = ['version.bind', 'hostname.bind', 'id.server'] as const;

/** How servers begin their version; BIND gives the number alone. */
const PRODUCTS: readonly (readonly [RegExp, string])[] = [
  [/^unbound\b/i, 'Unbound'],
  [/^nsd\b/i, 'NSD'],
  [/^knot\b/i, 'Knot'],
  [/^dnsmasq\b/i, 'dnsmasq'],
  [/^powerdns\b/i, 'PowerDNS'],
  [/^9\.\d/, 'BIND'],
];

const MAX_SHOWN = 80;

export const dnsVersion = defineCheck(
  {
    id: 'dns.version',
    title: 'DNS tells its version',
    services: ['domain', 'dns'],
    ports: [53],
    transport: 'udp',
    severity: 'low',
    impact: 'read-only',
    budget: { maxMs: 14_000, maxRounds: 6, maxBytesIn: 4500, maxBytesOut: 260 },
    trusted: ANYWHERE,
    blind: [],
    isOptIn: false,
    why: 'The version says which known faults may work.',
    references: ['rfc1035', 'bind9-arm'],
    fixes: {
      BIND: {
        file: '/etc/bind/named.conf.options',
        change: 'version none; hostname none; server-id none;',
        apply: 'named-checkconf && rndc reconfig',
      },
      Unbound: {
        file: '/etc/unbound/unbound.conf.d/',
        change: 'hide-version: yes and hide-identity: yes, under "server:"',
        apply: 'unbound-checkconf && unbound-control reload',
      },
      NSD: {
        file: '/etc/nsd/nsd.conf',
        change: 'hide-version: yes and hide-identity: yes, under "server:"',
        apply: 'nsd-checkconf /etc/nsd/nsd.conf && systemctl restart nsd',
      },
      '*': {
        file: 'the configuration of the name server',
        change: 'answer nothing to version.bind, hostname.bind and id.server',
        apply: 'reload the server',
      },
    },
  },
  async (context: CheckContext) => {
    const told: Record<string, string> = {};
    let count = 0;
    for (const name of NAMES) {
      const id = dnsId(context.random(2));
      const query = encodeDnsQuery({ id, name, type: DNS_TYPE.TXT, class: DNS_CLASS.CHAOS });
      if (query === null) continue;
      const { answers, isRefused } = await context.exchange(query, { tries: 2 });
      if (isRefused) return notApplicable('Nothing listens there.');
      const [answer] = answers;
      if (answer === undefined) break;
      const message = decodeDnsMessage(answer.bytes);
      if (message === null || !isDnsAnswer(message, id)) return notApplicable('Something else than DNS answers.');
      count++;
      const record = message.answers.find(({ type }) => type === DNS_TYPE.TXT);
      const text = record === undefined ? '' : shown(textOf(record));
      context.note(`${name}: ${text === '' ? message.rcode : text}`);
      if (text !== '') told[name] = text;
    }
    if (count === 0) return inconclusive('No answer came to a question for its version.');
    const said = Object.entries(told);
    if (said.length === 0) return notExposed('confirmed', 'It tells neither version nor name.');
    const version = told['version.bind'] ?? '';
    const product = PRODUCTS.find(([pattern]) => pattern.test(version))?.[1];
    const all = said.map(([name, text]) => `${name} "${text}"`).join(', ');
    // RFC 4892 section 2: which of several servers answered is for operators to know, and tells no fault.
    if (version === '') return notExposed('firm', `It hides its version, and tells ${all}.`, { facts: told });
    const summary = `It tells ${all}.`;
    return exposed('confirmed', summary, { facts: told, ...(product === undefined ? {} : { product }) });
  },
);

/** What a server wrote, printable. */
function shown(text: string): string {
  return text
    .replace(/[^\x20-\x7e]/g, '?')
    .trim()
    .slice(0, MAX_SHOWN);
}
