import { inconclusive, notApplicable, type Outcome } from '../check.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { quote } from '../conversation/quote.ts';
import { finishReply, readReply, type Reply } from '../conversation/replies.ts';
import { foreignService } from './foreign.ts';

/** Servers that look up the name of who connects take their time; RFC 5321 section 4.5.3.2.1 would allow minutes. */
const GREETING_WAIT = 5000;
const WEB_WAIT = 2000;

/**
 * The first line a server says by itself, or the outcome where there is none. A web server says nothing until it is asked:
 * so one that is silent is asked as a browser would, to tell it from one that only takes connections.
 */
export async function readFirstLine(conversation: Conversation): Promise<string | Outcome> {
  const line = await conversation.readLine(GREETING_WAIT);
  if (line !== null) return line;
  if (conversation.ending === 'closed') return inconclusive('It closed the connection without a word.');
  const begun = await conversation.readSome(64, 1);
  if (begun !== null) {
    // Binary protocols have no lines; the beginning of a line of text says too little.
    const foreign = (begun[0] ?? 0x20) < 0x20 || (begun[0] ?? 0x20) > 0x7e ? foreignService(latin1(begun)) : null;
    return foreign === null
      ? inconclusive('It began with something that is no line of text.')
      : notApplicable(`Here ${foreign} answers.`);
  }
  await conversation.send('HEAD / HTTP/1.0\r\n\r\n');
  const answer = await conversation.readLine(WEB_WAIT);
  if (answer !== null && foreignService(answer) === 'a web server') return notApplicable('Here a web server answers.');
  return inconclusive(`It took the connection and said nothing within ${GREETING_WAIT / 1000} seconds.`);
}

/** The greeting of a server with numbered answers (FTP, SMTP): 220, or the outcome where it was another one. */
export async function readNumberedGreeting(
  conversation: Conversation,
  { not }: { readonly not: readonly string[] },
): Promise<Reply | Outcome> {
  const first = await readFirstLine(conversation);
  if (typeof first !== 'string') return first;
  const foreign = foreignService(first);
  if (foreign === null || not.includes(foreign) || !/^[1-5]/.test(first)) {
    return foreign === null
      ? inconclusive(`It greeted with something unknown: ${quote(first)}.`)
      : notApplicable(`Here ${foreign} answers.`);
  }
  let greeting = await finishReply(conversation, first);
  // "Ready in some minutes" comes before the greeting itself, RFC 959 section 5.4.
  if (greeting?.code === 120) greeting = await readReply(conversation);
  if (greeting === null) return inconclusive('Its greeting never came to an end.');
  if (greeting.code === 220) return greeting;
  const words = `${greeting.code} ${greeting.lines[0] ?? ''}`;
  if (greeting.code >= 400) return inconclusive(`It lets nobody in just now: ${quote(words)}.`);
  return notApplicable(`Here another server answers: ${quote(words)}.`);
}

/** Whether something ended before there was an answer to go on with. */
export function isOutcome(value: object): value is Outcome {
  return 'verdict' in value;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
