import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { parseLocation } from '../../src/store/location.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import type { Cluster } from './cluster.ts';

const require = createRequire(import.meta.url);

export interface FreshStore {
  readonly store: Store;
  readonly database: string;
  /** For `--store` of the program itself. */
  readonly location: string;
  /** Opens the same database once more, by the entry nodes of these names. */
  readonly again: (entries?: readonly string[]) => Promise<Store>;
}

/** A store in a new database of the cluster, so that tests share the servers and nothing else. `store.close()` is the caller's. */
export async function freshStore(cluster: Cluster, entries?: readonly string[]): Promise<FreshStore> {
  const database = `test_${randomBytes(6).toString('hex')}`;
  const again = (names = entries): Promise<Store> =>
    openStore(parseLocation(cluster.location(database, names)), (name) => require(name) as unknown);
  return { store: await again(), database, location: cluster.location(database, entries), again };
}
