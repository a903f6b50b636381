import type { Conversation } from '../conversation/conversation.ts';
import { foreignService } from './foreign.ts';

const WAIT = 3000;
const MAX_LINES = 200;

/** Refusals of those who ask: cfingerd's, fingerd -u's, and of gateways (RFC 1288 section 3.2.1). */
const REFUSED =
  /please supply|must (?:provide|specify)|no user ?name|forwarding service denied|finger.{0,40}(?:denied|disabled)|has been (?:rejected|denied)|access denied|not (?:allowed|permitted)/i;

/** An answer, line by line without empty ones, as Latin-1. */
export async function askFinger(conversation: Conversation, query: string): Promise<readonly string[]> {
  await conversation.sendLine(query);
  const lines: string[] = [];
  while (lines.length < MAX_LINES) {
    const line = await conversation.readLine(WAIT);
    if (line === null) break;
    if (line.trim() !== '') lines.push(line);
  }
  if (conversation.ending !== 'closed' || lines.length >= MAX_LINES) return lines;
  // The last line of fingerd's list has no end when it closes.
  const rest = await conversation.readSome(1024, 1);
  const text = rest === null ? '' : Buffer.from(rest).toString('latin1');
  return text.trim() === '' ? lines : [...lines, text];
}

export function isRefusal(lines: readonly string[]): boolean {
  return lines.some((line) => REFUSED.test(line));
}

/** What answers instead of finger; null where it may be finger. */
export function otherThanFinger(lines: readonly string[]): string | null {
  return foreignService(lines[0] ?? '');
}
