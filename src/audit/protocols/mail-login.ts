import {
  exposed,
  inconclusive,
  notExposed,
  type CheckContext,
  type CheckDescription,
  type Fix,
  type Outcome,
} from '../check.ts';
import type { Conversation, TlsSession } from '../conversation/conversation.ts';
import { quote } from '../conversation/quote.ts';
import { OUTSIDE } from '../vantage/vantage.ts';
import { isOutcome } from './greeting.ts';

/** What a mail server offers before anybody has logged in. */
export interface LoginOffer {
  /** SASL mechanisms in upper case: `PLAIN`, `LOGIN`, `CRAM-MD5`. */
  readonly mechanisms: readonly string[];
  /** Whether it takes a name and a password by a command of its own: USER and PASS, LOGIN. */
  readonly hasPasswordCommand: boolean;
  readonly hasStartTls: boolean;
}

/** What a server answered to the beginning of a login that never comes to a password. */
export interface LoginTry {
  /** Null: it did not say. */
  readonly isAccepted: boolean | null;
  readonly asked: string;
  readonly answer: string;
}

/** How one mail protocol asks what the judgement below needs. */
export interface MailDialect {
  /** `POP3`. */
  readonly name: string;
  /** Reads the greeting; the product it names, or the outcome where it is another service. */
  greet(conversation: Conversation): Promise<{ readonly product: string | null } | Outcome>;
  /** Null where it was not answered as the protocol says. */
  offer(conversation: Conversation, context: CheckContext): Promise<LoginOffer | null>;
  /** Begins a login and leaves it before a password. Null where nothing of the kind can be asked. */
  tryLogin(conversation: Conversation, offer: LoginOffer): Promise<LoginTry | null>;
  /** Asks for TLS and goes on in it; null where it is refused or fails. */
  startTls(conversation: Conversation): Promise<TlsSession | null>;
  readonly quit: string;
}

/** Mechanisms that send the password itself: RFC 4616, and LOGIN, which was never a standard. */
const CLEAR_MECHANISMS = ['PLAIN', 'LOGIN'];

/**
 * What the three checks have in common. Dovecot takes passwords in clear from any address of its own whatever is configured
 * (measured: `ssl = required`), so only a neighbour's view says what strangers get.
 */
export const MAIL_LOGIN = {
  transport: 'tcp',
  severity: 'high',
  impact: 'creates-log-entry',
  budget: { maxMs: 25_000, maxRounds: 1, maxBytesIn: 32_768, maxBytesOut: 2048 },
  trusted: OUTSIDE,
  blind: [],
  isOptIn: false,
  why: 'Who reads along on the way has the password of the mailbox, and with it most often the way into every other account.',
} satisfies Partial<CheckDescription>;

/** Fixes that serve POP3 and IMAP alike: one server has both. */
export const MAILBOX_FIXES: Readonly<Record<string, Fix>> = {
  Dovecot: {
    file: '/etc/dovecot/conf.d/10-ssl.conf and 10-auth.conf',
    change: 'ssl = required and disable_plaintext_auth = yes (Dovecot 2.4: auth_allow_cleartext = no)',
    apply: 'doveadm reload',
  },
  '*': {
    file: "the mail server's configuration",
    change: 'require TLS before a login, or offer only the ports with TLS from the first byte (RFC 8314)',
    apply: 'restart the server',
  },
};

/** Whether a mail server takes passwords in clear text. Nothing that could be a password is ever sent. */
export async function judgeMailLogin(context: CheckContext, dialect: MailDialect): Promise<Outcome> {
  const { name } = dialect;
  if (context.service?.isTls === true) {
    return notExposed('confirmed', `${name} speaks TLS from the first byte on this port.`, { facts: { tls: true } });
  }
  const conversation = await context.connect();
  const greeting = await dialect.greet(conversation);
  if (isOutcome(greeting)) return greeting;
  const inClear = await dialect.offer(conversation, context);
  if (inClear === null) return inconclusive(`It did not say what it offers before a login.`);
  const attempt = await dialect.tryLogin(conversation, inClear);
  const tls = inClear.hasStartTls ? await dialect.startTls(conversation) : null;
  const inTls = tls === null ? null : await dialect.offer(conversation, context);
  await conversation.sendLine(dialect.quit);
  const extra = {
    facts: {
      startTls: inClear.hasStartTls,
      inClear: mechanismsOf(inClear),
      ...(tls === null ? {} : { tlsProtocol: tls.protocol }),
      ...(inTls === null ? {} : { inTls: mechanismsOf(inTls) }),
    },
    ...(greeting.product === null ? {} : { product: greeting.product }),
  };
  return judge(name, inClear, attempt, inTls, extra);
}

function judge(
  name: string,
  inClear: LoginOffer,
  attempt: LoginTry | null,
  inTls: LoginOffer | null,
  extra: { readonly facts: NonNullable<Outcome['facts']>; readonly product?: string },
): Outcome {
  const way = inClear.hasStartTls
    ? 'It offers TLS too, but leaves it to the client.'
    : 'It offers no TLS on this port.';
  const milder = inClear.hasStartTls ? { severity: 'medium' as const } : {};
  if (attempt?.isAccepted === true) {
    const summary = `${attempt.asked} was answered in clear text with ${quote(attempt.answer)}: it takes passwords without TLS. ${way}`;
    return exposed('confirmed', summary, { ...extra, ...milder });
  }
  const offered = [
    ...inClear.mechanisms.filter((mechanism) => CLEAR_MECHANISMS.includes(mechanism)),
    ...(inClear.hasPasswordCommand ? [`${name}'s own login`] : []),
  ];
  if (attempt?.isAccepted === false) {
    return notExposed('confirmed', `${attempt.asked} was refused in clear text: ${quote(attempt.answer)}.`, extra);
  }
  if (offered.length > 0) {
    return exposed('firm', `It offers ${offered.join(', ')} in clear text. ${way}`, { ...extra, ...milder });
  }
  if (inClear.mechanisms.length > 0) {
    const mechanisms = inClear.mechanisms.join(', ');
    return notExposed('firm', `In clear text it offers only ${mechanisms}, which sends no password as it is.`, extra);
  }
  if (inTls !== null && (inTls.mechanisms.length > 0 || inTls.hasPasswordCommand)) {
    return notExposed('confirmed', 'It offers logins inside TLS only.', extra);
  }
  return notExposed('firm', 'It offers no login in clear text.', extra);
}

function mechanismsOf({ mechanisms, hasPasswordCommand }: LoginOffer): readonly string[] {
  return hasPasswordCommand ? ['password', ...mechanisms] : mechanisms;
}
