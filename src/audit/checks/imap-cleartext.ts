import { defineCheck, inconclusive, notApplicable } from '../check.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { quote } from '../conversation/quote.ts';
import { foreignService } from '../protocols/foreign.ts';
import { readFirstLine } from '../protocols/greeting.ts';
import { judgeMailLogin, MAIL_LOGIN, MAILBOX_FIXES, type MailDialect } from '../protocols/mail-login.ts';
import { mailProduct } from '../protocols/mail-products.ts';

/** More untagged lines than that are no answer to what is asked here. */
const MAX_LINES = 20;

interface Answer {
  readonly untagged: readonly string[];
  /** `OK ...`, `NO ...`, `BAD ...`, or `+ ...` where it asks for more. */
  readonly status: string;
}

/** RFC 9051 section 2.2: lines with an asterisk, then the one with our tag. Null where it never comes. */
async function askImap(conversation: Conversation, tag: string, command: string): Promise<Answer | null> {
  await conversation.sendLine(`${tag} ${command}`);
  const untagged: string[] = [];
  while (untagged.length < MAX_LINES) {
    const line = await conversation.readLine();
    if (line === null) return null;
    if (line.startsWith(`${tag} `)) return { untagged, status: line.slice(tag.length + 1) };
    if (line.startsWith('+')) return { untagged, status: line };
    untagged.push(line);
  }
  return null;
}

const IMAP: MailDialect = {
  name: 'IMAP',
  quit: 'z LOGOUT',
  async greet(conversation) {
    const line = await readFirstLine(conversation);
    if (typeof line !== 'string') return line;
    if (/^\* OK\b/i.test(line)) return { product: mailProduct(line) };
    if (/^\* (?:BYE|PREAUTH)\b/i.test(line)) return inconclusive(`It takes no logins just now: ${quote(line)}.`);
    const foreign = foreignService(line);
    return foreign === null
      ? inconclusive(`It greeted with something unknown: ${quote(line)}.`)
      : notApplicable(`Here ${foreign} answers.`);
  },
  async offer(conversation) {
    const answer = await askImap(conversation, 'a', 'CAPABILITY');
    const line = answer?.untagged.find((text) => /^\* CAPABILITY /i.test(text));
    if (line === undefined) return null;
    const words = line.toUpperCase().split(' ').slice(2);
    return {
      mechanisms: words.filter((word) => word.startsWith('AUTH=')).map((word) => word.slice('AUTH='.length)),
      // RFC 9051 section 6.2.3: LOGIN is there unless LOGINDISABLED says otherwise.
      hasPasswordCommand: !words.includes('LOGINDISABLED'),
      hasStartTls: words.includes('STARTTLS'),
    };
  },
  async tryLogin(conversation, { mechanisms }) {
    // LOGIN takes name and password in one line, so it is not tried; AUTHENTICATE asks for them, and is left by `*`.
    if (!mechanisms.includes('PLAIN')) return null;
    const asked = 'AUTHENTICATE PLAIN';
    const answer = await askImap(conversation, 'b', asked);
    if (answer === null) return null;
    if (!answer.status.startsWith('+'))
      return { isAccepted: /^(?:NO|BAD)\b/i.test(answer.status) ? false : null, asked, answer: answer.status };
    await conversation.sendLine('*');
    await conversation.readLine();
    return { isAccepted: true, asked, answer: answer.status };
  },
  async startTls(conversation) {
    const answer = await askImap(conversation, 'c', 'STARTTLS');
    return answer !== null && /^OK\b/i.test(answer.status) ? conversation.startTls() : null;
  },
};

/** RFC 9051 section 11.1: without TLS a server has to say LOGINDISABLED and offer no PLAIN. */
export const imapCleartext = defineCheck(
  {
    ...MAIL_LOGIN,
    id: 'imap.cleartext',
    title: 'IMAP takes passwords in clear text',
    services: ['imap'],
    ports: [143],
    references: ['rfc9051', 'rfc2595', 'rfc8314'],
    fixes: MAILBOX_FIXES,
  },
  (context) => judgeMailLogin(context, IMAP),
);
