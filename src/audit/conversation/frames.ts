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

/** What to say where no message of the protocol came. `protocol`: its name for people. */
export function outcomeWithoutFrame(
  frame: Exclude<Frame, { kind: 'frame' }>,
  protocol: string,
  conversation: Conversation,
): Outcome {
  if (frame.kind === 'other') return notApplicable(`Something else than ${protocol} answers.`);
  if (frame.kind === 'cut') return inconclusive(`An answer of ${protocol} began and did not end within the limits.`);
  return inconclusive(
    conversation.ending === 'closed'
      ? 'It took the question, closed the connection and said nothing.'
      : 'It took the question and said nothing.',
  );
}

/**
 * The same where the server should have spoken first: one that waits for us is another service, once an empty line makes it
 * say something.
 */
export async function outcomeWithoutGreeting(
  frame: Exclude<Frame, { kind: 'frame' }>,
  protocol: string,
  conversation: Conversation,
): Promise<Outcome> {
  if (frame.kind !== 'nothing' || conversation.ending === 'closed') {
    return outcomeWithoutFrame(frame, protocol, conversation);
  }
  await conversation.sendLine('');
  const said = await conversation.readSome(64, 1500);
  if (said !== null) {
    return notApplicable(`Something else than ${protocol} answers: it waited for us to speak first.`);
  }
  return inconclusive(`It took the connection and said nothing, though ${protocol} speaks first.`);
}
