import { createHash } from 'node:crypto';

/** A piece of text that columns named `..._text` mean by its id. */
export interface Text {
  readonly id: bigint;
  readonly text: string;
}

/** More is cut off: names of processes, rules, services. */
export const MAX_TEXT_BYTES = 1024;

/**
 * A text and its id: the first 8 bytes of the SHA-256 of its UTF-8, so that all sensors give it the same one without asking. The empty
 * text is 0. Two texts of a million get the same id with a chance of 1 in 37 million.
 */
export function textOf(value: string): Text {
  if (value === '') return { id: 0n, text: '' };
  const bytes = Buffer.from(value, 'utf8').subarray(0, MAX_TEXT_BYTES);
  // A character that was cut in two is left out.
  const text = bytes.length < MAX_TEXT_BYTES ? bytes.toString('utf8') : bytes.toString('utf8').replace(/\ufffd$/, '');
  return { id: createHash('sha256').update(text).digest().readBigUInt64LE(), text };
}
