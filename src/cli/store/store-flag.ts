import { join } from 'node:path';
import { LocationError, parseLocation, type StoreLocation } from '../../store/location.ts';
import type { Flag, Input } from '../command.ts';
import type { Context } from '../context.ts';
import { CliError, EXIT } from '../exit-code.ts';

export const STORE_FLAG: Flag = {
  long: 'store',
  value: 'LOCATION',
  description: 'a folder, or clickhouse://HOST[:PORT]/DATABASE (default: where this user keeps it, see the notes)',
};

/** Where the store is that a command means. Throws CliError (usage). */
export function storeLocationOf(input: Input, { environment }: Context): StoreLocation {
  const text =
    input.value(STORE_FLAG.long) ?? environment['PORTOLAN_STORE'] ?? join(stateFolderOf(environment), 'store');
  try {
    return parseLocation(text, environment['PORTOLAN_STORE_PASSWORD']);
  } catch (error) {
    if (error instanceof LocationError) throw new CliError(EXIT.usage, error.message);
    throw error;
  }
}

/** The folder of what belongs to a store and is not in it: that of an embedded one itself, and of others where this user keeps state. */
export function folderBeside(location: StoreLocation, { environment }: Context): string {
  return location.engine === 'duckdb' ? location.folder : stateFolderOf(environment);
}

/** For people, without a password. */
export function formatLocation(location: StoreLocation): string {
  return location.engine === 'duckdb' ? location.folder : `${location.urls.join(',')}/${location.database}`;
}

/** systemd's own word for it; /var/lib for root; the XDG Base Directory Specification, by which a relative path is no path. */
function stateFolderOf(environment: NodeJS.ProcessEnv): string {
  const given = environment['STATE_DIRECTORY'];
  if (given !== undefined && given !== '') return given;
  if (process.getuid?.() === 0) return '/var/lib/portolan';
  const { XDG_STATE_HOME: state = '', HOME: home = '' } = environment;
  if (state.startsWith('/')) return join(state, 'portolan');
  if (home.startsWith('/')) return join(home, '.local', 'state', 'portolan');
  throw new CliError(EXIT.usage, 'there is no HOME to keep the store in; name a folder with --store');
}
