/** The spool cannot be used; the message says what, where and what next. */
export class SpoolError extends Error {
  override readonly name = 'SpoolError';
}

/** The system's word for a failure: `ENOSPC`; its message where it has none. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.message : String(error);
}
