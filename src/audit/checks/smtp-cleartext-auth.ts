import { defineCheck } from '../check.ts';
import { ask } from '../conversation/replies.ts';
import { isOutcome } from '../protocols/greeting.ts';
import { judgeMailLogin, MAIL_LOGIN, type MailDialect } from '../protocols/mail-login.ts';
import { mailProduct } from '../protocols/mail-products.ts';
import { readNumberedGreeting } from '../protocols/greeting.ts';
import { hasExtension, replyWords, sayHello, startSmtpTls } from '../protocols/smtp.ts';

const SMTP: MailDialect = {
  name: 'SMTP',
  quit: 'QUIT',
  async greet(conversation) {
    const greeting = await readNumberedGreeting(conversation, { not: ['an FTP server'] });
    return isOutcome(greeting) ? greeting : { product: mailProduct(greeting.lines.join(' ')) };
  },
  async offer(conversation) {
    const hello = await sayHello(conversation, null);
    if (isOutcome(hello)) return null;
    // Old servers write AUTH=LOGIN for old clients, beside AUTH LOGIN.
    const auth = hello.extensions.find((line) => /^AUTH[ =]/.test(line)) ?? '';
    return {
      mechanisms: auth.split(/[ =]+/).slice(1).filter(Boolean),
      hasPasswordCommand: false,
      hasStartTls: hasExtension(hello, 'STARTTLS'),
    };
  },
  async tryLogin(conversation, { mechanisms }) {
    const mechanism = ['LOGIN', 'PLAIN'].find((name) => mechanisms.includes(name));
    if (mechanism === undefined) return null;
    const asked = `AUTH ${mechanism}`;
    const answer = await ask(conversation, asked);
    if (answer === null) return null;
    // RFC 4954 section 4: 334 asks for more, a single asterisk ends it.
    if (answer.code === 334) await ask(conversation, '*');
    return {
      isAccepted: answer.code === 334 ? true : answer.code >= 500 ? false : null,
      asked,
      answer: replyWords(answer),
    };
  },
  startTls: startSmtpTls,
};

/** RFC 4954 section 4: PLAIN may not be offered without TLS. */
export const smtpCleartextAuth = defineCheck(
  {
    ...MAIL_LOGIN,
    id: 'smtp.cleartext-auth',
    title: 'SMTP takes passwords in clear text',
    services: ['smtp', 'submission'],
    ports: [25, 587, 2525],
    references: ['rfc4954', 'rfc3207', 'rfc8314'],
    fixes: {
      Postfix: {
        file: '/etc/postfix/main.cf',
        change: 'smtpd_tls_auth_only = yes, with smtpd_tls_security_level = may and a certificate',
        apply: 'systemctl reload postfix',
      },
      Exim: {
        file: '/etc/exim4/exim4.conf.template, or exim.conf elsewhere',
        change: 'auth_advertise_hosts = ${if eq{$tls_in_cipher}{}{}{*}}',
        apply: 'systemctl restart exim4',
      },
      OpenSMTPD: {
        file: '/etc/smtpd.conf',
        change: 'on the listener with "auth", use "tls-require" or "smtps"',
        apply: 'systemctl restart opensmtpd',
      },
      '*': {
        file: "the mail server's configuration",
        change: 'offer AUTH only after STARTTLS, or only on port 465',
        apply: 'restart the server',
      },
    },
  },
  (context) => judgeMailLogin(context, SMTP),
);
