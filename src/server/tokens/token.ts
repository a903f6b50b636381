import { createHash } from 'node:crypto';

/** What a token lets its holder do: a sensor writes its own rows and reads nothing; a reader asks and writes nothing. */
export type TokenKind = 'sensor' | 'reader';

/** Bytes of chance in a token: 256 bits cannot be guessed, nor searched for from a hash. */
export const TOKEN_BYTES = 32;

/** Longer ones are not hashed. */
const MAX_TOKEN_LENGTH = 128;

/** The kind stands before the chance, for people who find one, and for programs that look for secrets in repositories. */
const TOKEN = /^portolan-(sensor|reader)-[\w-]{43}$/;

/** A token of 32 random bytes. */
export function formatToken(kind: TokenKind, random: Uint8Array): string {
  if (random.length !== TOKEN_BYTES) throw new RangeError(`a token is made of ${TOKEN_BYTES} random bytes`);
  return `portolan-${kind}-${Buffer.from(random).toString('base64url')}`;
}

export const isToken = (text: string): boolean => text.length <= MAX_TOKEN_LENGTH && TOKEN.test(text);

/**
 * What is kept of a token. A slow hash protects passwords, which people choose and others guess; 256 random bits cannot be
 * guessed at any speed, and SHA-256 keeps a request cheap.
 */
export function hashToken(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}
