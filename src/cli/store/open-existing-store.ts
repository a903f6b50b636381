import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { StoreLocation } from '../../store/location.ts';
import { StoreError, type Store } from '../../store/store.ts';
import { openStore } from '../../store/open-store.ts';
import { CliError, EXIT } from '../exit-code.ts';
import { printable } from '../printable.ts';

const FILE = 'hot.duckdb';

/** Opens a store that is there: whoever only asks must not begin one. Throws CliError. */
export async function openExistingStore(location: StoreLocation): Promise<Store> {
  if (location.engine === 'duckdb' && !existsSync(join(location.folder, FILE))) {
    throw new CliError(
      EXIT.couldNotLook,
      `there is no store in ${printable(location.folder)}; portolan ingest begins one, and --store names another`,
    );
  }
  try {
    const require = createRequire(import.meta.url);
    return await openStore(location, (name) => require(name) as unknown);
  } catch (error) {
    if (error instanceof StoreError) throw new CliError(EXIT.couldNotLook, printable(error.message));
    throw error;
  }
}
