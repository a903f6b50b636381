import { readdirSync } from 'node:fs';
import { closestNames } from '../../knowledge/closest-names.ts';
import { CliError, EXIT } from '../exit-code.ts';
import { printable } from '../printable.ts';
import { isFile, nameOf, pathOf } from './places.ts';
import { readHead, SavedFault, type SavedHead } from './read-saved.ts';

/** A file in the folder of snapshots. */
export interface SavedFile {
  readonly name: string;
  readonly path: string;
  /** Null where it cannot be used: then `fault` says why. */
  readonly head: SavedHead | null;
  readonly fault: string | null;
}

/** What is saved, newest first; what cannot be read stands last. */
export function listSaved(folder: string): SavedFile[] {
  const found = namesIn(folder).map((name) => peek(name, pathOf(folder, name)));
  return found.filter((file) => file !== null).sort((a, b) => timeOf(b) - timeOf(a) || (a.name < b.name ? -1 : 1));
}

export function timeOf({ head }: SavedFile): number {
  return head === null ? Number.NEGATIVE_INFINITY : Date.parse(head.generatedAt);
}

/** Names of what is saved; none where the folder is not there yet. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .map(nameOf)
      .filter((name) => name !== null);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw new CliError(EXIT.couldNotLook, `${folder} cannot be read (${code ?? String(error)})`);
  }
}

function peek(name: string, path: string): SavedFile | null {
  try {
    const head = readHead(path);
    return head === null ? null : { name, path, head, fault: null };
  } catch (error) {
    if (!(error instanceof SavedFault)) throw error;
    return { name, path, head: null, fault: error.message };
  }
}

/** The snapshot of a name or the file of a path. Throws CliError where there is none, or it is something else. */
export function openSaved(folder: string | null, text: string): SavedFile & { head: SavedHead } {
  const path = isFile(text) || folder === null ? text : pathOf(folder, text);
  const found = peek(text, path);
  if (found === null) throw new CliError(EXIT.couldNotLook, describeMissing(folder, text));
  const { head, fault } = found;
  if (head === null) throw new CliError(EXIT.couldNotLook, fault ?? path);
  return { ...found, head };
}

export function describeMissing(folder: string | null, text: string): string {
  if (isFile(text)) return `${printable(text)}: no such file`;
  const close = folder === null ? [] : closestNames(text, namesIn(folder), 1);
  const hint = close[0] === undefined ? 'portolan snapshot list shows what is saved' : `did you mean ${close[0]}?`;
  return `no snapshot is called "${printable(text)}"; ${hint}`;
}
