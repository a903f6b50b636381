import type { Conversation } from '../conversation/conversation.ts';

export interface HttpAnswer {
  readonly status: number;
  /** Names in small letters; of those that came twice the last. */
  readonly headers: ReadonlyMap<string, string>;
  /** As much of it as was taken, Latin-1. */
  readonly body: string;
}

const MAX_HEADERS = 100;
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
  const first = /^HTTP\/1\.[01] (\d{3})(?: |$)/.exec((await conversation.readLine(5000)) ?? '');
  if (first === null) return null;
  const headers = new Map<string, string>();
  for (let count = 0; count < MAX_HEADERS; count++) {
    const line = await conversation.readLine(3000);
    if (line === null || line === '') break;
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  const length = Number(headers.get('content-length') ?? MAX_BODY);
  const wanted = Number.isInteger(length) && length >= 0 ? Math.min(length, MAX_BODY) : MAX_BODY;
  let body = '';
  while (body.length < wanted) {
    const more = await conversation.readSome(wanted - body.length, 3000);
    if (more === null) break;
    body += Buffer.from(more).toString('latin1');
  }
  return { status: Number(first[1]), headers, body };
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
