import type { Conversation } from './conversation.ts';

/** A numbered answer of FTP or SMTP. */
export interface Reply {
  /** Three digits. */
  readonly code: number;
  /** The text of its lines, without codes. */
  readonly lines: readonly string[];
}

/** More lines than that are no greeting and no list of extensions. */
const MAX_LINES = 100;

/**
 * Reads an answer of FTP (RFC 959 section 4.2) or SMTP (RFC 5321 section 4.2.1), with as many lines as it has: `250-` goes
 * on, `250 ` ends. FTP may write anything between the first and the last line. Null where it is no such answer.
 */
export async function readReply(conversation: Conversation, waitMs?: number): Promise<Reply | null> {
  const first = await conversation.readLine(waitMs);
  return first === null ? null : finishReply(conversation, first, waitMs);
}

/** Reads the rest of an answer whose first line was read already. */
export async function finishReply(conversation: Conversation, first: string, waitMs?: number): Promise<Reply | null> {
  const lines: string[] = [];
  let code: string | null = null;
  for (let line: string | null = first; ; line = await conversation.readLine(waitMs)) {
    if (line === null) return null;
    const match = /^(\d{3})(?:([ -])(.*))?$/.exec(line);
    if (code === null) {
      if (match === null) return null;
      code = match[1] ?? '';
    }
    const isOwn = match !== null && match[1] === code;
    lines.push(isOwn ? (match[3] ?? '') : line.trim());
    if (isOwn && match[2] !== '-') return { code: Number(code), lines };
    if (lines.length >= MAX_LINES) return null;
  }
}

/** Sends a line and reads its answer. */
export async function ask(conversation: Conversation, line: string, waitMs?: number): Promise<Reply | null> {
  await conversation.sendLine(line);
  return readReply(conversation, waitMs);
}

/** Reads lines up to one that is a single dot, as POP3 sends lists (RFC 1939 section 3); null where it never comes. */
export async function readDotted(conversation: Conversation, waitMs?: number): Promise<readonly string[] | null> {
  const lines: string[] = [];
  while (lines.length < MAX_LINES) {
    const line = await conversation.readLine(waitMs);
    if (line === null) return null;
    if (line === '.') return lines;
    lines.push(line.startsWith('..') ? line.slice(1) : line);
  }
  return null;
}
