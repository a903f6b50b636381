import { StoreError, type Store } from '../store/store.ts';

const NOTHING = 'a demonstration keeps no store: portolan serve opens one';

/** In place of a store, where none is needed: it has nothing, and takes nothing. No engine is loaded for it. */
export const EMPTY_STORE: Store = {
  engine: 'duckdb',
  migrate: () => Promise.resolve(),
  insert: refuse,
  textsOf: () => Promise.resolve(new Map()),
  nameSensor: () => Promise.resolve(),
  sensors: () => Promise.resolve(new Map()),
  ask: refuse,
  maintain: () => Promise.resolve(),
  dropBefore: () => Promise.resolve([]),
  backup: refuse,
  statistics: () =>
    Promise.resolve({
      rows: { events: 0, listeners: 0, verdicts: 0, findings: 0 },
      ledgerRows: 0,
      bytes: 0,
      oldestDay: null,
      newestDay: null,
    }),
  close: () => Promise.resolve(),
};

function refuse(): Promise<never> {
  return Promise.reject(new StoreError(NOTHING));
}
