import { CliError, EXIT } from '../exit-code.ts';
import { printable } from '../printable.ts';

const SUFFIX = '.json';
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** Where snapshots are kept (XDG Base Directory Specification); null where the user has no such place. */
export function stateFolder(environment: Readonly<Record<string, string | undefined>>): string | null {
  const home = environment['HOME'];
  const configured = environment['XDG_STATE_HOME'];
  // The specification calls a relative path invalid, to be ignored.
  if (configured?.startsWith('/') === true) return `${configured}/portolan/snapshots`;
  return home?.startsWith('/') === true ? `${home}/.local/state/portolan/snapshots` : null;
}

/** The same, for whoever cannot do without. */
export function requireStateFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const folder = stateFolder(environment);
  if (folder !== null) return folder;
  throw new CliError(
    EXIT.couldNotLook,
    'snapshots have no place: neither HOME nor XDG_STATE_HOME names a folder; name a file instead: ./now.json',
  );
}

/** Whether the words mean a file and not a name: a path, or something that ends in .json. */
export function isFile(text: string): boolean {
  return text.includes('/') || text.endsWith(SUFFIX);
}

/** The file of a snapshot in the folder. Throws CliError (usage) for a name that would lead elsewhere. */
export function pathOf(folder: string, name: string): string {
  if (NAME.test(name)) return `${folder}/${name}${SUFFIX}`;
  throw new CliError(
    EXIT.usage,
    `"${printable(name)}" is no name for a snapshot: letters, digits, dots, dashes and underscores, and no dot or dash first; a file has a slash, such as ./now.json`,
  );
}

/** The name of a file in the folder; null for anything that was not saved there. */
export function nameOf(file: string): string | null {
  const name = file.endsWith(SUFFIX) ? file.slice(0, -SUFFIX.length) : '';
  return NAME.test(name) ? name : null;
}

/** `2026-11-22T180405Z`: sorts by time, and no file system minds it. */
export function timeName(now: Date): string {
  return now.toISOString().replaceAll(':', '').replace(/\.\d+/, '');
}
