import type { StoreStatistics } from '../../store/store.ts';
import type { SensorEntry } from '../tokens/token-list.ts';
import type { Seen } from './collector-metrics.ts';
import type { DiskRoom } from './disk-room.ts';

/** Less of the disk than this, and somebody should look. */
const NEARLY_FULL = 0.1;

/** What is looked at; each is null where it could not be. */
export interface HealthFacts {
  /** Null where the store does not answer. */
  readonly store: StoreStatistics | null;
  /** Why there is none; null where there should be one. */
  readonly storeAbsence: string | null;
  readonly disk: DiskRoom | null;
  readonly isDiskFull: boolean;
  readonly sensors: readonly SensorEntry[];
  readonly seen: ReadonlyMap<number, Seen>;
  /** Of what this process reads itself. */
  readonly inputProblems: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** `failing`: nothing is taken now. `degraded`: works, and somebody should look. */
export type HealthStatus = 'ok' | 'degraded' | 'failing';

export interface Health {
  readonly status: HealthStatus;
  /** What somebody should look at, in words. */
  readonly problems: readonly string[];
  readonly store: {
    /** Of the tables together. */
    readonly rows: number;
    /** Of the batches that were acknowledged: the same number, where nothing was lost and nothing is there twice. */
    readonly ledgerRows: number | null;
    readonly bytes: number;
  } | null;
  readonly disk: DiskRoom | null;
  readonly sensors: readonly {
    readonly number: number;
    readonly name: string;
    /** Seconds since its last batch came; null where none did since this process began. */
    readonly secondsSinceBatch: number | null;
  }[];
}

export function judgeHealth({
  store,
  storeAbsence,
  disk,
  isDiskFull,
  sensors,
  seen,
  inputProblems,
  now,
}: HealthFacts): Health {
  const failing = [
    ...(store === null ? [storeAbsence ?? 'the store does not answer'] : []),
    ...(isDiskFull ? ['the disk of the store is full'] : []),
  ];
  const rows = store === null ? 0 : Object.values(store.rows).reduce((sum, each) => sum + each, 0);
  const degraded = [
    ...inputProblems,
    ...(store !== null && store.ledgerRows !== null && store.ledgerRows !== rows
      ? [`the ledger has ${store.ledgerRows} rows, and the tables ${rows}`]
      : []),
    ...(disk !== null && !isDiskFull && disk.freeBytes < disk.totalBytes * NEARLY_FULL
      ? [`the disk of the store has ${Math.floor((disk.freeBytes / disk.totalBytes) * 100)} % left`]
      : []),
  ];
  const own = seen.has(0) ? [{ number: 0, name: 'this machine' }] : [];
  return {
    status: failing.length > 0 ? 'failing' : degraded.length > 0 ? 'degraded' : 'ok',
    problems: [...failing, ...degraded],
    store: store === null ? null : { rows, ledgerRows: store.ledgerRows, bytes: store.bytes },
    disk,
    sensors: [...own, ...sensors].map(({ number, name }) => {
      const last = seen.get(number)?.lastBatch;
      // A clock that was set back is no reason for a negative age.
      const age = last === undefined ? null : Math.max(0, Math.round((now - last) / 1000));
      return { number, name, secondsSinceBatch: age };
    }),
  };
}
