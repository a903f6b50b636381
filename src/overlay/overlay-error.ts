/** A file of notes that cannot be used; the message says which, where and what. */
export class OverlayError extends Error {
  override readonly name = 'OverlayError';
}
