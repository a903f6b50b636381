import type { Canary, Outcome } from '../check.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { isOutcome } from './greeting.ts';
import { readHttpAnswer, type HttpAnswer } from './http-reader.ts';

const WAIT = 8000;
const MAX_BODY = 4096;

/** What a proxy was asked for and what came of it. */
export interface Fetched {
  /** The token came back, and our own listener was really asked for it. */
  readonly isProven: boolean;
  /** Our listener was asked, though what came back was something else. */
  readonly wasHit: boolean;
  readonly answer: HttpAnswer | Outcome;
}

/** Host and port as they stand in a URL. */
export function canaryAuthority({ host, port }: Canary): string {
  return host.includes(':') ? `[${host.split('%')[0] ?? ''}]:${port}` : `${host}:${port}`;
}

/** Asks for the canary by its path, or by its whole address as one asks a proxy (RFC 9112 section 3.2.2). */
export async function fetchCanary(
  conversation: Conversation,
  canary: Canary,
  form: 'origin' | 'absolute',
): Promise<Fetched> {
  const authority = canaryAuthority(canary);
  const target = form === 'absolute' ? `http://${authority}${canary.path}` : canary.path;
  await conversation.send(`GET ${target} HTTP/1.1\r\nHost: ${authority}\r\nConnection: close\r\n\r\n`);
  const answer = await readHttpAnswer(conversation, MAX_BODY, WAIT);
  const wasHit = canary.hits > 0;
  return { isProven: wasHit && !isOutcome(answer) && answer.body.includes(canary.token), wasHit, answer };
}
