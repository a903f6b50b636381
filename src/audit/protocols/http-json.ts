import type { Conversation } from '../conversation/conversation.ts';
import { isOutcome } from './greeting.ts';
import { readHttpAnswer, type HttpAnswer } from './http-reader.ts';

const MAX_BODY = 16_384;

/**
 * Asks by HTTP/1.0, whose answers end with the connection and come in no chunks (RFC 9112 section 7.1), and reads the answer.
 * Null where it is no answer of HTTP. `json`: posts this.
 */
export async function askHttp(conversation: Conversation, path: string, json?: string): Promise<HttpAnswer | null> {
  const lines = [
    `${json === undefined ? 'GET' : 'POST'} ${path} HTTP/1.0`,
    'Host: audit.invalid',
    'Accept: application/json',
  ];
  if (json !== undefined) lines.push('Content-Type: application/json', `Content-Length: ${json.length}`);
  await conversation.send(`${lines.join('\r\n')}\r\n\r\n${json ?? ''}`);
  const answer = await readHttpAnswer(conversation, MAX_BODY, 5000);
  return isOutcome(answer) ? null : answer;
}

/** The body as an object of JSON; null where it is none. */
export function jsonOf({ body }: HttpAnswer): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

/** A version as a server wrote it, where it is one. */
export function versionIn(value: unknown): string | null {
  return typeof value === 'string' && /^[\w.+~-]{1,40}$/.test(value) ? value : null;
}
