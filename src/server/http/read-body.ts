/** The body did not come as it was announced. */
export class BodyError extends Error {
  override readonly name = 'BodyError';
  readonly isLate: boolean;

  constructor(message: string, isLate: boolean) {
    super(message);
    this.isLate = isLate;
  }
}

/**
 * Reads exactly so many bytes, into one range that begins at a multiple of 8, within so many milliseconds. Throws BodyError where there are more
 * or fewer, or they take longer.
 */
export async function readBody(
  body: ReadableStream<Uint8Array> | null,
  length: number,
  milliseconds: number,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  if (body === null) {
    if (length === 0) return bytes;
    throw new BodyError(`${length} bytes were announced, and none came`, false);
  }
  const reader = body.getReader();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    reader.cancel().catch(() => undefined);
  }, milliseconds);
  let at = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (at + value.length > length)
        throw new BodyError(`more than the ${length} bytes that were announced came`, false);
      bytes.set(value, at);
      at += value.length;
    }
  } catch (error) {
    if (error instanceof BodyError) throw error;
    throw new BodyError('the connection broke off', false);
  } finally {
    clearTimeout(timer);
  }
  if (isLate) throw new BodyError(`${at} of ${length} bytes came within ${milliseconds / 1000} s`, true);
  if (at < length) throw new BodyError(`${at} of ${length} bytes came`, false);
  return bytes;
}
