/** A policy file that cannot be used; the message has a line for each fault: where, and what. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}
