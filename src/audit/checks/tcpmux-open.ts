import { defineCheck, exposed, inconclusive, notApplicable } from '../check.ts';
import { quote } from '../conversation/quote.ts';
import { foreignService } from '../protocols/foreign.ts';
import { ANYWHERE } from '../vantage/vantage.ts';

const WAIT = 4000;
const MAX_NAMES = 50;

/** RFC 1078: the word HELP is answered with the names of services, one a line; any name with a line of `+` or `-`. */
export const tcpmuxOpen = defineCheck(
  {
    id: 'tcpmux.open',
    title: 'tcpmux starts services by name',
    services: ['tcpmux'],
    ports: [1],
    transport: 'tcp',
    severity: 'low',
    impact: 'creates-log-entry',
    budget: { maxMs: 10_000, maxRounds: 1, maxBytesIn: 4096, maxBytesOut: 16 },
    trusted: ANYWHERE,
    blind: [],
    isOptIn: false,
    why: 'One port leads to every service it knows, past rules of a firewall that look at ports. Nothing current uses it.',
    references: ['rfc1078'],
    fixes: {
      '*': {
        file: '/etc/inetd.conf or the file with type = INTERNAL and id = tcpmux in /etc/xinetd.d',
        change: 'remove the tcpmux lines, or set "disable = yes"',
        apply: 'systemctl restart inetd (or xinetd)',
      },
    },
  },
  async (context) => {
    const conversation = await context.connect();
    await conversation.sendLine('HELP');
    const lines: string[] = [];
    for (let line = await conversation.readLine(WAIT); line !== null; line = await conversation.readLine(WAIT)) {
      lines.push(line);
      if (/^[+-]/.test(line) || lines.length > MAX_NAMES) break;
    }
    const [first] = lines;
    if (first === undefined) return inconclusive('HELP was answered with nothing.');
    const foreign = /^[+-](?:OK|ERR)\b/.test(first) ? 'a POP3 server' : foreignService(first);
    if (foreign !== null) return notApplicable(`Here ${foreign} answers.`);
    // xinetd: "-Service name not found"; inetd of BSD: "-Service not available".
    if (/^-service\b/i.test(first)) {
      return exposed(
        'confirmed',
        `It looked for a service of that name: ${quote(first)}. Names of others may start something.`,
      );
    }
    if (first.startsWith('+')) return exposed('firm', `It started something by the name HELP: ${quote(first)}.`);
    const isList = lines.length <= MAX_NAMES && lines.every((line) => /^[\w./+-]{1,64}$/.test(line));
    if (isList && conversation.ending === 'closed') {
      return exposed('confirmed', `It listed the services it starts: ${quote(lines.join(', '))}.`, {
        facts: { services: lines },
      });
    }
    return inconclusive(`HELP was answered with ${quote(first)}, which is no list of services.`);
  },
);
