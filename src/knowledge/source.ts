/** Where a statement comes from; `knowledge/sources/*.yaml` lists every source that a statement may name. */
export type SourceKind =
  | 'iana'
  | 'rfc'
  | 'cve'
  | 'cert'
  | 'rules'
  | 'attack'
  | 'vendor'
  | 'manual'
  | 'list'
  | 'editors'
  | 'document';

export interface Source {
  readonly id: string;
  readonly kind: SourceKind;
  readonly title: string;
  /** Where a reader can follow it: a URL, or a citation where there is none. */
  readonly ref: string;
  /** Month in which it was last opened and read, `2026-11`; absent where it is cited from knowledge of it. */
  readonly seen?: string;
  /** What of its data, rather than of the facts it states, is carried here, and the licence that permits it. */
  readonly ships?: ShippedData;
}

export interface ShippedData {
  readonly what: string;
  /** SPDX identifier, `CC0-1.0`. */
  readonly licence: string;
}
