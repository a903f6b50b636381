import type { IncomingMessage } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export function errorAnswer(status: number, message: string, next: string | null = null): Answer {
  return { status, body: { schema: 'portolan/error@1', error: { code: 'fixture', message, next } } };
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
