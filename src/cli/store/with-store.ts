import type { StoreLocation } from '../../store/location.ts';
import { StoreError, type Store } from '../../store/store.ts';
import { CliError, EXIT } from '../exit-code.ts';
import { printable } from '../printable.ts';
import { openExistingStore } from './open-existing-store.ts';

/** Opens a store that is there for one thing to do, and closes it. Throws CliError. */
export async function withStore<Result>(
  location: StoreLocation,
  action: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await openExistingStore(location);
  try {
    return await action(store);
  } catch (error) {
    if (error instanceof StoreError) throw new CliError(EXIT.couldNotLook, printable(error.message));
    throw error;
  } finally {
    await store.close();
  }
}
