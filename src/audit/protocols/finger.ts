import type { Conversation } from '../conversation/conversation.ts';
import { foreignService } from './foreign.ts';

const WAIT = 3000;
const MAX_LINES = 200;

/** Refusals of those who ask: cfingerd's, fingerd -u's, and of gateways (RFC 1288 section 3.2.1). */
const REFUSED =
  /please supply|must (?:provide|specify)|no user ?name|haven't specified a user|listing is not provided|forwarding service denied|finger.{0,40}(?:denied|disabled)|has been (?:rejected|denied)|access denied|not (?:allowed|permitted)/i;

/** What a query was answered with. */
export interface FingerAnswer {
  /** Without empty ones, as Latin-1. */
  readonly lines: readonly string[];
  /** How many lines it had, empty ones too. */
  readonly length: number;
}

/** Sends a query (RFC 1288 section 2.3) and reads the answer until the server closes, or says no more. */
export async function askFinger(conversation: Conversation, query: string): Promise<FingerAnswer> {
  await conversation.sendLine(query);
  const lines: string[] = [];
  let length = 0;
  while (length < MAX_LINES) {
    const line = await conversation.readLine(WAIT);
    if (line === null) break;
    length++;
    if (line.trim() !== '') lines.push(line);
  }
  if (conversation.ending === 'closed' && length < MAX_LINES) {
    // The last line of fingerd's list has no end when it closes.
    const rest = await conversation.readSome(1024, 1);
    const text = rest === null ? '' : Buffer.from(rest).toString('latin1');
    if (text.trim() !== '') lines.push(text);
  }
  return { lines, length };
}

/** Whether it refuses to tell. */
export function isRefusal(lines: readonly string[]): boolean {
  return lines.some((line) => REFUSED.test(line));
}

/** What answers instead of finger; null where it may be finger. */
export function otherThanFinger(lines: readonly string[]): string | null {
  return foreignService(lines[0] ?? '');
}
