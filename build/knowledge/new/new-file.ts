import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A knowledge file that somebody is about to fill in. */
export interface NewFile {
  /** Path inside the knowledge folder. */
  readonly file: string;
  readonly text: string;
  /** What shows the result, or comes after it. */
  readonly next: string;
}

/** Why no file was begun, in a sentence for whoever asked for it. */
export class NewFileError extends Error {
  override readonly name = 'NewFileError';
}

/** Writes it, never over a file that is there. Throws NewFileError. */
export function writeNewFile(folder: string, { file, text }: NewFile): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new NewFileError(`${path} is there already`);
    }
    throw error;
  }
}

/** For names of files and ids of patterns: lower case words joined by -. */
export function isKebabCase(text: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}
