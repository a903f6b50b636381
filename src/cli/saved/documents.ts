import type { ConnectionChange } from '../../sockets/diff/connection-changes.ts';
import type { ConnectionSum } from '../../sockets/diff/connections.ts';
import type { Difference, DifferenceSummary } from '../../sockets/diff/differences.ts';
import type { Recorded, RecordedCompleteness, RecordedListener } from '../../sockets/diff/recorded.ts';
import type { Envelope } from '../../findings/envelope.ts';

/** What `snapshot save` keeps, and `diff` reads again. */
export interface SnapshotDocument extends Envelope<'snapshot'>, Recorded {
  readonly completeness: RecordedCompleteness;
  /** What could not be seen and why, a sentence each. */
  readonly gaps: readonly string[];
  readonly listeners: readonly RecordedListener[];
  /** Null unless --all was given. */
  readonly connections: readonly ConnectionSum[] | null;
}

/** A saved snapshot as `snapshot list` shows it. */
export interface SavedRecord {
  readonly name: string;
  readonly path: string;
  readonly savedAt: string | null;
  readonly host: string | null;
  readonly listeners: number | null;
  /** Null when the file could be read; else why not. */
  readonly fault: string | null;
}

export interface SnapshotsDocument extends Envelope<'snapshots'> {
  /** Newest first. */
  readonly snapshots: readonly SavedRecord[];
}

/** One side of a comparison. */
export interface DiffSide {
  /** Name or path of the snapshot; null for the machine as it is now. */
  readonly snapshot: string | null;
  readonly takenAt: string;
  readonly host: string;
  readonly completeness: RecordedCompleteness;
}

export interface DiffDocument extends Envelope<'diff'> {
  readonly before: DiffSide;
  readonly after: DiffSide;
  readonly sameHost: boolean;
  readonly summary: DifferenceSummary;
  /** What could not be compared and why, a sentence each. */
  readonly gaps: readonly string[];
  /** Worst last. */
  readonly findings: readonly Difference[];
  /** Null where they were not compared: a side was saved without them, or it is another machine's. */
  readonly connections: readonly ConnectionChange[] | null;
}
