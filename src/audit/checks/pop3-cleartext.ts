import { defineCheck, inconclusive, notApplicable } from '../check.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { quote } from '../conversation/quote.ts';
import { readDotted } from '../conversation/replies.ts';
import { foreignService } from '../protocols/foreign.ts';
import { readFirstLine } from '../protocols/greeting.ts';
import { judgeMailLogin, MAIL_LOGIN, MAILBOX_FIXES, type MailDialect } from '../protocols/mail-login.ts';
import { mailProduct } from '../protocols/mail-products.ts';

const USER = 'USER audit-none';

async function askPop(conversation: Conversation, line: string): Promise<string | null> {
  await conversation.sendLine(line);
  return conversation.readLine();
}

const POP3: MailDialect = {
  name: 'POP3',
  quit: 'QUIT',
  async greet(conversation) {
    const line = await readFirstLine(conversation);
    if (typeof line !== 'string') return line;
    if (/^\+OK\b/i.test(line)) return { product: mailProduct(line) };
    if (/^-ERR\b/i.test(line)) return inconclusive(`It lets nobody in just now: ${quote(line)}.`);
    const foreign = foreignService(line);
    return foreign === null
      ? inconclusive(`It greeted with something unknown: ${quote(line)}.`)
      : notApplicable(`Here ${foreign} answers.`);
  },
  async offer(conversation) {
    // RFC 2449 section 5; servers from before it refuse CAPA, and have USER (RFC 1939 section 7).
    const status = await askPop(conversation, 'CAPA');
    if (status === null) return null;
    if (!/^\+OK\b/i.test(status)) {
      return /^-ERR\b/i.test(status) ? { mechanisms: [], hasPasswordCommand: false, hasStartTls: false } : null;
    }
    const lines = (await readDotted(conversation))?.map((line) => line.toUpperCase());
    if (lines === undefined) return null;
    const sasl = lines.find((line) => /^SASL(?: |$)/.test(line)) ?? '';
    return {
      mechanisms: sasl.split(' ').slice(1).filter(Boolean),
      hasPasswordCommand: lines.includes('USER'),
      hasStartTls: lines.includes('STLS'),
    };
  },
  async tryLogin(conversation) {
    const answer = await askPop(conversation, USER);
    if (answer === null) return null;
    return { isAccepted: /^\+OK\b/i.test(answer) ? true : /^-ERR\b/i.test(answer) ? false : null, asked: USER, answer };
  },
  async startTls(conversation) {
    const answer = await askPop(conversation, 'STLS');
    return answer !== null && /^\+OK\b/i.test(answer) ? conversation.startTls() : null;
  },
};

/** RFC 2595 section 4; RFC 8314 section 3 says that logins in clear text are obsolete. POP2 had port 109 and no TLS ever. */
export const pop3Cleartext = defineCheck(
  {
    ...MAIL_LOGIN,
    id: 'pop3.cleartext',
    title: 'POP3 takes passwords in clear text',
    services: ['pop3'],
    ports: [110],
    references: ['rfc1939', 'rfc2449', 'rfc2595', 'rfc8314'],
    fixes: MAILBOX_FIXES,
  },
  (context) => judgeMailLogin(context, POP3),
);
