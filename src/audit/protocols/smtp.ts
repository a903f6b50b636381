import type { CheckContext, Outcome } from '../check.ts';
import { inconclusive, notApplicable } from '../check.ts';
import type { Conversation, TlsSession } from '../conversation/conversation.ts';
import { quote } from '../conversation/quote.ts';
import { ask, type Reply } from '../conversation/replies.ts';
import { isOutcome, readNumberedGreeting } from './greeting.ts';
import { mailProduct } from './mail-products.ts';

/** RFC 8314 section 3.3: submission with TLS from the first byte. */
const SUBMISSIONS_PORT = 465;

export interface SmtpSession {
  readonly conversation: Conversation;
  /** Extensions in upper case with their words: `AUTH PLAIN LOGIN`. */
  readonly extensions: readonly string[];
  /** The name the server gives itself, if it is a name of a domain. */
  readonly domain: string | null;
  readonly product: string | null;
}

/** Connects, in TLS where the port begins with it, and reads the greeting. Throws as `connect` does. */
export async function openSmtp(context: CheckContext): Promise<SmtpSession | Outcome> {
  const isTls = context.service?.isTls ?? context.endpoint.port === SUBMISSIONS_PORT;
  const conversation = await context.connect({ tls: isTls });
  return greetSmtp(conversation);
}

async function greetSmtp(conversation: Conversation): Promise<SmtpSession | Outcome> {
  const greeting = await readNumberedGreeting(conversation, { not: ['an FTP server'] });
  if (isOutcome(greeting)) return greeting;
  return sayHello(conversation, mailProduct(greeting.lines.join(' ')));
}

/** Says EHLO, or HELO to old servers (RFC 5321 section 3.2), with our address, which needs no name in the DNS (4.1.3). */
export async function sayHello(conversation: Conversation, product: string | null): Promise<SmtpSession | Outcome> {
  const { localAddress } = conversation;
  const literal = localAddress.includes(':') ? `[IPv6:${localAddress.split('%')[0] ?? ''}]` : `[${localAddress}]`;
  let hello = await ask(conversation, `EHLO ${literal}`);
  if (hello !== null && hello.code >= 500) hello = await ask(conversation, `HELO ${literal}`);
  if (hello === null) return inconclusive('It did not answer EHLO.');
  if (hello.code === 500 || hello.code === 502) return notApplicable('It knows neither EHLO nor HELO: no mail server.');
  if (hello.code === 530) return notApplicable('It asks for a login where mail servers greet.');
  if (hello.code !== 250) return inconclusive(`It did not take EHLO: ${quote(replyWords(hello))}.`);
  const [name = '', ...extensions] = hello.lines;
  // Only what is surely a domain may come back in an address of ours.
  const domain = /^[a-z0-9](?:[a-z0-9.-]{0,200}[a-z0-9])?(?= |$)/i.exec(name)?.[0] ?? null;
  return { conversation, extensions: extensions.map((line) => line.toUpperCase()), domain, product };
}

/** RFC 3207: STARTTLS, 220, handshake, EHLO again. Null where that fails, and the conversation has ended. */
export async function startSmtpTls(conversation: Conversation): Promise<TlsSession | null> {
  const answer = await ask(conversation, 'STARTTLS');
  return answer?.code === 220 ? conversation.startTls() : null;
}

export function hasExtension({ extensions }: Pick<SmtpSession, 'extensions'>, keyword: string): boolean {
  return extensions.some((line) => line === keyword || line.startsWith(`${keyword} `));
}

/** Code and all its lines, as they were received. */
export function replyWords({ code, lines }: Reply): string {
  return `${code} ${lines.join(' ')}`;
}
