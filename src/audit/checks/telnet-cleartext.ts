import { defineCheck, exposed, inconclusive, notApplicable, notExposed } from '../check.ts';
import { quote } from '../conversation/quote.ts';
import { foreignService } from '../protocols/foreign.ts';
import { promptOf, TelnetRefuser } from '../protocols/telnet.ts';
import { ANYWHERE } from '../vantage/vantage.ts';

/** Servers look up the name of who connects, and wait for answers to options; a prompt may take its time. */
const WAIT = 6000;
/** Pieces of text read at most. */
const MAX_READS = 40;
/** Without TLS nothing goes on. */
const WANTS_TLS =
  /\b(?:SSL|TLS|encryption|kerberos)\b.{0,60}\b(?:required|must|only)\b|\bauthentication (?:required|failed)\b/i;
/** What makes telnet more than clear text: RFC 2941, RFC 2946, and START_TLS, which stayed a draft. */
const PROTECTING = ['AUTHENTICATION', 'ENCRYPT', 'START_TLS'];

/** That a server offers encryption says nothing: inetutils offers it and then asks for the password in clear. */
export const telnetCleartext = defineCheck(
  {
    id: 'telnet.cleartext',
    title: 'telnet asks for passwords in clear text',
    services: ['telnet'],
    ports: [23, 2323],
    transport: 'tcp',
    severity: 'high',
    impact: 'creates-log-entry',
    budget: { maxMs: 20_000, maxRounds: 1, maxBytesIn: 16_384, maxBytesOut: 512 },
    trusted: ANYWHERE,
    blind: [],
    isOptIn: false,
    why: 'Who reads along on the way has the password and all that is typed, and whoever guesses it has the machine.',
    references: ['rfc854', 'rfc2941', 'rfc2946'],
    fixes: {
      '*': {
        file: '/etc/inetd.conf, or /etc/xinetd.d/telnet with "disable = yes"; on a device its own settings',
        change: 'take the telnet line out and use SSH instead',
        apply: 'systemctl restart inetd (or xinetd)',
      },
    },
  },
  async (context) => {
    if (context.service?.isTls === true)
      return notExposed('confirmed', 'It speaks TLS from the first byte on this port.');
    const conversation = await context.connect();
    const client = new TelnetRefuser();
    let prompt = promptOf(client.text);
    for (let reads = 0; reads < MAX_READS && prompt === null; reads++) {
      const bytes = await conversation.readSome(2048, WAIT);
      if (bytes === null) break;
      const answer = client.take(bytes);
      if (answer.length > 0) await conversation.send(answer);
      prompt = promptOf(client.text);
      const foreign = client.options.size === 0 ? foreignService(client.text) : null;
      if (foreign !== null && foreign !== 'a telnet server') return notApplicable(`Here ${foreign} answers.`);
    }
    const options = [...client.options];
    const facts = { options, protection: options.filter((name) => PROTECTING.includes(name)) };
    const words = quote(
      client.text
        .trim()
        .split(/[\r\n]+/)
        .at(-1) ?? '',
    );
    const refused = options.length === 0 ? '' : ' after every option was refused';
    if (prompt === 'login') {
      return exposed('confirmed', `It asked for a login in clear text${refused}: ${words}.`, { facts });
    }
    if (prompt === 'shell') {
      return exposed(
        options.length > 0 ? 'confirmed' : 'tentative',
        `It showed a prompt without any login: ${words}.`,
        { facts },
      );
    }
    if (WANTS_TLS.test(client.text))
      return notExposed('confirmed', `It goes on only when protected: ${words}.`, { facts });
    if (options.length === 0) {
      return inconclusive(
        client.text === '' ? 'It said nothing that telnet knows.' : `It said ${words} and asked for nothing.`,
        { facts },
      );
    }
    if (conversation.ending === 'closed') {
      return notExposed('firm', 'It closed the connection when every option was refused, without asking for a login.', {
        facts,
      });
    }
    return inconclusive('It spoke telnet and asked for no login in the time there was.', { facts });
  },
);
