import { lstatSync, type Stats } from 'node:fs';
import { readBoundedFile, type BoundedFile } from './bounded-file.ts';
import { FILE_NAME, fixedPlaces } from './places.ts';

/** Larger than any list of one's own ports, and small enough to be read by every command. */
const MAX_BYTES = 64 * 1024;

/** What the search needs of its surroundings. */
export interface Surroundings {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Effective user id; null where the system has none. */
  readonly uid: number | null;
}

/** The files that hold the user's notes, from the nearest to the farthest: project, user, system. */
export function findOverlayFiles(surroundings: Surroundings): BoundedFile[] {
  const found: BoundedFile[] = [];
  const project = findProjectFile(surroundings);
  if (project !== null) found.push(project);
  for (const path of fixedPlaces(surroundings.environment)) {
    const file = found.some((other) => other.path === path) ? null : readBoundedFile(path, MAX_BYTES);
    if (file !== null) found.push(file);
  }
  return found;
}

/** The first on the way from the folder to the root. */
function findProjectFile({ folder, environment, uid }: Surroundings): BoundedFile | null {
  const trusted = trustedUsers(uid, environment['SUDO_UID']);
  const isTrusted = (stats: Stats): boolean => trusted === null || trusted.has(stats.uid);
  for (let at: string | null = folder; at !== null; at = folderAbove(at)) {
    const path = at.endsWith('/') ? `${at}${FILE_NAME}` : `${at}/${FILE_NAME}`;
    const entry = statsOf(path);
    // Whose link it is counts too: a stranger's may lead to a file of root's, or nowhere.
    const file = entry !== null && isTrusted(entry) ? readBoundedFile(path, MAX_BYTES, isTrusted) : null;
    if (file !== null) return file;
  }
  return null;
}

/** Null for the root. Not by node:path, which costs every start more than the whole search (decision 3). */
function folderAbove(folder: string): string | null {
  const end = Math.max(folder.lastIndexOf('/'), folder.lastIndexOf('\\'));
  if (end === -1 || end === folder.length - 1) return null;
  return end === 0 ? '/' : folder.slice(0, end);
}

/** What lies there, links not followed. Null when nothing does, or a folder above is closed to this user. */
function statsOf(path: string): Stats | null {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

/**
 * Whose notes are believed when they lie in a folder anybody might have made: a stranger's file in /tmp could mute what
 * root must see. The user's own, root's, and those of whoever called sudo.
 */
function trustedUsers(uid: number | null, sudoUid: string | undefined): ReadonlySet<number> | null {
  if (uid === null) return null;
  const trusted = new Set([0, uid]);
  if (uid === 0 && sudoUid !== undefined && /^\d+$/.test(sudoUid)) trusted.add(Number(sudoUid));
  return trusted;
}
