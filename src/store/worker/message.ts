/** What a store's thread is asked and answers. Everything here is plain data: classes do not survive the way. */
import type { TableName } from '../schema.ts';
import { RefusedBatch, StoreError, StorePackageMissing, type Batch, type DayRange } from '../store.ts';
import { ColumnBatch } from '../column-batch.ts';
import type { Text } from '../text.ts';

interface PlainBatch {
  readonly origin: bigint;
  readonly sequence: number;
  readonly day: number;
  readonly table: TableName;
  readonly rows: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly texts: readonly Text[];
}

export type Call =
  | { readonly method: 'migrate' | 'sensors' | 'statistics' | 'close' }
  | { readonly method: 'insert'; readonly sensor: number; readonly batch: PlainBatch }
  | { readonly method: 'textsOf'; readonly ids: readonly bigint[] }
  | { readonly method: 'nameSensor'; readonly sensor: number; readonly name: string }
  | { readonly method: 'ask'; readonly sql: string; readonly days: DayRange | undefined }
  | { readonly method: 'maintain'; readonly now: number }
  | { readonly method: 'dropBefore'; readonly day: number }
  | { readonly method: 'backup'; readonly folder: string };

/** `cancel` means the call of that number. */
export type ToThread = { readonly id: number; readonly call: Call } | { readonly cancel: number };

export type FromThread =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: PlainError };

/** `fault`: it is no StoreError, and so a fault of the program. */
export interface PlainError {
  readonly kind: 'store' | 'missing' | 'refused' | 'fault';
  readonly message: string;
}

export function toPlainError(error: unknown): PlainError {
  if (error instanceof RefusedBatch) return { kind: 'refused', message: error.message };
  if (error instanceof StorePackageMissing) return { kind: 'missing', message: error.message };
  if (error instanceof StoreError) return { kind: 'store', message: error.message };
  return { kind: 'fault', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

export function fromPlainError({ kind, message }: PlainError): Error {
  if (kind === 'refused') return new RefusedBatch(message);
  if (kind === 'missing') return new StorePackageMissing(message);
  return kind === 'store' ? new StoreError(message) : new Error(message);
}

/**
 * A batch for the other thread, with a copy of its rows that can be handed over: the sender's own bytes stay as they were, so
 * that they can be sent again when the store refuses them. The copy is of 8 MB at most, a hundredth of what storing costs.
 */
export function toPlain({ columns, origin, sequence, day, texts }: Batch): PlainBatch {
  return { origin, sequence, day, texts, table: columns.table, rows: columns.rows, bytes: columns.bytes.slice() };
}

export function fromPlain({ table, rows, bytes, ...rest }: PlainBatch): Batch {
  return { ...rest, columns: new ColumnBatch(table, rows, bytes) };
}
