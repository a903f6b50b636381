import {
  defineCheck,
  exposed,
  inconclusive,
  notApplicable,
  notExposed,
  type CheckContext,
  type Outcome,
} from '../check.ts';
import { quote } from '../conversation/quote.ts';
import { ask, type Reply } from '../conversation/replies.ts';
import { isOutcome } from '../protocols/greeting.ts';
import { hasExtension, openSmtp, replyWords, sayHello, startSmtpTls, type SmtpSession } from '../protocols/smtp.ts';
import { OUTSIDE } from '../vantage/vantage.ts';

/** Domains that nobody can own (RFC 2606): if it were a relay, nothing would reach anybody. */
const SENDER = 'probe@example.net';
const STRANGER = 'probe@example.com';

/** The recipient's domain was the trouble, not that it is foreign: example.com takes no mail (RFC 7505). */
const ABOUT_DOMAIN =
  /unrouteable|unroutable|(?:domain|host)(?: name)? not found|does not accept mail|null ?mx|no mx|bad destination/i;

/** Two recipients are named and none is written to: RSET and QUIT follow, DATA never. */
export const smtpOpenRelay = defineCheck(
  {
    id: 'smtp.open-relay',
    title: 'SMTP passes on mail of strangers to strangers',
    services: ['smtp', 'smtps', 'submission', 'submissions'],
    ports: [25, 465, 587, 2525],
    transport: 'tcp',
    severity: 'high',
    impact: 'creates-log-entry',
    budget: { maxMs: 40_000, maxRounds: 1, maxBytesIn: 16_384, maxBytesOut: 2048 },
    // Postfix and OpenSMTPD relay for their own host by default, and for its own address.
    trusted: OUTSIDE,
    blind: [],
    isOptIn: false,
    why: 'Spammers find it within days; then the address is on block lists and your own mail goes nowhere.',
    references: ['rfc5321', 'rfc2505', 'rfc3207'],
    fixes: {
      Postfix: {
        file: '/etc/postfix/main.cf',
        change:
          'mynetworks = 127.0.0.0/8 [::1]/128 and smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination',
        apply: 'systemctl reload postfix',
      },
      Exim: {
        file: '/etc/exim4/update-exim4.conf.conf (Debian); elsewhere relay_from_hosts in the configuration of Exim',
        change: "dc_relay_nets='' (elsewhere: hostlist relay_from_hosts = 127.0.0.1 : ::1)",
        apply: 'update-exim4.conf && systemctl restart exim4',
      },
      OpenSMTPD: {
        file: '/etc/smtpd.conf',
        change:
          'no "match from any for any"; relay with "match from local for any" and "match auth from any for any" only',
        apply: 'systemctl restart opensmtpd',
      },
      '*': {
        file: "the mail server's configuration",
        change: 'relay only for its own networks and for users who logged in',
        apply: 'restart the server',
      },
    },
  },
  async (context) => {
    const opened = await openSmtp(context);
    if (isOutcome(opened)) return opened;
    const session = await withSender(opened);
    if (isOutcome(session)) return session;
    const outcome = await judgeRecipients(session, context);
    await ask(session.conversation, 'RSET');
    await session.conversation.sendLine('QUIT');
    return { ...outcome, ...(session.product === null ? {} : { product: session.product }) };
  },
);

/** MAIL, with the null sender where the first is not liked, inside TLS where that is asked for. */
async function withSender(session: SmtpSession, isInTls = false): Promise<SmtpSession | Outcome> {
  const { conversation, product } = session;
  const answer = await ask(conversation, `MAIL FROM:<${SENDER}>`);
  if (answer === null) return inconclusive('It did not answer MAIL.');
  if (answer.code === 250) return session;
  if (answer.code === 530 && !isInTls && hasExtension(session, 'STARTTLS')) {
    if ((await startSmtpTls(conversation)) === null)
      return inconclusive('It wants TLS first, which could not be agreed on.');
    const again = await sayHello(conversation, product);
    return isOutcome(again) ? again : withSender(again, true);
  }
  // RFC 4954 section 6: a login is wanted before anything else.
  if (answer.code === 530)
    return notExposed('confirmed', `It takes mail from nobody without a login: ${quote(replyWords(answer))}.`);
  if (answer.code === 502 || answer.code === 500)
    return notApplicable(`It does not know MAIL: ${quote(replyWords(answer))}.`);
  const bounce = await ask(conversation, 'MAIL FROM:<>');
  return bounce?.code === 250 ? session : inconclusive(`It took no sender: ${quote(replyWords(answer))}.`);
}

async function judgeRecipients(session: SmtpSession, context: CheckContext): Promise<Outcome> {
  const { conversation, domain } = session;
  const plain = await ask(conversation, `RCPT TO:<${STRANGER}>`);
  if (plain === null) return inconclusive('It did not answer RCPT.');
  if (isTaken(plain)) {
    return exposed(
      'firm',
      `Mail from ${SENDER} to ${STRANGER} was taken: ${quote(replyWords(plain))}. No text was sent.`,
      {
        facts: { way: 'plain' },
      },
    );
  }
  // Old servers undo the percent sign and pass it on (RFC 2505 section 2.1, RFC 1123 section 5.2.16).
  const hack = domain === null ? null : await ask(conversation, `RCPT TO:<${STRANGER.replace('@', '%')}@${domain}>`);
  if (hack !== null && domain !== null && isTaken(hack)) {
    // One that takes any local name says nothing by taking this one.
    const nobody = `audit-${Buffer.from(context.random(6)).toString('hex')}@${domain}`;
    const control = await ask(conversation, `RCPT TO:<${nobody}>`);
    if (control !== null && control.code >= 500) {
      return exposed('tentative', `It takes probe%example.com@${domain} and no made-up name: it may pass it on.`, {
        facts: { way: 'percent' },
      });
    }
  }
  const words = quote(replyWords(plain));
  if (ABOUT_DOMAIN.test(replyWords(plain))) {
    return inconclusive(`The recipient's domain was the trouble, not that it is foreign: ${words}.`);
  }
  if (plain.code >= 500) return notExposed('confirmed', `Mail to a foreign address was refused: ${words}.`);
  // Postfix puts relaying off with 454 where it is told to defer; 450 and 451 are greylisting and say nothing.
  if (plain.code === 454 || /\brelay/i.test(replyWords(plain))) {
    return notExposed('firm', `Mail to a foreign address was refused for now: ${words}.`);
  }
  return inconclusive(`The answer was put off: ${words}.`);
}

/** 251: taken and passed on, RFC 5321 section 4.2.3. */
function isTaken({ code }: Reply): boolean {
  return code === 250 || code === 251;
}
