import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { identityOf } from './open-input.ts';

/** The first bytes of a log hold its first times, so that two logs hardly begin alike. */
const HEAD_BYTES = 1024;

/** Where reading a file stopped, so that somebody else can go on there. */
export interface FilePlace {
  readonly identity: string;
  readonly offset: number;
  /** SHA-256 of its first bytes, as many as there were up to the offset: the number of a file is used again for another. */
  readonly head: string;
  readonly headBytes: number;
}

/** `head`: what the file begins with, by `headOf`. */
export function placeOf(identity: string, offset: number, head: Buffer): FilePlace {
  const headBytes = Math.min(head.length, offset);
  return { identity, offset, head: hashOf(head.subarray(0, headBytes)), headBytes };
}

/** The first bytes of an open file, as many as there are of them. */
export function headOf(descriptor: number, length = HEAD_BYTES): Buffer {
  const head = Buffer.alloc(length);
  return head.subarray(0, readSync(descriptor, head, 0, length, 0));
}

/** Whether an open file is the one of a place, with all that was read of it. */
export function isAt(descriptor: number, { identity, offset, head, headBytes }: FilePlace): boolean {
  const stats = fstatSync(descriptor);
  if (identityOf(stats) !== identity || stats.size < offset) return false;
  return hashOf(headOf(descriptor).subarray(0, headBytes)) === head;
}

/**
 * Opens the file of a place under the name that rotation gave it: `kern.log.1`, `kern.log-20261122`; null where it is not
 * there any more.
 */
export function findRotated(path: string, place: FilePlace): number | null {
  const folder = dirname(path);
  const start = basename(path);
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(start) || name === start) continue;
    const other = join(folder, name);
    try {
      if (identityOf(statSync(other)) !== place.identity) continue;
      const descriptor = openSync(other, 'r');
      if (isAt(descriptor, place)) return descriptor;
      closeSync(descriptor);
    } catch {
      // It went while it was looked at: the next one.
    }
  }
  return null;
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
