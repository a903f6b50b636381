import type { InputSummary } from '../traffic/report/traffic-report.ts';
import type { DeliveryStatus } from './delivery.ts';

/** What became of one input. */
export interface IngestedInput {
  readonly name: string;
  /** Format in words; null where none was recognised, or nothing was read. */
  readonly format: string | null;
  /** Lines, packets or records that were read. */
  readonly records: number;
  /** Of these, records that were not understood, and the numbers of the first of them. */
  readonly malformed: number;
  readonly firstMalformed: readonly number[];
  /** Of these, records of something else, and those of the format that have no event. */
  readonly other: number;
  /** Events in what was read. */
  readonly events: number;
  /** Of these, events that an earlier run had stored. */
  readonly already: number;
  /** Of these, events that nobody knows the time of: they are not stored. */
  readonly untimed: number;
  /** Of these, events that came when the spool was full and could not wait. */
  readonly dropped: number;
  /** What to know of it, in sentences. */
  readonly notes: readonly string[];
  /** Why it could not be read; null where it could. */
  readonly error: string | null;
}

/** What a run of `ingest` did. */
export interface IngestAccount {
  readonly inputs: readonly IngestedInput[];
  /** Events that went into the spool. */
  readonly spooled: number;
  /** The spool and where it goes. */
  readonly delivery: DeliveryStatus;
  /** Whether everything was delivered; what was not waits in the spool. */
  readonly isDelivered: boolean;
}

/** The part of an account that a decoder knows. */
export function recordsOf(
  summary: InputSummary | null,
): Pick<IngestedInput, 'format' | 'records' | 'malformed' | 'firstMalformed' | 'other'> {
  if (summary === null) return { format: null, records: 0, malformed: 0, firstMalformed: [], other: 0 };
  const { format, records, malformed, firstMalformed, silent, foreign } = summary;
  const others = Object.values(foreign).reduce((sum, count) => sum + count, 0);
  return { format, records, malformed, firstMalformed, other: silent + others };
}
