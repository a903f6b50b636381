import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

export interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly tag: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** Files of the page by their address, in memory: a request is looked up among them, and never becomes a path. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

/** Reads one file that the build made. Throws the system's error where it is not there. */
export function readStaticFile(path: string, type: string): StaticFile {
  const bytes = new Uint8Array(readFileSync(path));
  const tag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 16)}"`;
  return { bytes, type, tag };
}

/** Reads a folder that the build made, for addresses `under` a path. Throws the system's error where it is not there. */
export function readStaticFiles(folder: string, under = ''): StaticFiles {
  const files = new Map<string, StaticFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(`${under}/${relative(folder, path).replaceAll(sep, '/')}`, readStaticFile(path, type));
  }
  return files;
}
