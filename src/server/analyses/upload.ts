import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A log of 50 million lines. */
const MAX_UPLOAD_BYTES = 8 * 1024 ** 3;

/** A file that came in a request, in a folder of its own that only this user may enter. */
export interface Upload {
  readonly path: string;
  readonly remove: () => void;
}

/** It is longer than an upload may be. */
export class UploadTooLarge extends Error {
  override readonly name = 'UploadTooLarge';
}

/**
 * Writes a body to a file; its name is ours. Rejects with UploadTooLarge, or with the system's error, and leaves nothing behind then.
 */
export async function receiveUpload(body: AsyncIterable<Uint8Array>, most = MAX_UPLOAD_BYTES): Promise<Upload> {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-upload-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'upload');
    await pipeline(Readable.from(atMost(body, most)), createWriteStream(path, { mode: 0o600, flags: 'wx' }));
    return { path, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

async function* atMost(body: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const piece of body) {
    length += piece.length;
    if (length > most) throw new UploadTooLarge(`the file is larger than ${most} bytes`);
    yield piece;
  }
}
