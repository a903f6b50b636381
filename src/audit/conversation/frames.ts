import { inconclusive, notApplicable, type Outcome } from '../check.ts';
import type { Conversation } from './conversation.ts';

/** A message whose header says its length; or what came instead of one. */
export type Frame =
  | { readonly kind: 'frame'; readonly bytes: Uint8Array }
  /** Bytes came that no such message begins with. */
  | { readonly kind: 'other'; readonly bytes: Uint8Array }
  /** It began, and did not end within time or limits. */
  | { readonly kind: 'cut'; readonly bytes: Uint8Array }
  | { readonly kind: 'nothing' };

export interface FrameShape {
  readonly headerBytes: number;
  /** Bytes of the whole message, header included; null where this is no header of the protocol. */
  readonly lengthOf: (header: Uint8Array) => number | null;
  /** More than that is not read. */
  readonly maxBytes: number;
}

/** Reads one message of a protocol that says its length in front. */
export async function readFrame(conversation: Conversation, shape: FrameShape, waitMs?: number): Promise<Frame> {
  const header = await conversation.readBytes(shape.headerBytes, waitMs);
  if (header === null) {
    const bytes = await conversation.readSome(shape.headerBytes, 0);
    return bytes === null ? { kind: 'nothing' } : { kind: 'other', bytes };
  }
  const length = shape.lengthOf(header);
  if (length === null || length < shape.headerBytes) return { kind: 'other', bytes: header };
  if (length > shape.maxBytes) return { kind: 'cut', bytes: header };
  const rest = await conversation.readBytes(length - shape.headerBytes, waitMs);
  if (rest === null) return { kind: 'cut', bytes: header };
  return { kind: 'frame', bytes: Buffer.concat([header, rest]) };
}

/** How long an answer to it is waited for. */
const PROD_WAIT = 1500;

/**
 * What to say where no message of the protocol came. `protocol`: its name for people. Who said nothing at all may be a
 * service that waits for the end of a line, or for a word it knows: HELP is sent, unless the conversation was closed.
 */
export async function outcomeWithoutFrame(
  frame: Exclude<Frame, { kind: 'frame' }>,
  protocol: string,
  conversation: Conversation,
): Promise<Outcome> {
  if (frame.kind === 'other') return notApplicable(`Something else than ${protocol} answers.`);
  if (frame.kind === 'cut') return inconclusive(`An answer of ${protocol} began and did not end within the limits.`);
  if (conversation.ending === 'closed') return inconclusive('It closed the connection and said nothing.');
  await conversation.sendLine('HELP\r\n');
  const said = await conversation.readSome(64, PROD_WAIT);
  if (said === null) return inconclusive(`It took the connection and said nothing that ${protocol} would say.`);
  return notApplicable(`Something else than ${protocol} answers: it waited for a line.`);
}
