import { defineCheck, exposed, inconclusive, notApplicable, notExposed } from '../check.ts';
import { quote } from '../conversation/quote.ts';
import { ask, type Reply } from '../conversation/replies.ts';
import { isOutcome } from '../protocols/greeting.ts';
import { openSmtp, replyWords } from '../protocols/smtp.ts';
import { ANYWHERE } from '../vantage/vantage.ts';

/** Every mail server has the first (RFC 5321 section 4.5.1), nearly every Unix system the second. */
const KNOWN = ['postmaster', 'root'];
/** Answers about the mailbox (RFC 5321 section 4.2.3); 500 to 504 are about the command. */
const NO_MAILBOX = [550, 551, 553, 554];

/**
 * A server may answer 252 to every name (RFC 5321 section 3.5.3), which gives nothing away. So a name is asked that nobody
 * has: only a difference tells strangers anything.
 */
export const smtpVrfyExpn = defineCheck(
  {
    id: 'smtp.vrfy-expn',
    title: 'SMTP tells which mailboxes exist',
    services: ['smtp', 'smtps'],
    ports: [25, 465, 2525],
    transport: 'tcp',
    severity: 'low',
    impact: 'creates-log-entry',
    budget: { maxMs: 30_000, maxRounds: 1, maxBytesIn: 16_384, maxBytesOut: 512 },
    trusted: ANYWHERE,
    blind: [],
    isOptIn: false,
    why: 'Names that exist are what guessing passwords and sending spam begin with.',
    references: ['rfc5321', 'rfc2505'],
    fixes: {
      Postfix: {
        file: '/etc/postfix/main.cf',
        change: 'disable_vrfy_command = yes',
        apply: 'systemctl reload postfix',
      },
      Sendmail: {
        file: '/etc/mail/sendmail.mc',
        change: "define(`confPRIVACY_FLAGS', `goaway')",
        apply: 'make -C /etc/mail && systemctl restart sendmail',
      },
      Exim: {
        file: '/etc/exim4/exim4.conf.template, or exim.conf elsewhere',
        change: 'set no acl_smtp_vrfy and no acl_smtp_expn: without them both are refused',
        apply: 'systemctl restart exim4',
      },
      '*': {
        file: "the mail server's configuration",
        change: 'turn VRFY and EXPN off',
        apply: 'restart the server',
      },
    },
  },
  async (context) => {
    const session = await openSmtp(context);
    if (isOutcome(session)) return session;
    const { conversation, product } = session;
    const extra = product === null ? {} : { product };
    // Exim refuses names without a domain as such, all but postmaster: that would look like a difference.
    const at = session.domain === null ? '' : `@${session.domain}`;
    const nobody = await ask(conversation, `VRFY audit-${Buffer.from(context.random(6)).toString('hex')}${at}`);
    const known: Reply[] = [];
    for (const name of KNOWN) {
      const reply = await ask(conversation, `VRFY ${name}${at}`);
      if (reply !== null) known.push(reply);
    }
    const expanded = await ask(conversation, 'EXPN postmaster');
    await conversation.sendLine('QUIT');
    if (nobody === null || known.length < KNOWN.length || expanded === null) {
      return inconclusive('It stopped answering when names were asked for.', extra);
    }
    // 220: not an answer to these at all.
    if (nobody.code < 250) return notApplicable('It answers as no mail server does.');
    if (expanded.code === 250) {
      return exposed('confirmed', `EXPN postmaster was answered with ${quote(replyWords(expanded))}.`, extra);
    }
    const told = known.find((reply) => isYes(reply) && NO_MAILBOX.includes(nobody.code));
    if (told !== undefined) {
      const summary = `VRFY of a name that exists was answered with ${quote(replyWords(told))}, of a made-up one with ${quote(replyWords(nobody))}.`;
      return exposed('confirmed', summary, extra);
    }
    if (isYes(nobody)) {
      return notExposed(
        'firm',
        `VRFY takes every name, made-up ones too (${nobody.code}): it gives nothing away.`,
        extra,
      );
    }
    return notExposed(
      'confirmed',
      `VRFY was answered with ${quote(replyWords(nobody))}, EXPN with ${expanded.code}.`,
      extra,
    );
  },
);

function isYes({ code }: Reply): boolean {
  return code >= 250 && code <= 252;
}
