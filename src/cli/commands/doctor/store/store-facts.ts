import type { StoreStatistics } from '../../../../store/store.ts';

/** What was found out about a store, before anybody judged it. */
export interface StoreFacts {
  /** For people, without a password. */
  readonly place: string;
  readonly engine: 'duckdb' | 'clickhouse';
  readonly access: StoreAccess;
  /** Null where it did not answer. */
  readonly content: StoreContent | null;
  /** Of the disk that the folder is on; null where it is not on this machine, or cannot be asked. */
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number } | null;
  readonly spool: SpoolFacts | null;
  readonly cluster: ClusterFacts | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** How it was reached, or why not. */
export type StoreAccess =
  | { readonly by: 'opened' }
  /** `portolan serve` has it, and answered on its socket. */
  | { readonly by: 'serve'; readonly socket: string; readonly problems: readonly string[] }
  | { readonly by: 'none'; readonly why: 'absent' | 'foreign' | 'failed'; readonly message: string };

export interface StoreContent {
  readonly rows: number;
  readonly ledgerRows: StoreStatistics['ledgerRows'];
  readonly bytes: number;
  /** Null where serve does not say. */
  readonly oldestDay: number | null;
  readonly newestDay: number | null;
  readonly sensors: readonly SensorFacts[];
}

export interface SensorFacts {
  readonly number: number;
  readonly name: string | null;
  /** Since its last row, or its last batch where serve answers; null where there was none since serve began. */
  readonly secondsAgo: number | null;
}

export interface SpoolFacts {
  readonly folder: string;
  /** On disk, delivered or not: a part is removed when all of it is delivered. */
  readonly bytes: number;
  readonly segments: number;
  /** Messages that the sink refused, set aside. */
  readonly refused: number;
}

/** A ClickHouse, by the node that answered. */
export interface ClusterFacts {
  /** `18.16` */
  readonly version: string;
  readonly replicatedTables: number;
  /** Tables that cannot be written to, as ZooKeeper is not there. */
  readonly readOnly: number;
  /** Of the replica that is farthest behind, in seconds. */
  readonly behindSeconds: number;
  /** Parts that are still to be fetched or merged. */
  readonly queued: number;
}
