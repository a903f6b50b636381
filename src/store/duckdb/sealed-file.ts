import type { TableName } from '../schema.ts';

/** Sealed days are of a table, or of the counts of events by hour that are made of them. */
export type SealedName = TableName | 'port_hours';

/** Rows of one table and day, sorted and packed: `events-20414-0.parquet`. The ledger `sealed` has one row for each. */
export interface SealedFile {
  readonly file: string;
  readonly name: SealedName;
  /** Days since 1970. */
  readonly day: number;
  readonly rows: number;
  readonly bytes: number;
}

/** Files of the folder that may be removed where the ledger does not know them. */
export const SEALED_NAME = /^(?:events|listeners|verdicts|findings|port_hours)-\d+-\d+\.parquet$/;
