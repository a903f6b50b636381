import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';
import { OverlayError } from './overlay-error.ts';

export interface BoundedFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The text of a file that somebody else may have made: an ordinary one, in UTF-8, no larger than `maxBytes`. Null when
 * there is none, or `isWanted` refuses it by what the system says of it; OverlayError for anything else.
 */
export function readBoundedFile(
  path: string,
  maxBytes: number,
  isWanted: (stats: Stats) => boolean = () => true,
): BoundedFile | null {
  if (!isThere(path)) return null;
  let descriptor;
  try {
    // Without O_NONBLOCK a named pipe would wait for a writer for ever.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null; // a link to nowhere, or gone by now
    throw new OverlayError(`${path} cannot be read (${code ?? String(error)})`);
  }
  try {
    const stats = fstatSync(descriptor);
    if (!isWanted(stats)) return null;
    if (!stats.isFile()) throw new OverlayError(`${path} is no ordinary file`);
    return { path, text: decode(path, readBytes(path, descriptor, maxBytes)) };
  } finally {
    closeSync(descriptor);
  }
}

/** False also where a folder on the way is closed to this user: what nobody may see there is nobody's note. */
function isThere(path: string): boolean {
  try {
    // Without throwing where there is nothing, as nearly everywhere: an exception costs more than the look.
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

function readBytes(path: string, descriptor: number, maxBytes: number): Buffer {
  const chunks: Buffer[] = [];
  let length = 0;
  for (;;) {
    const chunk = Buffer.alloc(64 * 1024);
    const read = readSync(descriptor, chunk, 0, chunk.length, null);
    if (read === 0) return Buffer.concat(chunks);
    length += read;
    if (length > maxBytes) throw new OverlayError(`${path} is larger than ${Math.round(maxBytes / 1024)} kB`);
    chunks.push(chunk.subarray(0, read));
  }
}

function decode(path: string, bytes: Buffer): string {
  const text = bytes.toString('utf8');
  // A replacement character that is not in the file itself stands for bytes that are no UTF-8.
  const bad = text.indexOf('\ufffd');
  if (bad !== -1 && !bytes.includes('\ufffd')) {
    const line = text.slice(0, bad).split('\n').length;
    throw new OverlayError(`${path}:${line}: not UTF-8 text`);
  }
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}
