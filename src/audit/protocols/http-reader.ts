import { inconclusive, notApplicable, type Outcome } from '../check.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { foreignService } from './foreign.ts';
import { isOutcome } from './greeting.ts';

/** What one request was answered with. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; of several with the same name the first. */
  readonly headers: ReadonlyMap<string, string>;
  /** The beginning of the body, as Latin-1. */
  readonly body: string;
}

const MAX_HEADERS = 100;

/** Status line and headers, RFC 9112 sections 4 and 5, as Latin-1; the outcome where it is no HTTP. */
export async function readHttpHead(conversation: Conversation, waitMs: number): Promise<HttpAnswer | Outcome> {
  const first = await conversation.readLine(waitMs);
  const status = /^HTTP\/\d\.\d (\d{3})(?: |$)/.exec(first ?? '')?.[1];
  if (status === undefined) return otherThanHttp(first);
  const headers = new Map<string, string>();
  for (let count = 0; count < MAX_HEADERS; count++) {
    const line = await conversation.readLine(waitMs);
    if (line === null || line === '') break;
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return { status: Number(status), headers, body: '' };
}

/** The same with the body up to so many bytes, or to where the other side closes. */
export async function readHttpAnswer(
  conversation: Conversation,
  maxBody: number,
  waitMs: number,
): Promise<HttpAnswer | Outcome> {
  const head = await readHttpHead(conversation, waitMs);
  if (isOutcome(head)) return head;
  const length = Number(head.headers.get('content-length') ?? maxBody);
  const wanted = Number.isInteger(length) && length >= 0 ? Math.min(length, maxBody) : maxBody;
  const whole = wanted === 0 ? null : await conversation.readBytes(wanted, waitMs);
  const bytes = whole ?? (wanted === 0 ? null : await conversation.readSome(wanted, 1));
  return { ...head, body: bytes === null ? '' : Buffer.from(bytes).toString('latin1') };
}

function otherThanHttp(first: string | null): Outcome {
  const foreign = foreignService(first ?? '');
  return foreign === null
    ? inconclusive('A request was answered with nothing that is HTTP.')
    : notApplicable(`Here ${foreign} answers.`);
}
