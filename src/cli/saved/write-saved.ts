import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CliError, EXIT } from '../exit-code.ts';
import { readHead, SavedFault } from './read-saved.ts';

/** Snapshots name users and programs, which is nobody else's business. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/**
 * Writes a file whole or not at all: beside its place first, then renamed over it. Returns whether there was one
 * before. Throws CliError where it cannot, and where something else than a snapshot would be lost.
 */
export function writeSaved(path: string, text: string, makeFolder: boolean): boolean {
  const replaced = isSnapshotThere(path);
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.new`);
  try {
    if (makeFolder) mkdirSync(dirname(path), { recursive: true, mode: FOLDER_MODE });
    const descriptor = openSync(beside, 'wx', FILE_MODE);
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(beside, path);
  } catch (error) {
    remove(beside);
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError(
      EXIT.couldNotLook,
      `${path} cannot be written (${code ?? String(error)}); portolan snapshot save FILE writes it elsewhere`,
    );
  }
  return replaced;
}

/** What is left of an attempt, where there is something. */
function remove(path: string): void {
  try {
    rmSync(path);
  } catch {
    // It was not made, or lies where nobody may write any more: the first fault is the one to tell.
  }
}

function isSnapshotThere(path: string): boolean {
  try {
    return readHead(path) !== null;
  } catch (error) {
    if (!(error instanceof SavedFault)) throw error;
    throw new CliError(EXIT.refused, `${error.message}\nportolan: it is not written over; remove it, or name another`);
  }
}
