import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** One file or folder: its path below the folder listed, size in bytes, time of last change in milliseconds, mode, owner, and what is in it. */
export interface Entry {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  readonly mode: string;
  readonly owner: number;
  /** SHA-256 of a file, the target of a link, null for a folder or anything else. */
  readonly content: string | null;
}

/**
 * Everything below a folder, the folder itself first, in order. Two listings that are the same mean that a check has left
 * nothing: not even a file that came and went, which the time of its folder would show.
 */
export function listFolder(folder: string): Entry[] {
  const entries: Entry[] = [];
  const visit = (path: string): void => {
    const full = join(folder, path);
    const status = lstatSync(full);
    const mode = status.mode.toString(8);
    let content: string | null = null;
    if (status.isFile()) content = createHash('sha256').update(readFileSync(full)).digest('hex');
    if (status.isSymbolicLink()) content = readlinkSync(full);
    entries.push({ path, bytes: status.size, modifiedMs: status.mtimeMs, mode, owner: status.uid, content });
    if (!status.isDirectory()) return;
    for (const name of readdirSync(full).sort()) visit(join(path, name));
  };
  visit('.');
  return entries;
}
