import { inconclusive, notApplicable, type CheckContext, type Outcome } from '../check.ts';
import type { Conversation, TlsSession } from '../conversation/conversation.ts';
import { quote } from '../conversation/quote.ts';
import { ask, type Reply } from '../conversation/replies.ts';
import { isOutcome, readNumberedGreeting } from './greeting.ts';

/** TLS from the first byte, which RFC 4217 left out and servers have all the same. */
const FTPS_PORT = 990;
/** Servers wait before they refuse a password: vsftpd three seconds, Pure-FTPd longer each time. */
const LOGIN_WAIT = 8000;
const PASSWORD = 'audit@example.invalid';

const PRODUCTS: readonly (readonly [string, RegExp])[] = [
  ['vsftpd', /\bvsftpd\b/i],
  ['ProFTPD', /\bproftpd\b/i],
  ['Pure-FTPd', /\bpure-ftpd\b/i],
  ['FileZilla Server', /\bfilezilla server\b/i],
  ['Microsoft FTP Service', /\bmicrosoft ftp service\b/i],
];

export interface FtpSession {
  readonly conversation: Conversation;
  readonly tls: TlsSession | null;
  /** What the greeting calls itself. */
  readonly product: string | null;
}

/** Connects and reads the greeting. Throws ConnectFailure, BudgetExceeded, ScopeRefusal. */
export async function openFtp(context: CheckContext): Promise<FtpSession | Outcome> {
  const conversation = await context.connect({ tls: isFtps(context) });
  const greeting = await readNumberedGreeting(conversation, { not: ['a mail server'] });
  if (isOutcome(greeting)) return greeting;
  const text = greeting.lines.join(' ');
  const product = PRODUCTS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
  return { conversation, tls: null, product };
}

export function isFtps({ service, endpoint }: CheckContext): boolean {
  return service?.isTls ?? endpoint.port === FTPS_PORT;
}

/** RFC 4217 section 4: AUTH TLS, 234, handshake. Null where it is not offered, or fails and ends the conversation. */
export async function goOnInTls(session: FtpSession): Promise<FtpSession | null> {
  const answer = await ask(session.conversation, 'AUTH TLS');
  if (answer?.code !== 234) return null;
  const tls = await session.conversation.startTls();
  return tls === null ? null : { ...session, tls };
}

/** An anonymous visitor who was let in, or what stood in the way. */
export type AnonymousLogin =
  | { readonly kind: 'granted'; readonly session: FtpSession; readonly code: number }
  | { readonly kind: 'refused'; readonly session: FtpSession; readonly words: string }
  | { readonly kind: 'failed'; readonly outcome: Outcome };

/**
 * Logs in as `anonymous` (RFC 1635), in clear and, where that is refused, inside TLS: vsftpd with `allow_anon_ssl=NO` takes
 * it in clear only, others inside TLS only. Two connections at most.
 */
export async function logInAnonymously(context: CheckContext): Promise<AnonymousLogin> {
  const session = await openFtp(context);
  if (isOutcome(session)) return { kind: 'failed', outcome: session };
  const inClear = await logIn(session);
  if (inClear.kind === 'granted' || isFtps(context)) return inClear;
  if (inClear.kind === 'failed' && inClear.outcome.verdict === 'not-applicable') return inClear;
  let inside = await goOnInTls(session);
  if (inside === null && session.conversation.ending === 'closed') {
    // vsftpd and Pure-FTPd close where they want TLS first.
    const again = await openFtp(context);
    inside = isOutcome(again) ? null : await goOnInTls(again);
  }
  if (inside === null) return inClear;
  const inTls = await logIn(inside);
  return inTls.kind === 'failed' ? inClear : inTls;
}

/** RFC 959 section 5.4: USER is answered with 230, or with 331 and then PASS with 230. Words never count, only codes. */
async function logIn(session: FtpSession): Promise<AnonymousLogin> {
  const { conversation } = session;
  const user = await ask(conversation, 'USER anonymous', LOGIN_WAIT);
  const answer = user?.code === 331 ? await ask(conversation, `PASS ${PASSWORD}`, LOGIN_WAIT) : user;
  if (answer === null) {
    return { kind: 'failed', outcome: inconclusive('The login was not answered with anything that FTP knows.') };
  }
  const words = wordsOf(answer);
  // 232: logged in by what TLS said already, RFC 2228 section 5.1; 202: a password was not needed.
  if ([202, 230, 232].includes(answer.code)) return { kind: 'granted', session, code: answer.code };
  if (answer.code === 500 || answer.code === 502) {
    return { kind: 'failed', outcome: notApplicable(`It does not know FTP's USER: ${quote(words)}.`) };
  }
  // 332: an account is wanted as well.
  if (answer.code >= 500 || answer.code === 332) return { kind: 'refused', session, words };
  return { kind: 'failed', outcome: inconclusive(`It put the login off: ${quote(words)}.`) };
}

/** Code and first line, as it was received. */
export function wordsOf({ code, lines }: Reply): string {
  return `${code} ${lines[0] ?? ''}`;
}
